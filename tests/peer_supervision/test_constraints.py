"""What the database refuses about circles, whatever a workflow forgot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction

from peer_supervision.models import (
    AgreementAcceptance,
    Attendance,
    Challenge,
    ChallengeKey,
    Circle,
    CircleInvitation,
    CircleMembership,
    Rsvp,
    Series,
    Session,
    Swap,
    Turn,
)
from peer_supervision.workflows.challenges import write_challenge
from peer_supervision.workflows.sessions import answer_session, note_attendance
from peer_supervision.workflows.swaps import ask_to_swap
from tests.factories import NOW, me, person
from tests.peer_supervision.builders import circle, invited, leader, members_of, picked, presenter, weekly

pytestmark = pytest.mark.django_db

Breach = Callable[[models.Model], None]


def twin(**changes: Any) -> Breach:
    """Save a copy of a row under a new id."""

    def breach(row: models.Model) -> None:
        row.pk = uuid4()
        row._state.adding = True
        for name, value in changes.items():
            setattr(row, name, value(row) if callable(value) else value)
        row.save(force_insert=True)

    return breach


def to(**changes: Any) -> Breach:
    """Change columns of a row past every workflow; a function makes the value."""

    def breach(row: models.Model) -> None:
        made = {name: value() if callable(value) else value for name, value in changes.items()}
        type(row)._default_manager.filter(pk=row.pk).update(**made)

    return breach


P = "peer_supervision"
BREACHES: dict[str, tuple[type[models.Model], Breach]] = {
    f"{P}_circle_name_not_blank": (Circle, to(name="")),
    f"{P}_circle_closed_at_with_closed_by": (Circle, to(closed_at=NOW)),
    f"{P}_membership_one_open": (CircleMembership, twin()),
    f"{P}_membership_role_known": (CircleMembership, to(role="owner")),
    f"{P}_membership_ended_at_with_ended_by": (CircleMembership, to(ended_at=NOW)),
    f"{P}_membership_agreed_to_a_version": (CircleMembership, to(agreed_version="")),
    f"{P}_invitation_one_open": (CircleInvitation, twin(email=lambda row: row.email.upper())),
    f"{P}_invitation_accepted_at_with_accepted_by": (CircleInvitation, to(accepted_at=NOW)),
    f"{P}_invitation_ends_once": (CircleInvitation, to(accepted_at=NOW, accepted_by=person, revoked_at=NOW)),
    f"{P}_invitation_address_while_open": (CircleInvitation, to(email="")),
    f"{P}_invitation_expires_later": (CircleInvitation, to(expires_at=NOW)),
    f"{P}_acceptance_version_not_blank": (AgreementAcceptance, to(version="")),
    f"{P}_acceptance_once_at_a_time": (AgreementAcceptance, twin()),
    f"{P}_series_one_open": (Series, twin()),
    f"{P}_series_weekday_known": (Series, to(weekday=7)),
    f"{P}_series_minutes_fair": (Series, to(minutes=241)),
    f"{P}_series_challenge_fits": (Series, to(challenge_minutes=91)),
    f"{P}_series_ends_later": (Series, to(ends_on=NOW.date() - timedelta(days=30))),
    f"{P}_series_zone_not_blank": (Series, to(zone="")),
    f"{P}_session_one_a_week": (Session, twin()),
    f"{P}_session_state_known": (Session, to(state="maybe")),
    f"{P}_session_theme_known": (Session, to(state="held", held_at=NOW, theme="weather")),
    f"{P}_session_ends_later": (Session, to(ends_at=NOW - timedelta(days=9))),
    f"{P}_session_week_is_monday": (Session, to(week=NOW.date() + timedelta(days=701))),
    f"{P}_session_off_when_cancelled": (Session, to(off_by_series=True)),
    f"{P}_session_cancelled_at_when_state": (Session, to(state="cancelled")),
    f"{P}_session_held_at_when_state": (Session, to(state="held")),
    f"{P}_session_theme_when_held": (Session, to(theme="funding")),
    f"{P}_rsvp_one_each": (Rsvp, twin()),
    f"{P}_rsvp_answer_known": (Rsvp, to(answer="hm")),
    f"{P}_attendance_one_each": (Attendance, twin()),
    f"{P}_turn_one_standing": (Turn, twin(user=lambda row: person())),
    f"{P}_turn_one_a_person": (Turn, twin(role=lambda row: "presenter" if row.role != "presenter" else "facilitator")),
    f"{P}_turn_role_known": (Turn, to(role="singer")),
    f"{P}_turn_why_known": (Turn, to(why="liked")),
    f"{P}_turn_state_known": (Turn, to(state="hm", ended_at=NOW)),
    f"{P}_turn_ended_when_over": (Turn, to(ended_at=NOW)),
    f"{P}_swap_one_open": (Swap, twin()),
    f"{P}_swap_state_known": (Swap, to(state="hm", answered_at=NOW)),
    f"{P}_swap_answered_when_over": (Swap, to(answered_at=NOW)),
    f"{P}_swap_two_turns": (Swap, to(in_exchange=models.F("turn"))),
    f"{P}_challenge_one_each": (Challenge, twin()),
    f"{P}_challenge_sealed_text_not_blank": (Challenge, to(sealed_text="")),
    f"{P}_challenge_key_one_each": (ChallengeKey, twin()),
    f"{P}_challenge_key_wrapped_not_blank": (ChallengeKey, to(wrapped="")),
}


@pytest.fixture
def rows() -> None:
    """One row in each table."""
    opened = circle(members=3)
    dated = weekly(opened)
    turn = picked(opened)[dated[0].pk, "presenter"]
    by = me(turn.user)
    invited(opened, leader())
    write_challenge(session_id=dated[0].pk, text="Words", question="", by=by, now=NOW)
    answer_session(session_id=dated[1].pk, answer="yes", by=by, now=NOW)
    note_attendance(session_id=dated[0].pk, attended=True, by=by, now=dated[0].ends_at)
    other = next(each for each in members_of(opened) if each not in {turn.user, presenter(dated[1])})
    ask_to_swap(turn_id=turn.pk, asked_id=other.pk, in_exchange_id=None, by=by, now=NOW)


def row_of(model: type[models.Model], rule: str) -> models.Model:
    """Give a row to break the rule with."""
    rows = model._default_manager.all()
    if model is CircleInvitation:
        rows = rows.filter(accepted_at__isnull=True)
    if model is Turn and rule.endswith("one_a_person"):
        rows = rows.filter(session__turns__role="facilitator")
    found = rows.order_by("pk").first()
    assert found is not None
    return found


@pytest.mark.parametrize("rule", BREACHES)
def test_database_refuses(rule: str, rows: None) -> None:
    model, breach = BREACHES[rule]
    row = row_of(model, rule)
    if rule.endswith("one_a_person"):
        Swap.objects.all().delete()
        Turn.objects.filter(session_id=row.session_id).exclude(pk=row.pk).delete()
    with pytest.raises(IntegrityError, match=rf'"{rule}"'), transaction.atomic():
        breach(row)


def test_tables_read_as_one_line(rows: None) -> None:
    for model in {model for model, _breach in BREACHES.values()}:
        assert str(model._default_manager.first())
