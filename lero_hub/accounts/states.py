"""What a person can agree to, and the wording in force."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Purpose(models.TextChoices):
    """A thing that a person agreed to."""

    TERMS = "terms", _("The house rules, and being 18 or over")
    MEMBERSHIP = "membership", _("Holding what membership may imply about your health")


# The wording in force. A change of words is a new version; the privacy page keeps the old ones readable.
WORDING = {Purpose.TERMS: "2026-11", Purpose.MEMBERSHIP: "2026-11"}

# What people agree to, word by word: shown at sign-up, on the page about consent, and beside every consent given.
TEXTS = {
    (Purpose.TERMS, "2026-11"): _("I am 18 or over, and I accept the house rules."),
    (Purpose.MEMBERSHIP, "2026-11"): _(
        "I agree that LERO Hub keeps my account, knowing that being a member here may say something about my health "
        "or my past. I can take this back at any time."
    ),
}


def have_changed() -> bool:
    """Tell whether any words that people agreed to were ever replaced: until then nobody needs to be asked again."""
    return any(WORDING[purpose] != wording for purpose, wording in TEXTS)


def text_of(purpose: str, wording: str = "") -> "_StrPromise":
    """Give the words of a consent: those it was given in, or those of today."""
    known = Purpose(purpose)
    return TEXTS[known, wording or WORDING[known]]
