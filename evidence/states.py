"""The life of an item of the library, and the three labels that are never merged into one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lero_hub.transitions import Machine, Transition


class Kind(models.TextChoices):
    """Whose knowledge an item is: somebody else's study, or what an organisation of the network tried."""

    RESEARCH = "research", _("Research")
    PRACTICE = "practice", _("Practice")


class State(models.TextChoices):
    """Where an item stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for a curator")
    CHANGES_REQUESTED = "changes_requested", _("Sent back with a question")
    PUBLISHED = "published", _("In the library")
    WITHDRAWN = "withdrawn", _("Taken out of the library")


EDITABLE = frozenset({State.DRAFT, State.CHANGES_REQUESTED})
"""Where the words of a practice can be written."""

SENT_IN = frozenset({State.SUBMITTED, State.CHANGES_REQUESTED, State.PUBLISHED, State.WITHDRAWN})
"""Where curators read a practice. A draft belongs to its team, also one that was taken back or out of the library."""

_TEAM = _("a lead or an editor of the organisation")
_CURATOR = _("a curator who does not act for the organisation")
_RESEARCH_CURATOR = _("a curator; for research alone")
_EITHER = _("a lead or an editor of the organisation, or a curator")

ITEM = Machine(
    "Item",
    State.choices,
    [
        Transition("submit", EDITABLE, State.SUBMITTED, _TEAM, _("Send in")),
        Transition("take_back", frozenset({State.SUBMITTED}), State.DRAFT, _TEAM, _("Take back")),
        Transition(
            "request_changes",
            frozenset({State.SUBMITTED}),
            State.CHANGES_REQUESTED,
            _CURATOR,
            _("Ask for a change"),
        ),
        Transition("publish", frozenset({State.SUBMITTED}), State.PUBLISHED, _CURATOR, _("Put in the library")),
        Transition("add", frozenset({State.DRAFT}), State.PUBLISHED, _RESEARCH_CURATOR, _("Put in the library")),
        Transition("withdraw", frozenset({State.PUBLISHED}), State.WITHDRAWN, _EITHER, _("Take out of the library")),
        Transition("restore", frozenset({State.WITHDRAWN}), State.DRAFT, _EITHER, _("Bring back as a draft")),
    ],
)


class EvidenceKind(models.TextChoices):
    """First label: what an item rests on. None stands above another by this alone."""

    ACCOUNT = "account", _("People’s own accounts")
    DESCRIPTION = "description", _("A description of practice")
    ROUTINE = "routine", _("Routine counts")
    QUALITATIVE = "qualitative", _("Interviews or observation")
    SURVEY = "survey", _("Survey")
    BEFORE_AFTER = "before_after", _("Before and after")
    COMPARISON = "comparison", _("Comparison group")
    TRIAL = "trial", _("Randomised trial")
    REVIEW = "review", _("Review of studies")


class HowFar(models.TextChoices):
    """Second label, for practice: how far along it is. Every step is a real one; the first is no failure."""

    REASONED = "reasoned", _("We can say why it should help")
    CHANGE_SEEN = "change_seen", _("We saw a change, and cannot say what caused it")
    COMPARED = "compared", _("We compared, and it seems to be the cause")
    CHECKED = "checked", _("Others checked it, and what it costs is known")
    SPREAD = "spread", _("It works in other places, run by other people")


class Confidence(models.TextChoices):
    """Third label: how sure a curator is of the main claim."""

    HIGH = "high", _("High confidence")
    MODERATE = "moderate", _("Moderate confidence")
    LOW = "low", _("Low confidence")
    VERY_LOW = "very_low", _("Very low confidence")


class Stories(models.TextChoices):
    """Whether people can be known in a practice, and agreed to that."""

    NONE = "none", _("Nobody’s story is told here")
    AGREED = "agreed", _("Everybody whose story is told agreed to this, and may change their mind")


class Notice(models.TextChoices):
    """What a reader must know about an item that changed after it was published elsewhere."""

    RETRACTED = "retracted", _("Retracted by its publisher")
    CONCERN = "concern", _("Its publisher has raised a concern")
    CORRECTED = "corrected", _("Corrected")
    UPDATED = "updated", _("There is a newer version")


REVIEW_AFTER = 730
"""Days after which a published item is looked at again, unless somebody says another day."""
