"""What an assessor promises, word by word, in each version that was ever in force.

A change of words is a new version (`states.AGREEMENT_VERSION`): everybody accepts anew, and what somebody accepted
before stays readable.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Part:
    """One promise, with what it means in practice."""

    title: Words
    lines: tuple[Words, ...]


AGREEMENTS: Final[dict[str, tuple[Part, ...]]] = {
    "2026-11": (
        Part(
            _("What you read stays with you"),
            (
                _("What an organisation writes, shows or tells you for a review is for the review alone."),
                _("You talk about it with the other assessor and the panel, and with nobody else, also afterwards."),
                _("You keep no copies. If you made notes, you destroy them once the review is decided."),
                _("If somebody may be in danger, tell the organisation’s safeguarding lead or a coordinator at once."),
            ),
        ),
        Part(
            _("You have no stake in it"),
            (
                _("You do not act for the organisation, and have not for 24 months. The hub checks this as well."),
                _(
                    "Before you see anything you say whether something else could look unfair: a shared "
                    "funder, a tender, somebody close to you there."
                ),
                _("If there is anything, you step back. Nobody asks for details, and nobody thinks less of you."),
            ),
        ),
        Part(
            _("You judge alone first, then together"),
            (
                _(
                    "You choose your levels on your own. Nobody sees them until both assessors have sent "
                    "theirs in: not the other assessor, the organisation, the coordinators or the "
                    "operators of this site."
                ),
                _("Until then you do not talk about levels with each other."),
                _(
                    "Then you compare, and write down what you agree on, with a reason where you "
                    "differed. Your own levels stay as they were."
                ),
                _("You do not decide. A panel member who did not assess does."),
            ),
        ),
        Part(
            _("You ask for nothing"),
            (
                _("You take no gift, fee or favour from the organisation, beyond what the network pays for travel."),
                _("For 12 months after the review you offer it no paid work and ask it for none."),
            ),
        ),
        Part(
            _("You are kind"),
            (
                _(
                    "You write as you would want to be written to: plainly, fairly, with what is good "
                    "before what is missing."
                ),
                _(
                    "You look at what an organisation does, never at what a person has lived through. You"
                    " ask nobody for their story."
                ),
                _("A conversation or a visit counts as much as a paper."),
            ),
        ),
        Part(
            _("You can say no"),
            (
                _("You can turn down any review with one click, and nobody asks why."),
                _(
                    "You can step down until you have sent in your levels. After that they stay, as a "
                    "recognition may rest on them."
                ),
                _(
                    "This agreement holds for one year, or until its words change. Then we ask you again."
                    " You can take it back on any day."
                ),
            ),
        ),
    ),
}

LIVED_EXPERIENCE: "Final[dict[str, _StrPromise]]" = {
    "2026-11": _(
        "Yes, I have lived experience. I agree that LERO Hub keeps this yes, knowing that it may say "
        "something about my "
        "health or my past. I can take it back at any time, and then it is deleted at once."
    ),
}
"""The words of the consent, apart from the agreement: what is kept is a yes, and never of what."""
