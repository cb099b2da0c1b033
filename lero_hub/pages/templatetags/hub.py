"""Tags of the design system: icons, navigation, messages, forms. `docs/architecture.md` says how a page is made.

Each works without a request, so that error pages look right when much else has failed.
"""

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import forms, template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import apnumber
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import ngettext

from lero_hub.pages import form_errors, navigation
from lero_hub.pages.form_errors import AnyForm
from lero_hub.pages.icons import DRAWINGS

register = template.Library()

LETTERS_A_WORD = 6


def _request(context: Context) -> HttpRequest | None:
    found = getattr(context, "request", None) or context.get("request")
    return found if isinstance(found, HttpRequest) else None


# --- Icons -------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str) -> SafeString:
    """Draw an icon: a reference to a symbol that the page prints once, or all of it where no page will."""
    drawing = DRAWINGS[name]
    request = _request(context)
    if request is None or "HX-Request" in request.headers:
        return SafeString(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{drawing}</svg>')
    _used_icons(request)[name] = True
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag(takes_context=True)
def icon_symbols(context: Context) -> SafeString:
    """Print the symbols of the icons used so far; stands last in the body of `base.html`."""
    request = _request(context)
    names = _used_icons(request) if request is not None else {}
    if not names:
        return SafeString("")
    symbols = "".join(f'<symbol id="i-{name}" viewBox="0 0 24 24">{DRAWINGS[name]}</symbol>' for name in names)
    return SafeString(f'<svg width="0" height="0" class="d-none" aria-hidden="true">{symbols}</svg>')


def _used_icons(request: HttpRequest) -> dict[str, bool]:
    """Return the icons that this page used, in order (a dict as an ordered set)."""
    used: dict[str, bool] = request.__dict__.setdefault("hub_icons", {})
    return used


@register.filter
def inline_svg(drawing: str) -> SafeString:
    """Return an SVG document of our own making as part of a page: without its XML declaration."""
    return SafeString(drawing[max(drawing.find("<svg"), 0) :])


# --- Navigation and page ---------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def nav_items(context: Context, place: str = "header") -> list[navigation.Link]:
    """Return the links of the `header`, or of the footer's two lists: `site` and `legal`."""
    items = {"header": navigation.HEADER, "site": navigation.FOOTER_SITE, "legal": navigation.FOOTER_LEGAL}[place]
    request = _request(context)
    return navigation.links(items, request.path if request is not None else "")


@register.simple_tag(takes_context=True)
def current_if(context: Context, href: str) -> SafeString:
    """Return ` aria-current=…` when this page is at, or below, an address."""
    request = _request(context)
    if request is None or not href or not request.path.startswith(href):
        return SafeString("")
    return format_html(' aria-current="{}"', "page" if request.path == href else "true")


@register.simple_tag
def is_demo() -> bool:
    """Tell whether every organisation and person here is made up."""
    return bool(getattr(settings, "DEMO", False))


@register.simple_tag
def source_url() -> str:
    """Return where the source of the hub as it runs here can be had; empty when the operator has not said."""
    return str(settings.SOURCE_URL)


@register.simple_tag(takes_context=True)
def page_href(context: Context, number: int, querystring: str = "") -> str:
    """Return the address of another page of this list, with the search and the filters kept."""
    request = _request(context)
    if not querystring and request is not None:
        query = request.GET.copy()
        query.pop("page", None)
        querystring = query.urlencode()
    parts = [part for part in (querystring, f"page={number}" if number > 1 else "") if part]
    return "?" + "&".join(parts)


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | str]:
    """Return the numbers of the first page, the last and those around this one: few enough for a phone."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def absolute(path: str) -> str:
    """Return a static file's address with scheme and host, for cards on other sites.

    The host is ours by configuration: the one a request names may be wrong, and the page that says so needs this too.
    """
    return f"{settings.BASE_URL}{static(path)}"


SECRET = re.compile(r"token|secret|key|uidb36")
"""Parts of an address that open something for whoever holds them."""


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """Return the address of the page for whoever prints it, without what was asked of it.

    "" outside a request, and where the address itself opens something: a letter's link, a calendar's secret.
    """
    request = _request(context)
    found = request.resolver_match if request is not None else None
    if request is None or found is None or any(SECRET.match(name) for name in found.kwargs):
        return ""
    return f"{settings.BASE_URL}{request.path}"


# --- Messages ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Note:
    """A message as the page shows it. `undo` is an address to post to, or empty."""

    kind: str
    text: str
    undo: str = ""


KINDS = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "danger"}


@register.simple_tag(takes_context=True)
def page_messages(context: Context) -> list[Note]:
    """Return the waiting messages, without touching the session of somebody who has none."""
    request = _request(context)
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return []
    return [_note(message) for message in get_messages(request)]


def _note(message: Message) -> Note:
    tags = (message.extra_tags or "").split()
    undo = next((tag[5:] for tag in tags if tag.startswith("undo:/") and not tag.startswith("undo://")), "")
    return Note(KINDS.get(message.level_tag, "info"), str(message.message), undo)


# --- Forms -------------------------------------------------------------------------------------------------------


def _page_forms(context: Context) -> Iterable[AnyForm]:
    for name in ("form", "formset"):
        form = context.get(name)
        if isinstance(form, forms.BaseForm | BaseFormSet):
            yield form


@register.simple_tag(takes_context=True)
def has_errors(context: Context) -> bool:
    """Tell whether the page's `form` or `formset` came back with errors, so that its title says so."""
    return any(form.is_bound and not form.is_valid() for form in _page_forms(context))


