"""How a search of the library is told back to the reader: heading, title, filters that are on, what to try."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.queries.library.asked import CHOICES, GROUPS, Asked
from organisations.queries.directory.found import Chip, Link

SHORTEST_WORD, MOST_WORDS = 4, 2

Name = Callable[[str, str], str]
"""Names an option of a group, "" for one that is not known."""


def legend(group: str) -> str:
    """Name a group of filters."""
    return {
        "kind": _("Kind"),
        "rests": _("What it rests on"),
        "far": _("How far along (practice)"),
        "sure": _("How sure we are"),
        "domain": _("Helps with"),
        "criterion": _("Speaks to a criterion"),
        "organisation": _("Organisation"),
        "year": _("Year"),
    }[group]


def plain_name(group: str, value: str) -> str:
    """Name an option whose words are ours."""
    if group == "year":
        return _("%(first)s to %(last)s") % {"first": value, "last": int(value) + 9}
    return str(CHOICES[group](value).label)


def heading(asked: Asked, total: int) -> str:
    """Say what was found: "6 entries for “first visit”"."""
    text = ngettext("%(n)s entry", "%(n)s entries", total) % {"n": f"{total:,}"}
    return _("%(found)s for “%(words)s”") % {"found": text, "words": asked.q} if asked.q else text


def title(asked: Asked) -> str:
    """Give the page its title."""
    return _("Library: “%(words)s”") % {"words": asked.q} if asked.q else _("Library")


def chips(asked: Asked, name: Name) -> Iterator[Chip]:
    """Give each filter that is on, with the address without it."""
    for group in GROUPS:
        for value in asked.chosen(group):
            rest = asked.choosing(group, (each for each in asked.chosen(group) if each != value))
            yield Chip(name(group, value), rest.link())


def tries(asked: Asked) -> Iterator[Link]:
    """Offer other searches when nothing was found, the nearest to what was asked first."""
    if asked.is_plain:
        return
    if any(asked.chosen(group) for group in GROUPS) and asked.q:
        yield Link(_("Take off the filters, and keep the words"), Asked(q=asked.q).link())
    bare = asked.q.replace('"', " ")
    if bare != asked.q:
        yield Link(_("Search for the words anywhere, not side by side"), asked.link(q=" ".join(bare.split())))
    single = [word for word in bare.split() if len(word) >= SHORTEST_WORD]
    if len(bare.split()) > 1:
        for word in sorted(single, key=len, reverse=True)[:MOST_WORDS]:
            yield Link(_("Search for one word only: %(word)s") % {"word": word}, asked.link(q=word))
    yield Link(_("See the whole library"), "?")
