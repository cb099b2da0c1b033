"""Every word that people read can be translated, and none of them is of the kind that this network does not use."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.contracts.ours import files, source, text

PAGES = [name for name in files() if name.startswith("templates/") and name.endswith((".html", ".txt"))]
PAGES = [name for name in PAGES if not name.startswith("templates/styleguide/")]  # samples, in a demonstration alone
TAGS = re.compile(r"\{#.*?#\}|\{%-?\s*(\w+).*?%\}|\{\{.*?\}\}", re.DOTALL)
TRANSLATED = re.compile(r"\{% blocktranslate\b.*?\{% endblocktranslate %\}", re.DOTALL)
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
CLASSES = re.compile(r"\{% block body_class %\}.*?\{% endblock %\}")
CHOSEN_TAG = re.compile(r"<(/?)\{% if .*?\{% endif %\}")  # an element whose name depends on what is shown
SHOWN_ATTRIBUTES = ("alt", "aria-label", "title", "placeholder", "aria-description")
# Names that are the same in every language, and what stands in code.
NAMES = {"LERO", "Hub", "CSV", "Atom", "NHS", "GOV", "UK", "PNG", "JPEG", "AGPL", "FRANK", "Samaritans", "HTML", "OK"}
NAMES |= {"RIS", "BibTeX", "CSL", "JSON"}


class Words(HTMLParser):
    """Collect what a person would read: text between tags, and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style", "code", "svg"}
        self.found += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style", "code", "svg"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def untranslated(name: str) -> list[str]:
    """List the words of a template that no translation reaches."""
    left = COMMENT.sub(" ", text(name))
    left = CHOSEN_TAG.sub(r"<\1div", CLASSES.sub(" ", left))
    left = TAGS.sub(" ", TRANSLATED.sub(" ", left))
    if name.endswith(".html"):
        reader = Words()
        reader.feed(left)
        left = " ".join(reader.found)
    return [word for word in re.findall(r"[A-Za-z]{2,}", left) if word not in NAMES]


def test_every_word_of_a_template_can_be_translated() -> None:
    assert {name: words for name in PAGES if (words := untranslated(name))} == {}


def test_heuristic_finds_words_that_are_not_translated() -> None:
    """The test above would pass for ever if the reader saw nothing."""
    reader = Words()
    reader.feed('<p title="Hidden">Seen <b>too</b></p><code>not</code>')
    assert reader.found == ["Hidden", "Seen ", "too"]


# Words of treatment and of deficit; "service user" and the like are two words.
UNWANTED = re.compile(
    r"\b(patients?|clients?|service users?|addicts?|junkies?|alcoholics|abusers?|substance abuse|vulnerable people)\b",
    re.IGNORECASE,
)
FEED = re.compile(r"_\(\s*\"((?:[^\"\\]|\\.)*)\"|gettext(?:_lazy)?\(\s*\"((?:[^\"\\]|\\.)*)\"")


def shown_texts() -> list[tuple[str, str]]:
    """List what people read, by file: translated strings of modules, and templates without their comments."""
    texts = [(name, "".join(found)) for name in source() for found in FEED.findall(text(name))]
    return texts + [(name, COMMENT.sub(" ", re.sub(r"\{#.*?#\}", " ", text(name), flags=re.DOTALL))) for name in PAGES]


def test_nobody_is_called_by_a_word_of_deficit() -> None:
    assert [(name, found.group()) for name, words in shown_texts() if (found := UNWANTED.search(words))] == []


def test_nothing_is_shouted() -> None:
    """No exclamation mark in anything that people read; `!=` and `<!` are not read."""
    shouting = re.compile(r"[A-Za-z”)]!(?!=)")
    found = [(name, shouting.search(re.sub(r"\{%.*?%\}|<!.*?>", _only_words, words))) for name, words in shown_texts()]
    assert [name for name, each in found if each] == []


def _only_words(tag: re.Match[str]) -> str:
    return tag.group() if "translate" in tag.group() else " "


@pytest.mark.parametrize("word", ["patient", "Service users", "addict"])
def test_heuristic_knows_the_words(word: str) -> None:
    assert UNWANTED.search(f"for every {word} here")
