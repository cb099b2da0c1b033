"""What people type: what is left out, what stays, and that no feed falls over it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from lero_hub.typed_text import has_visible, plain
from organisations.models import Organisation
from organisations.workflows.terms import load_terms
from tests.factories import browser_of, entry, person


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x0bb\x01", "ab"),
        ("\u202egnirts\u2066", "gnirts"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("line\nline\tend\r\n", "line\nline\tend\r\n"),
        ("👩\u200d👧 \u0646\u0645\u06cc\u200c\u062e", "👩\u200d👧 \u0646\u0645\u06cc\u200c\u062e"),
        ("Siân ŵ £ “x”", "Siân ŵ £ “x”"),
        ("nul\0", "nul\0"),
    ],
)
def test_unfit_signs_become_nothing_and_the_rest_stays(typed, kept):
    assert plain(typed) == kept


@pytest.mark.parametrize(("text", "seen"), [("", False), (" \u200d ", False), ("???", False), ("7", True), ("é", True)])
def test_a_name_has_a_sign_that_can_be_said(text, seen):
    assert has_visible(text) is seen


@pytest.mark.django_db
def test_a_posted_form_is_cleaned_and_a_password_is_not():
    load_terms()
    client = browser_of(person())
    data = {"entry": str(uuid4()), "name": "Lamp\x0b \u202eRow", "summary": "One\x01 two"}
    client.post(reverse("organisations:add"), data)
    assert list(Organisation.objects.values_list("name", "summary")) == [("Lamp Row", "One two")]
    answer = client.post(reverse("account_login"), {"login": "a\x01@b.example", "password": "p\x01w"})
    assert answer.wsgi_request.POST["password"] == "p\x01w"


@pytest.mark.django_db
def test_a_row_of_old_does_not_take_the_feed_down(client):
    organisation = entry(name="Calder Steps")
    Organisation.objects.filter(pk=organisation.pk).update(summary="One\x0btwo")
    answer = client.get(reverse("organisations:directory_feed"))
    assert (answer.status_code, b"Onetwo" in answer.content) == (200, True)
