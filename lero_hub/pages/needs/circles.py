"""What circles need from their members."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from lero_hub.pages.needs.need import Need, Rows, Source, each
from peer_supervision import wording
from peer_supervision.invitation_links import path_to
from peer_supervision.local_times import local
from peer_supervision.models import Session
from peer_supervision.queries import needs as found
from peer_supervision.states import TurnRole


def _to(session: Session) -> str:
    return reverse("peer_supervision:session", args=[session.circle_id, session.pk])


def _swap_needs(actor: Actor, now: datetime) -> list[Need]:
    rows = found.swaps_asked(actor, now=now).select_related("turn__session__circle", "turn__user")
    return [
        Need(
            label=_("Say whether you swap a turn with %(name)s in %(circle)s")
            % {"name": swap.turn.user.shown_name, "circle": swap.turn.session.circle.name},
            url=_to(swap.turn.session),
            note=_("It is about %(when)s.") % {"when": wording.when_words(swap.turn.session)},
            due=local(swap.turn.session.starts_at, swap.turn.session.zone).date(),
            waits_for_others=True,
        )
        for swap in rows
    ]


def _invitation_needs(actor: Actor, now: datetime) -> list[Need]:
    return [
        Need(
            label=_("Answer an invitation to a circle"),
            url=path_to(invitation),
            note=_("%(name)s asks you.") % {"name": invitation.invited_by.shown_name},
            due=invitation.expires_at.date(),
            waits_for_others=True,
        )
        for invitation in found.invitations_to(actor, now=now).select_related("invited_by")
    ]


def _agreement_needs(actor: Actor, now: datetime) -> list[Need]:
    return [
        Need(
            label=_("Read what %(name)s agreed, and accept it") % {"name": membership.circle.name},
            url=reverse("peer_supervision:agreement", args=[membership.circle_id]),
            note=_("The circle opens to you when you have."),
        )
        for membership in found.to_agree(actor, now=now).select_related("circle")
    ]


def _turn_needs(actor: Actor, now: datetime) -> list[Need]:
    return [
        Need(
            label=(
                _("Say yes, swap or pass: you bring the challenge in %(circle)s")
                if turn.role == TurnRole.PRESENTER
                else _("Say yes, swap or pass: you keep the time in %(circle)s")
            )
            % {"circle": turn.session.circle.name},
            url=_to(turn.session),
            note=wording.when_words(turn.session),
            due=local(turn.session.starts_at, turn.session.zone).date(),
        )
        for turn in found.to_take(actor, now=now).select_related("session__circle")
    ]


def _answer_needs(actor: Actor, now: datetime) -> list[Need]:
    return [
        Need(
            label=_("Say whether you come to %(name)s") % {"name": session.circle.name},
            url=_to(session),
            note=wording.when_words(session),
            due=local(session.starts_at, session.zone).date(),
        )
        for session in found.to_answer(actor, now=now).select_related("circle")
    ]


def _swap_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(found.swaps_asked(actor, now=now))]


def _invitation_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(found.invitations_to(actor, now=now))]


def _agreement_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(found.to_agree(actor, now=now))]


def _turn_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(found.to_take(actor, now=now))]


def _answer_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(found.to_answer(actor, now=now))]


SOURCES = (
    Source(_swap_needs, _swap_rows),
    Source(_invitation_needs, _invitation_rows),
    Source(_agreement_needs, _agreement_rows),
    Source(_turn_needs, _turn_rows),
    Source(_answer_needs, _answer_rows),
)
