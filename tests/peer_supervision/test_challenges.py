"""The written challenge: sealed, and gone in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lero_hub.errors import NotAllowed
from peer_supervision.models import (
    Challenge,
    ChallengeKey,
)
from peer_supervision.queries.session import session_page, written
from peer_supervision.workflows import sessions
from peer_supervision.workflows.challenges import delete_challenge, delete_expired, write_challenge
from peer_supervision.workflows.membership import leave_circle, remove_from_circle
from tests.factories import DAY, HOUR, NOW, me
from tests.peer_supervision.builders import (
    host_of,
    join_circle,
    members_of,
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


@pytest.mark.parametrize("way", ["leave", "remove"])
def test_what_somebody_wrote_goes_when_they_do_even_after_the_session(group, way):
    opened, dated = group
    picked(opened)
    author = next(each for each in map(presenter, dated[:2]) if each != host_of(opened))
    theirs = next(each for each in dated[:2] if presenter(each) == author)
    other = next(each for each in dated[:2] if each != theirs)
    for session in (theirs, other):
        write_challenge(session_id=session.pk, text="It", question="", by=me(presenter(session)), now=NOW)
    after = theirs.ends_at + DAY
    if way == "leave":
        leave_circle(circle_id=opened.pk, by=me(author), now=after)
    else:
        own = opened.memberships.open().get(user=author)
        remove_from_circle(membership_id=own.pk, by=me(host_of(opened)), now=after)
    assert [each.session_id for each in Challenge.objects.all()] == [other.pk]
    assert ChallengeKey.objects.get().challenge.session_id == other.pk


def test_who_joins_after_a_session_reads_nothing_that_was_written_for_it(group):
    opened, dated = group
    picked(opened)
    write_challenge(session_id=dated[0].pk, text="It", question="", by=me(presenter(dated[0])), now=NOW)
    early, late = dated[0].ends_at - HOUR, dated[0].ends_at + HOUR
    guest, newcomer = (join_circle(opened, now=joined).user for joined in (early, late))
    for reader in (*members_of(opened)[:5], guest):
        found = written(dated[0], actor=me(reader), now=late)
        assert found is not None
        assert found.text == "It"
    assert written(dated[0], actor=me(newcomer), now=late) is None
    assert session_page(dated[0], opened, actor=me(newcomer), now=late).challenge is None
    assert [row.session for row in Challenge.objects.visible_to(me(guest))] == [dated[0]]
    assert not Challenge.objects.visible_to(me(newcomer)).exists()


def test_who_comes_back_after_a_session_is_a_newcomer_to_it(group):
    opened, dated = group
    picked(opened)
    write_challenge(session_id=dated[0].pk, text="It", question="", by=me(presenter(dated[0])), now=NOW)
    back = next(each for each in members_of(opened)[1:] if each != presenter(dated[0]))
    leave_circle(circle_id=opened.pk, by=me(back), now=dated[0].ends_at)
    join_circle(opened, back, now=dated[0].ends_at + HOUR)
    assert written(dated[0], actor=me(back), now=dated[0].ends_at + HOUR) is None
