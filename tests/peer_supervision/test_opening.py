"""Opening circles: by whom, how many, and that it tells nothing of the circles of others."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from lero_hub.accounts.models import User
from peer_supervision.models import Circle
from peer_supervision.workflows.membership import leave_circle
from tests.factories import NOW, browser_of, entry, me, person
from tests.peer_supervision.builders import circle, join_circle

pytestmark = pytest.mark.django_db

OPEN = "/circles/open/"


def lead() -> User:
    """Register a lead of a listed organisation."""
    user = person()
    entry(lead=user)
    return user


def test_the_id_of_a_circle_of_others_opens_one_like_any_other_id() -> None:
    of_others, former = circle(), lead()
    join_circle(of_others, former)
    leave_circle(circle_id=of_others.pk, by=me(former), now=NOW)
    browser = browser_of(former)
    for known, name in ((of_others.pk, "Aire"), (uuid4(), "Calder")):
        answers = [browser.post(OPEN, {"name": name, "purpose": "", "circle_id": known}) for _click in range(2)]
        opened = Circle.objects.get(opened_by=former, name=name)
        assert opened.pk != known
        assert {answer.status_code for answer in answers} == {302}
        assert {answer.headers["Location"] for answer in answers} == {
            reverse("peer_supervision:agreement", args=[opened.pk])
        }
    of_others.refresh_from_db()
    assert (of_others.memberships.open().count(), Circle.objects.count()) == (1, 3)
