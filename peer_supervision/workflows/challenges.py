"""The challenge that a presenter may write for their circle: sealed with a key of its own, and gone two weeks later."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused
from lero_hub.typed_text import has_visible
from peer_supervision.challenge_box import lock, new_key, wrap
from peer_supervision.models import Challenge, ChallengeKey, Session, Turn
from peer_supervision.states import CHALLENGE_KEPT_DAYS, SessionState
from peer_supervision.workflows.circles import entered_by

LONGEST_TEXT, LONGEST_QUESTION = 4000, 300


def _presented_by(by: Actor, session_id: UUID, *, now: datetime) -> Session:
    """Lock the circle, and make sure that the actor has the turn to present. Raises NotAllowed."""
    entered_by(by, Session.objects.values_list("circle_id", flat=True).get(pk=session_id), now=now)
    session = Session.objects.get(pk=session_id)
    if not Turn.objects.standing().presenters().filter(session=session, user=by.person).exists():
        raise NotAllowed(_("Only the person who brings the challenge can write it."))
    return session


@transaction.atomic
def write_challenge(*, session_id: UUID, text: str, question: str, by: Actor, now: datetime) -> Challenge:
    """Write the challenge of a session, or write it anew under a new key.

    Raises NotAllowed unless `by` presents, Refused("over", "empty", "too_long").
    """
    session = _presented_by(by, session_id, now=now)
    expires = session.ends_at + timedelta(days=CHALLENGE_KEPT_DAYS)
    if session.state == SessionState.CANCELLED or now >= session.ends_at:
        raise Refused("over", _("This session is over. Keep what you take away for yourself."))
    if not has_visible(text):
        raise Refused("empty", _("Write a few words, or leave the page: you can also just say it."))
    if len(text) > LONGEST_TEXT or len(question) > LONGEST_QUESTION:
        raise Refused("too_long", _("This is longer than the page holds. The circle has five minutes to hear it."))
    delete_of(session)
    key = new_key()
    challenge = Challenge.objects.create(
        session=session,
        presenter=by.person,
        sealed_text=lock(text, key),
        sealed_question=lock(question.strip(), key),
        written_at=now,
        expires_at=expires,
    )
    ChallengeKey.objects.create(challenge=challenge, wrapped=wrap(key))
    record(actor=by, verb="circles.write_challenge", subject=challenge, now=now, session=session.pk)
    return challenge


@transaction.atomic
def delete_challenge(*, session_id: UUID, by: Actor, now: datetime) -> None:
    """Delete one's own challenge, with its key, at any time. Twice does no harm. Somebody else's is left alone."""
    for challenge in Challenge.objects.select_for_update().filter(session_id=session_id, presenter=by.person):
        record(actor=by, verb="circles.delete_challenge", subject=challenge, now=now, session=session_id)
        ChallengeKey.objects.filter(challenge=challenge).delete()
        challenge.delete()


def delete_of(session: Session) -> None:
    """Delete what was written for a session, with its key; the caller holds the circle's lock."""
    ChallengeKey.objects.filter(challenge__session=session).delete()
    Challenge.objects.filter(session=session).delete()


def delete_all_by(user_id: UUID, *, circle_id: UUID) -> None:
    """Delete what somebody wrote for a circle, with its keys; the caller holds the circle's lock."""
    theirs = Challenge.objects.filter(session__circle_id=circle_id, presenter_id=user_id)
    ChallengeKey.objects.filter(challenge__in=theirs).delete()
    theirs.delete()


@transaction.atomic
def delete_expired(*, now: datetime) -> int:
    """Delete the challenges whose two weeks are over, with their keys. Returns how many; twice deletes none."""
    due = list(
        Challenge.objects.select_for_update(skip_locked=True).filter(expires_at__lte=now).values_list("pk", flat=True)
    )
    ChallengeKey.objects.filter(challenge_id__in=due).delete()
    Challenge.objects.filter(pk__in=due).delete()
    return len(due)