@register.simple_tag
def error_lines(form: AnyForm | None) -> list[form_errors.Line]:
    """Return the lines of a form's error summary; none when the summary has been shown on this page already."""
    if form is None or not form.is_bound or getattr(form, "errors_told", False):
        return []
    lines = form_errors.summary(form)
    form.errors_told = True  # type: ignore[union-attr]  # our own mark: layouts print the summary once
    return lines


@register.simple_tag
def error_title(lines: list[form_errors.Line]) -> str:
    """Return the heading of an error summary."""
    count = len(lines)
    return ngettext("One thing to put right", "%(count)s things to put right", count) % {
        "count": capfirst(str(apnumber(count)))
    }


@register.filter
def problems(field: BoundField) -> list[str]:
    """Return what is wrong with a field, in the same words as the summary."""
    return form_errors.field_messages(field)


@register.filter
def about_words(field: BoundField) -> int:
    """Return about how many words fit in a text box, in tens; 0 when there is no limit or it is not a text box."""
    limit = getattr(field.field, "max_length", None)
    if not limit or not isinstance(field.field.widget, forms.Textarea):
        return 0
    return max(10, round(int(limit) / LETTERS_A_WORD / 10) * 10)


@register.filter
def described_by(field: BoundField) -> str:
    """Return the ids that describe a field: its hint, and its error when it has one."""
    ids = []
    if field.help_text or about_words(field):
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


@register.simple_tag(takes_context=True)
def form_fields(context: Context, form: AnyForm) -> SafeString:
    """Render a form's fields by crispy-forms, without `<form>`, token or error summary: `_form.html` has those.

    A limit of characters is told in words and checked when sent: the browser must not cut off what a person pastes.
    A placeholder is no label and goes away when somebody types: hints stand above.
    """
    for part in form.forms if isinstance(form, BaseFormSet) else [form]:
        for field in part.fields.values():
            field.widget.attrs.pop("maxlength", None)
            field.widget.attrs.pop("placeholder", None)
    helper = copy(getattr(form, "helper", None) or FormHelper())
    helper.form_tag, helper.disable_csrf, helper.include_media = False, True, False
    values = {**context.flatten(), "request": _request(context)}
    return SafeString(render_crispy_form(form, helper, values))


# --- Demonstration -----------------------------------------------------------------------------------------------


@register.simple_tag
def demo_accounts() -> dict[str, Any]:
    """Return the demonstration's `people` (email, who, can) and their `password`; nothing outside a demonstration."""
    if not is_demo() or find_spec("lero_hub.demonstration") is None:
        return {}
    people = import_module("lero_hub.demonstration.people")
    return {"people": people.SIGN_INS, "password": people.PASSWORD}
