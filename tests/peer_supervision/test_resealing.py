"""Changing the key of what circles keep sealed."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from lero_hub.accounts.sealing import CannotOpen, unseal
from peer_supervision.challenge_box import unlock
from peer_supervision.models import Challenge, ChallengeKey, Series
from peer_supervision.queries.coordination import queues
from peer_supervision.workflows.challenges import write_challenge
from tests.factories import NOW, coordinator, me
from tests.peer_supervision.builders import LINK, circle, picked, presenter, weekly

pytestmark = pytest.mark.django_db

OLD, NEW = "o" * 40, "n" * 40


def write() -> Challenge:
    """Let the presenter of a circle's next session write a challenge."""
    opened = circle(members=2)
    session = weekly(opened)[0]
    picked(opened)
    return write_challenge(
        session_id=session.pk, text="Our roof leaks.", question="", by=me(presenter(session)), now=NOW
    )


def test_reseal_keeps_challenges_and_video_links_readable() -> None:
    with override_settings(FIELD_KEYS=[OLD]):
        written = write()

    with override_settings(FIELD_KEYS=[NEW, OLD]):
        call_command("reseal")
    with override_settings(FIELD_KEYS=[NEW]):
        assert unlock(written.sealed_text, ChallengeKey.objects.get().wrapped) == "Our roof leaks."
        assert unseal(Series.objects.get().video_link) == LINK


def test_reseal_without_the_old_key_changes_nothing_here() -> None:
    with override_settings(FIELD_KEYS=[OLD]):
        write()
    before = (ChallengeKey.objects.get().wrapped, Series.objects.get().video_link)

    with override_settings(FIELD_KEYS=[NEW]), pytest.raises(CommandError, match="Nothing was changed"):
        call_command("reseal")
    with override_settings(FIELD_KEYS=[NEW]), pytest.raises(CannotOpen):
        unseal(before[0])

    assert (ChallengeKey.objects.get().wrapped, Series.objects.get().video_link) == before


def test_desk_leads_coordinators_to_the_number_of_circles() -> None:
    assert [queue.state for queue in queues(me(coordinator()))] == ["0 circles"]
    circle()
    assert [queue.state for queue in queues(me(coordinator()))] == ["1 circle"]
