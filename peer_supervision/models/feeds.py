"""The secret address under which one person's calendar program reads their sessions."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check
from lero_hub.personal_data import PersonalData

FEED = "peer_supervision_calendar_feed"


class CalendarFeed(models.Model):
    """One person's calendar feed, while there is one: deleted when it is revoked, another secret when it is renewed.

    `digest` is the SHA-256 of the secret in hexadecimal. The secret itself is shown once and kept nowhere. It is long
    and random, so that a plain digest is enough. That and when the feed is read is not noted.
    """

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("made_at",),
        on_erasure="delete",
        why="Of use only to the person, until they revoke it.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        db_table = FEED
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name=f"{FEED}_one_each", violation_error_message=_("There is one feed for a person.")
            ),
            models.UniqueConstraint(
                fields=["digest"], name=f"{FEED}_digest_once", violation_error_message=_("This secret is in use.")
            ),
            check(
                FEED, "digest_is_one", Q(digest__regex=r"^[0-9a-f]{64}$"), _("A secret is kept as its digest alone.")
            ),
        ]

    def __str__(self) -> str:
        return f"calendar feed {self.id}"
