"""The challenge that somebody may write down, and the key without which it cannot be read."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import not_blank
from lero_hub.personal_data import NoPersonalData, PersonalData
from peer_supervision.models.sessions import Session
from peer_supervision.querysets import ChallengeQuerySet

CHALLENGE, KEY = "peer_supervision_challenge", "peer_supervision_challenge_key"


class Challenge(models.Model):
    """What the presenter of one session wrote for their circle, encrypted under a key of its own. Deleted, never kept.

    `sealed_text` and `sealed_question` open only with the row of `ChallengeKey`, which opens only with FIELD_KEYS: one
    table alone, or its backup, tells nothing. Gone 14 days after the session, or when its presenter says so or leaves.
    """

    personal_data: ClassVar = PersonalData(
        person=("presenter",),
        export=("session__starts_at", "written_at", "expires_at"),
        on_erasure="delete",
        why="For the eyes of the circle alone, so an export names it and does not repeat it.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="challenges")
    presenter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed_text = models.TextField()
    sealed_question = models.TextField(blank=True)
    written_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        db_table = CHALLENGE
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                name=f"{CHALLENGE}_one_each",
                violation_error_message=_("This session has its challenge already."),
            ),
            not_blank(CHALLENGE, "sealed_text"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="challenge_expiring")]

    def __str__(self) -> str:
        return f"challenge {self.id}"


class ChallengeKey(models.Model):
    """The data key of one challenge, wrapped by FIELD_KEYS. Deleted with it, and then nothing opens the text."""

    personal_data: ClassVar = NoPersonalData(why="A random key, of use only with the challenge that it belongs to.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="keys")
    wrapped = models.TextField()

    class Meta:
        db_table = KEY
        constraints = [
            models.UniqueConstraint(
                fields=["challenge"], name=f"{KEY}_one_each", violation_error_message=_("A challenge has one key.")
            ),
            not_blank(KEY, "wrapped"),
        ]

    def __str__(self) -> str:
        return f"key {self.id}"
