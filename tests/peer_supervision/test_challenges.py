"""The written challenge: sealed, and gone in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lero_hub.errors import NotAllowed
from peer_supervision.models import (
    Challenge,
    ChallengeKey,
)
from peer_supervision.workflows import sessions
from peer_supervision.workflows.challenges import delete_challenge, delete_expired, write_challenge
from tests.factories import DAY, NOW, me
from tests.peer_supervision.builders import (
    host_of,
    picked,
    presenter,
)
from tests.peer_supervision.support import refused

pytestmark = pytest.mark.django_db


def test_presenter_alone_writes_and_a_new_text_gets_a_new_key(group):
    opened, dated = group
    picked(opened)
    by = me(presenter(dated[0]))
    given = {"session_id": dated[0].pk, "question": "", "now": NOW}
    with pytest.raises(NotAllowed):
        write_challenge(text="Theirs", by=me(presenter(dated[1])), **given)
    refused("empty", write_challenge, text=" . ", by=by, **given)
    refused("too_long", write_challenge, text="x" * 4001, by=by, **given)
    refused("too_long", write_challenge, text="x", by=by, **given | {"question": "x" * 301})
    refused("over", write_challenge, text="x", by=by, **given | {"now": dated[0].ends_at})
    first = write_challenge(text="One", by=by, **given)
    key = ChallengeKey.objects.get().wrapped
    second = write_challenge(text="One", by=by, **given)
    assert (first.pk != second.pk, Challenge.objects.count()) == (True, 1)
    assert ChallengeKey.objects.get().wrapped != key


def test_challenge_goes_two_weeks_after_the_session_with_its_key(group):
    opened, dated = group
    picked(opened)
    by = me(presenter(dated[0]))
    write_challenge(session_id=dated[0].pk, text="It", question="", by=by, now=NOW)
    due = dated[0].ends_at + 14 * DAY
    assert delete_expired(now=due - timedelta(seconds=1)) == 0
    assert [delete_expired(now=due), delete_expired(now=due)] == [1, 0]
    assert (Challenge.objects.count(), ChallengeKey.objects.count()) == (0, 0)


def test_moving_a_session_moves_the_end_of_its_challenge(group):
    opened, dated = group
    picked(opened)
    write_challenge(session_id=dated[0].pk, text="It", question="", by=me(presenter(dated[0])), now=NOW)
    moved = sessions.move_session(
        session_id=dated[0].pk,
        starts_at=dated[0].starts_at + DAY,
        minutes=90,
        sequence=0,
        by=me(host_of(opened)),
        now=NOW,
    )
    assert Challenge.objects.get().expires_at == moved.ends_at + 14 * DAY


def test_own_challenge_is_deleted_and_nobody_elses(group):
    opened, dated = group
    picked(opened)
    by = me(presenter(dated[0]))
    write_challenge(session_id=dated[0].pk, text="It", question="", by=by, now=NOW)
    delete_challenge(session_id=dated[0].pk, by=me(presenter(dated[1])), now=NOW)
    assert ChallengeKey.objects.count() == 1
    for _click in range(2):
        delete_challenge(session_id=dated[0].pk, by=by, now=NOW)
    assert ChallengeKey.objects.count() == 0
