"""Tags of the directory's pages."""

import json
import re
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lero_hub.words import moment_words

register = template.Library()

# Nothing that a person wrote may end the element or start another.
_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.simple_tag
def linked_data(data: dict[str, Any]) -> SafeString:
    """Print data for machines. Browsers read it as data: no policy of scripts applies, and nothing runs."""
    text = json.dumps(data, ensure_ascii=False).translate(_UNSAFE)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # escaped above


@register.filter
def dial(number: str) -> str:
    """Write a phone number as a link dials it: digits, and a plus in front."""
    plus = "+" if number.strip().startswith("+") else ""
    digits = re.sub(r"\D", "", number.replace("(0)", "") if plus else number)
    return f"tel:{plus}{digits}"


@register.filter
def bare_address(url: str) -> str:
    """Show a web address as people say it, without scheme and closing slash."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


@register.filter
def moment(at: datetime) -> str:
    """Say a day and a time of day in local time."""
    return moment_words(at)
