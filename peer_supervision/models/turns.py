"""Whose turn it is, why, and offers to swap."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, one_of
from lero_hub.personal_data import PersonalData
from peer_supervision.models.sessions import Session
from peer_supervision.querysets import SwapQuerySet, TurnQuerySet
from peer_supervision.states import STANDING_TURNS, SwapState, TurnRole, TurnState, Why

TURN, SWAP = "peer_supervision_turn", "peer_supervision_swap"


class Turn(models.Model):
    """One person brings the challenge, or keeps the time, at one session. Picked by the hub; ended, never deleted.

    A turn that nobody declined, swapped or released stands, and counts as had once the session is over. Nobody is
    asked why they pass.
    """

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("session__starts_at", "role", "state", "picked_at"),
        on_erasure="keep",
        why="Turns are shared fairly by counting them; an unnamed id remains.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="turns")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=TurnRole.choices)
    why = models.CharField(max_length=12, choices=Why.choices)
    last_turn_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=TurnState.choices, default=TurnState.ASKED)
    picked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        db_table = TURN
        constraints = [
            models.UniqueConstraint(
                fields=["session", "role"],
                condition=Q(ended_at__isnull=True),
                name=f"{TURN}_one_standing",
                violation_error_message=_("Somebody has this turn already."),
            ),
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=Q(ended_at__isnull=True),
                name=f"{TURN}_one_a_person",
                violation_error_message=_("Who brings the challenge does not keep the time."),
            ),
            one_of(TURN, "role", TurnRole.values),
            one_of(TURN, "why", Why.values),
            one_of(TURN, "state", TurnState.values),
            check(
                TURN,
                "ended_when_over",
                Q(state__in=sorted(STANDING_TURNS), ended_at__isnull=True)
                | (~Q(state__in=sorted(STANDING_TURNS)) & Q(ended_at__isnull=False)),
                _("A turn that no longer stands says since when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.state} ({self.id})"


class Swap(models.Model):
    """One person asks another to take their turn: alone, or in exchange for the other's own turn (`in_exchange`)."""

    personal_data: ClassVar = PersonalData(
        person=("turn__user", "asked"),
        export=("state", "asked_at", "answered_at"),
        on_erasure="keep",
        why="That a turn changed hands stays known by ids.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="swaps")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    in_exchange = models.ForeignKey(Turn, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SwapState.choices, default=SwapState.OPEN)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = SwapQuerySet.as_manager()

    class Meta:
        db_table = SWAP
        constraints = [
            models.UniqueConstraint(
                fields=["turn"],
                condition=Q(state=SwapState.OPEN),
                name=f"{SWAP}_one_open",
                violation_error_message=_("You have asked somebody already."),
            ),
            one_of(SWAP, "state", SwapState.values),
            check(
                SWAP,
                "answered_when_over",
                Q(state=SwapState.OPEN, answered_at__isnull=True)
                | (~Q(state=SwapState.OPEN) & Q(answered_at__isnull=False)),
                _("An answer says when."),
            ),
            check(
                SWAP,
                "two_turns",
                Q(in_exchange__isnull=True) | ~Q(in_exchange=F("turn")),
                _("A turn is swapped with another one."),
            ),
        ]

    def __str__(self) -> str:
        return f"swap {self.state} ({self.id})"
