"""What the pages read that no single app can tell them."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lero_hub.accounts import privacy as register
from lero_hub.accounts.queries import UNCONFIRMED_FOR
from lero_hub.accounts.states import TEXTS, WORDING, Purpose
from lero_hub.outbox.states import KEEP_ENDED
from lero_hub.pages import privacy_words
from lero_hub.words import Words
from organisations.reference.attributions import ATTRIBUTIONS
from organisations.workflows.retention import KEEP_EXPIRED_INVITATIONS, KEEP_REPORT_WORDS


@dataclass(frozen=True)
class Held:
    """One kind of thing that the hub holds about people."""

    title: Words
    what: list[Words]
    why: Words
    afterwards: Words


def held_about_people() -> list[Held]:
    """Read the register of personal data, in the words of the privacy page."""
    found = {model._meta.label_lower: (model, said) for model, said in register.about_people()}
    known = [label for label in privacy_words.TABLES if label in found]
    unknown = [label for label in found if label not in privacy_words.TABLES and label not in privacy_words.UNUSED]
    return [_held(*found[label]) for label in known + unknown]


def _held(model: Any, said: Any) -> Held:
    told = privacy_words.TABLES.get(model._meta.label_lower)
    what: list[Words] = list(dict.fromkeys(_field_words(model, path) for path in said.export))
    return Held(
        title=told.title if told else capfirst(str(model._meta.verbose_name_plural)),
        what=what,
        why=told.why if told else said.why,
        afterwards=privacy_words.AFTERWARDS[said.on_erasure],
    )


def _field_words(model: Any, path: str) -> Words:
    return privacy_words.FIELDS.get(path) or str(model._meta.get_field(path.split("__")[0]).verbose_name)


@dataclass(frozen=True)
class Wording:
    """One text that people agree to, or agreed to in the past."""

    purpose: Words
    version: str
    text: Words
    in_force: bool


def wordings() -> list[Wording]:
    """List every wording of every consent: those in force first, then the older ones, newest first."""
    found = [
        Wording(Purpose(purpose).label, version, text, WORDING[Purpose(purpose)] == version)
        for (purpose, version), text in TEXTS.items()
    ]
    return sorted(sorted(found, key=lambda wording: wording.version, reverse=True), key=lambda w: not w.in_force)


def privacy() -> dict[str, Any]:
    """Give what the privacy page says, from the register and the settings."""
    return {
        "held": held_about_people(),
        "operator": settings.OPERATOR,
        "wordings": wordings(),
        "mail_days": KEEP_ENDED.days,
        "report_days": KEEP_REPORT_WORDS.days,
        "invitation_days": KEEP_EXPIRED_INVITATIONS.days,
        "unconfirmed_days": UNCONFIRMED_FOR.days,
        "session_days": settings.SESSION_COOKIE_AGE // 86400,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "csrf_days": settings.CSRF_COOKIE_AGE // 86400,
    }


@dataclass(frozen=True)
class Work:
    """Something made by others that everybody sees or runs here."""

    name: str
    made_by: Words
    licence: str
    url: str


OPEN_FONT = "SIL Open Font License 1.1"
SEEN: Final = (
    Work(
        "Atkinson Hyperlegible Next",
        _("The typeface of the text, by the Braille Institute of America. We kept the letters that we need."),
        OPEN_FONT,
        "https://www.brailleinstitute.org/freefont/",
    ),
    Work(
        "Fraunces",
        _("The typeface of the headings, by Undercase Type. We kept the letters that we need."),
        OPEN_FONT,
        "https://github.com/undercasetype/Fraunces",
    ),
    Work(
        "Bootstrap",
        _("Style sheets, by The Bootstrap Authors. We kept the parts that we use."),
        "MIT License",
        "https://getbootstrap.com",
    ),
    Work(
        "References",
        _("The first 22 of the library: titles, names and dates from publishers’ pages, compiled for this project."),
        "CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    Work("htmx", _("A small script for signed-in pages, by Big Sky Software."), "Zero-Clause BSD", "https://htmx.org"),
)


def attributions() -> dict[str, Any]:
    """Give the open data, and the works that everybody sees."""
    return {"data": ATTRIBUTIONS, "seen": SEEN}
