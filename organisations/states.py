"""The life of an organisation's entry, and the words that an entry chooses from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lero_hub.transitions import Machine, Transition


class State(models.TextChoices):
    """Where an entry stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for a coordinator")
    CHANGES_REQUESTED = "changes_requested", _("Sent back with a question")
    LISTED = "listed", _("Listed")
    UNLISTED = "unlisted", _("Taken off the list")
    ARCHIVED = "archived", _("Archived")


_LEAD = _("a lead of the organisation")
_COORDINATOR = _("a coordinator")
_EITHER = _("a lead of the organisation or a coordinator")

ENTRY = Machine(
    "Organisation",
    State.choices,
    [
        Transition("submit", frozenset({State.DRAFT, State.CHANGES_REQUESTED}), State.SUBMITTED, _LEAD, _("Send in")),
        Transition("take_back", frozenset({State.SUBMITTED}), State.DRAFT, _LEAD, _("Take back")),
        Transition(
            "request_changes",
            frozenset({State.SUBMITTED}),
            State.CHANGES_REQUESTED,
            _COORDINATOR,
            _("Ask for a change"),
        ),
        Transition("list", frozenset({State.SUBMITTED}), State.LISTED, _COORDINATOR, _("List")),
        Transition("unlist", frozenset({State.LISTED}), State.UNLISTED, _EITHER, _("Take off the list")),
        Transition("relist", frozenset({State.UNLISTED}), State.LISTED, _EITHER, _("Put back on the list")),
        Transition(
            "archive",
            frozenset({State.DRAFT, State.CHANGES_REQUESTED, State.UNLISTED}),
            State.ARCHIVED,
            _EITHER,
            _("Archive"),
        ),
        Transition("restore", frozenset({State.ARCHIVED}), State.DRAFT, _EITHER, _("Bring back as a draft")),
    ],
)


class Unlisting(models.TextChoices):
    """Why an entry was taken off the list; it decides who may put it back."""

    BY_LEAD = "by_lead", _("The organisation asked for it")
    BY_COORDINATOR = "by_coordinator", _("A coordinator took it off")
    NOT_CONFIRMED = "not_confirmed", _("Nobody confirmed it for 18 months")


class MemberRole(models.TextChoices):
    """What a member of an organisation does on the hub."""

    LEAD = "lead", _("Lead")
    EDITOR = "editor", _("Editor")


class Stage(models.TextChoices):
    """How far along an organisation sees itself."""

    EMERGING = "emerging", _("Just starting")
    DEVELOPING = "developing", _("Finding our feet")
    ESTABLISHED = "established", _("Well established")


class LegalForm(models.TextChoices):
    """What an organisation is in law."""

    GROUP = "group", _("A group without a legal form")
    HOSTED = "hosted", _("Hosted by another organisation")
    CHARITY = "charity", _("Charity (trust or association)")
    CIO = "cio", _("Charitable incorporated organisation (CIO or SCIO)")
    CIC = "cic", _("Community interest company")
    COMPANY = "company", _("Company limited by guarantee")
    COOPERATIVE = "cooperative", _("Co-operative or community benefit society")
    OTHER = "other", _("Something else")


class LocationKind(models.TextChoices):
    """Whether people meet in a place or online."""

    PLACE = "place", _("A place")
    ONLINE = "online", _("Online")


class RequestOutcome(models.TextChoices):
    """How a request to join ended."""

    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


class TaxonomyKind(models.TextChoices):
    """The lists of words that describe an organisation."""

    KIND = "kind", _("What kind of organisation")
    ACTIVITY = "activity", _("What happens there")
    AUDIENCE = "audience", _("Who it is for")
    PATHWAY = "pathway", _("Roads to recovery it welcomes")


class RegisterScheme(models.TextChoices):
    """UK registers of organisations, by their org-id prefix (org-id.guide)."""

    GB_CHC = "GB-CHC", _("Charity Commission for England and Wales")
    GB_SC = "GB-SC", _("Scottish Charity Register")
    GB_NIC = "GB-NIC", _("Charity Commission for Northern Ireland")
    GB_COH = "GB-COH", _("Companies House")
    GB_MPR = "GB-MPR", _("Mutuals Public Register")


# Freshness of an entry, in days since somebody confirmed it: ask, grey out, take off the list.
ASK_AFTER, OLD_AFTER, UNLIST_AFTER = 183, 365, 548
INVITATION_DAYS = 14
