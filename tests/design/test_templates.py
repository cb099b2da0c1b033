"""Every template keeps the house's rules: nothing inline, nothing foreign, nothing too long."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from lero_hub.pages.icons import DRAWINGS

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STYLES = TEMPLATES.parent / "static" / "css"
EVERY = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PAGES = [name for name in EVERY if not name.startswith("emails/")]


def text_of(name: str) -> str:
    """Return a template without its comments."""
    return re.sub(r"\{#.*?#\}", "", (TEMPLATES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EVERY)
def test_template_compiles(name: str) -> None:
    assert get_template(name).template.name == name


@pytest.mark.parametrize("name", EVERY)
def test_template_has_nothing_inline(name: str) -> None:
    text = text_of(name)
    assert re.findall(r"<style|\sstyle=|javascript:|\son[a-z]+=\"", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []


@pytest.mark.parametrize("name", EVERY)
def test_template_asks_nobody_else_for_anything(name: str) -> None:
    assert re.findall(r"(?:src|srcset|data)=\"(?:https?:)?//", text_of(name)) == []
    assert "data:" not in text_of(name)


@pytest.mark.parametrize("name", EVERY)
def test_template_writes_htmx_attributes_as_data(name: str) -> None:
    assert re.findall(r"\shx-[a-z]+=", text_of(name)) == []


@pytest.mark.parametrize("name", PAGES)
def test_template_has_no_colour_of_its_own(name: str) -> None:
    text = text_of(name).replace('<meta name="theme-color" content="#2e1440">', "")
    assert re.findall(r"(?<![&\w])#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b(?=[\";\s])|rgba?\(|hsla?\(", text) == []


@pytest.mark.parametrize("name", EVERY)
def test_icons_named_in_a_template_exist(name: str) -> None:
    named = set(re.findall(r"\{% icon \"([\w-]+)\" %\}", text_of(name)))
    assert named - set(DRAWINGS) == set()


@pytest.mark.parametrize("name", PAGES)
def test_posting_forms_leave_telling_errors_to_us(name: str) -> None:
    forms = re.findall(r"<form\b(?:[^>%]|%[^}]|%\}[^>]?)*?>", text_of(name))
    posting = [form for form in forms if 'method="post"' in form or "method={{" in form]
    assert [form for form in posting if "novalidate" not in form] == []


@pytest.mark.parametrize("name", EVERY)
def test_template_is_short(name: str) -> None:
    lines = (TEMPLATES / name).read_text(encoding="utf-8").count("\n")
    assert lines <= (120 if name == "base.html" else 150)


@pytest.mark.parametrize("name", [name for name in EVERY if name.startswith("components/")])
def test_component_says_what_it_takes(name: str) -> None:
    assert (TEMPLATES / name).read_text(encoding="utf-8").startswith("{# ")


@pytest.mark.parametrize("name", [name for name in PAGES if '{% extends "' in text_of(name)])
def test_nothing_a_page_needs_stands_outside_its_blocks(name: str) -> None:
    """What stands outside a block of an extending template is never run: a variable set there stays empty."""
    outside = re.sub(r"\{% block .*\{% endblock[^%]*%\}", "", text_of(name), flags=re.DOTALL)
    assert re.findall(r"\{% (?!extends|load|comment|endcomment)[^%]*%\}|\{\{.*?\}\}", outside) == []


# Names that are for scripts or for reading the markup, and carry no looks.
WITHOUT_LOOKS = {"directory__filters", "done", "held"}


@pytest.mark.parametrize("name", PAGES)
def test_classes_of_a_template_have_looks(name: str) -> None:
    css = "".join((STYLES / sheet).read_text(encoding="utf-8") for sheet in ("hub.css", "styleguide.css"))
    known = set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", css)) | WITHOUT_LOOKS
    tag = r"\{%.*?%\}|\{\{.*?\}\}"
    named = re.findall(rf'class="((?:[^"{{]|{tag})*)"', text_of(name))
    # A value makes one word with the letters beside it; a tag stands between words.
    words = [re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "\0", classes)).split() for classes in named]
    assert {word for each in words for word in each if "\0" not in word} - known == set()
