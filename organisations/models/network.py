"""What coordinators look after beside the entries: reports about them, and the lines to ring now."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, not_blank, paired
from lero_hub.personal_data import PersonalData
from organisations.models.organisation import Organisation
from organisations.querysets import EntryReportQuerySet

REPORT, LINE = "organisations_entry_report", "organisations_help_line"


class EntryReport(models.Model):
    """Somebody tells the network that an entry is wrong. A coordinator closes it, saying what was done.

    `told_by` is the account of whoever was signed in, or confirmed the address that was left. No page shows it: it is
    there so that a person finds their own words in their copy, and takes them along. That a coordinator closed a report
    is in their copy by the audit log.
    """

    personal_data: ClassVar = PersonalData(
        person=("told_by",),
        export=("organisation", "created_at", "what", "reply_to", "closed_at", "what_was_done"),
        on_erasure="blank",
        blank={"what": "", "reply_to": "", "told_by": None, "is_forgotten": True},
        why="Words and address go 90 days after the report was closed, half a year after it was made at the latest.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="reports")
    what = models.TextField(_("what is wrong"), max_length=1000, blank=True)
    reply_to = models.EmailField(_("e-mail address for an answer"), blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    is_forgotten = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    what_was_done = models.CharField(max_length=300, blank=True)

    objects = EntryReportQuerySet.as_manager()

    class Meta:
        db_table = REPORT
        constraints = [
            paired(REPORT, "closed_at", "closed_by"),
            check(
                REPORT,
                "words_while_open",
                models.Q(closed_at__isnull=False) | ~models.Q(what="") | models.Q(is_forgotten=True),
                _("Say what is wrong."),
            ),
            check(
                REPORT,
                "forgotten_is_empty",
                models.Q(is_forgotten=False) | models.Q(what="", reply_to="", told_by__isnull=True),
                _("What is forgotten has no words, no address and no account."),
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(closed_at__isnull=True), name="entry_report_open")
        ]

    def __str__(self) -> str:
        return f"report {self.id}"


class HelpLine(models.Model):
    """A line to ring or text now. Until a coordinator has checked it, it is shown as to be confirmed."""

    personal_data: ClassVar = PersonalData(
        person=("checked_by",),
        export=("name", "checked_on"),
        on_erasure="keep",
        why="A public service line; who checked it is an id.",
    )

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(_("name"), max_length=80)
    what = models.CharField(_("what it is for"), max_length=200)
    phone = models.CharField(_("number to ring"), max_length=20, blank=True)
    text_to = models.CharField(_("number to text"), max_length=20, blank=True)
    text_word = models.CharField(_("word to text"), max_length=20, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    hours = models.CharField(_("when it is open"), max_length=120, blank=True)
    nations = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    is_emergency = models.BooleanField(_("for an emergency"), default=False)
    source = models.CharField(_("where the details come from"), max_length=200)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = LINE
        constraints = [
            not_blank(LINE, "name"),
            not_blank(LINE, "source"),
            paired(LINE, "checked_on", "checked_by"),
            check(
                LINE, "reachable", ~models.Q(phone="") | ~models.Q(text_to=""), _("Give a number to ring or to text.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.slug})"
