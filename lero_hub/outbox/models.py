"""One table: every e-mail that the hub sends, will send, or could not send."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, not_blank, one_of, paired, required_in
from lero_hub.outbox.querysets import OutboxQuerySet
from lero_hub.outbox.states import DROPPED, ENDED, FAILED, MACHINE, QUEUED, SENDING, SENT, STATES, UNSENT, WAITING
from lero_hub.personal_data import PersonalData

TABLE = "outbox_message"

# What a message loses once it has ended: nobody needs it again, and somebody could read it. Whose it was still shows
# by `recipient`, if they have an account.
BLANK: dict[str, Any] = {"to": "", "text": "", "html": "", "headers": {}, "attachments": [], "reply_to": ""}


class OutboxMessage(models.Model):
    """One e-mail to one address. Written by `enqueue`, changed by the workers and, when it failed, by a coordinator.

    `message_id` is set when the row is made, so that a repeat carries the same one. `attempts` counts how often
    a worker began to send, `repeats` how often it may have been delivered without our knowing: a worker died, or the
    connection broke, after the mail server may have accepted. `last_error` holds a code, never an address.
    """

    personal_data: ClassVar = PersonalData(
        person=("recipient",),
        export=("kind", "subject", "state", "created_at", "sent_at"),
        on_erasure="blank",
        blank={"to": "", "recipient": None},
        why="`forget` deletes what was not sent; a sent row stays 90 days, unlinked, to account for deliveries.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    attachments = models.JSONField(default=list, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    dedupe_key = models.CharField(max_length=200)
    message_id = models.CharField(max_length=300)

    state = models.CharField(max_length=10, choices=STATES, default=QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=40, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claim_token = models.UUIDField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = OutboxQuerySet.as_manager()

    class Meta:
        db_table = TABLE
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                name=f"{TABLE}_dedupe_key_once",
                violation_error_message=_("This message is in the outbox already."),
            ),
            models.UniqueConstraint(
                fields=["message_id"],
                name=f"{TABLE}_message_id_once",
                violation_error_message=_("Two messages never share an id."),
            ),
            one_of(TABLE, "state", MACHINE.states),
            not_blank(TABLE, "kind"),
            not_blank(TABLE, "subject"),
            not_blank(TABLE, "dedupe_key"),
            not_blank(TABLE, "message_id"),
            check(TABLE, "subject_one_line", ~Q(subject__regex=r"[\r\n]"), _("A subject is one line.")),
            check(
                TABLE,
                "unsent_is_complete",
                ~Q(state__in=sorted(UNSENT)) | (~Q(to="") & ~Q(text="")),
                _("A message that is to be sent has an address and a text."),
            ),
            check(
                TABLE,
                "ended_is_blank",
                ~Q(state__in=sorted(ENDED)) | Q(**BLANK),
                _("A message that has ended keeps neither words nor address."),
            ),
            check(
                TABLE,
                "expires_after_start",
                Q(expires_at__isnull=True) | Q(not_before__isnull=True) | Q(expires_at__gt=models.F("not_before")),
                _("A message expires after it may be sent."),
            ),
            required_in(TABLE, "next_attempt_at", WAITING),
            required_in(TABLE, "claim_token", {SENDING}),
            paired(TABLE, "claimed_at", "claim_token"),
            check(
                TABLE,
                "claim_only_when_sending",
                Q(state=SENDING) | Q(claim_token__isnull=True, started_at__isnull=True),
                _("Only a message that is being sent is held by a worker."),
            ),
            check(
                TABLE,
                "sent_at_when_sent",
                Q(state=SENT, sent_at__isnull=False) | (~Q(state=SENT) & Q(sent_at__isnull=True)),
                _("A sent message says when, and no other does."),
            ),
            check(
                TABLE,
                "failed_says_why",
                Q(state=FAILED, failed_at__isnull=False) & ~Q(last_error="")
                | (~Q(state=FAILED) & Q(failed_at__isnull=True)),
                _("A failed message says when and why."),
            ),
            check(
                TABLE,
                "dropped_at_when_dropped",
                Q(state__in=sorted(DROPPED), dropped_at__isnull=False)
                | (~Q(state__in=sorted(DROPPED)) & Q(dropped_at__isnull=True)),
                _("A dropped message says when, and no other does."),
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name=f"{TABLE}_due", condition=Q(state__in=sorted(WAITING))),
            models.Index(fields=["claimed_at"], name=f"{TABLE}_claimed", condition=Q(state=SENDING)),
            models.Index(
                fields=["expires_at"],
                name=f"{TABLE}_expiring",
                condition=Q(state__in=sorted(WAITING), expires_at__isnull=False),
            ),
            models.Index(fields=["-failed_at"], name=f"{TABLE}_failed", condition=Q(state=FAILED)),
            models.Index(fields=["sent_at"], name=f"{TABLE}_sent", condition=Q(state=SENT)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} ({self.id})"
