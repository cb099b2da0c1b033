"""Turn a template and its context into subject, text and HTML, in the language of the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import translation

from lero_hub.outbox import cleaning


@dataclass(frozen=True)
class Rendered:
    """What a reader will see."""

    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, Any], *, language: str) -> Rendered:
    """Render `emails/<template>.{subject.txt,txt,html}`.

    Every template can use `base_url` (no slash at its end), `site_name`, `language` and `subject`. Only the HTML is
    escaped: in plain text an apostrophe stays an apostrophe.
    """
    known = _known(language)
    everywhere = {
        **context,
        "base_url": settings.BASE_URL,
        "site_name": settings.SITE_NAME,
        "language": known,
    }
    with translation.override(known):
        subject = cleaning.one_line(_fill(f"emails/{template}.subject.txt", everywhere, escape=False))
        everywhere["subject"] = subject
        text = cleaning.storable(_fill(f"emails/{template}.txt", everywhere, escape=False))
        html = cleaning.storable(_fill(f"emails/{template}.html", everywhere, escape=True))
    return Rendered(subject, text.strip() + "\n", html)


def _known(language: str) -> str:
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:  # a language that the hub has lost since, or never had
        return settings.LANGUAGE_CODE


def _fill(name: str, context: Mapping[str, Any], *, escape: bool) -> str:
    return Engine.get_default().get_template(name).render(Context(dict(context), autoescape=escape))
