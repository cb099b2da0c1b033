"""How a search is told back to the reader: heading, title, filters that are on, what to try when nothing is found."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.queries.directory.asked import CLOSE, GROUPS, IN_PERSON, ONLINE, PLEDGED, RECOGNISED, Asked
from organisations.queries.directory.found import Chip, Link
from organisations.queries.directory.meaning import Meaning
from organisations.states import Stage


def legend(group: str) -> str:
    """Name a group of filters."""
    return {
        "activity": _("What happens there"),
        "for": _("Who it is for"),
        "kind": _("What kind of organisation"),
        "stage": _("How far along it is"),
        "recognition": _("Where it stands on the standards"),
        "online": _("How you can join"),
    }[group]


def ways_to_meet() -> list[tuple[str, str]]:
    """Name the two ways to meet."""
    return [(IN_PERSON, _("In person")), (ONLINE, _("Online"))]


def standings() -> list[tuple[str, str]]:
    """Name the two things that the standards may say of an organisation."""
    return [(RECOGNISED, _("Recognised by peers")), (PLEDGED, _("Pledged"))]


def heading(meaning: Meaning, total: int, placed: int, close: int) -> str:
    """Say what was found: "6 organisations within 30 miles of Halifax, 3 farther away and 1 that meets online"."""
    shown = close if meaning.point and total else total
    parts = [ngettext("%(n)s organisation", "%(n)s organisations", shown) % {"n": f"{shown:,}"}]
    if total and not shown:
        parts = [_("No organisation")]
    if meaning.some:
        parts.append(_("with some of “%(words)s”") % {"words": meaning.words})
    elif meaning.words:
        parts.append(_("for “%(words)s”") % {"words": meaning.words})
    if meaning.in_areas:
        parts.append(_("in or for %(areas)s") % {"areas": _joined([area.name for area in meaning.in_areas])})
    if meaning.point and (total or meaning.asked.within):
        within = meaning.asked.within or CLOSE
        parts.append(
            ngettext("within %(n)s mile of %(place)s", "within %(n)s miles of %(place)s", within)
            % {"n": within, "place": meaning.place}
        )
    others = list(_others(total, placed, close)) if meaning.point else []
    return _and([" ".join(parts), *others])


def _others(total: int, placed: int, close: int) -> Iterator[str]:
    """Count what is not near."""
    if placed > close:
        yield _("%(n)s farther away") % {"n": f"{placed - close:,}"}
    if online := total - placed:
        yield ngettext("%(n)s that meets online", "%(n)s that meet online", online) % {"n": f"{online:,}"}


def _and(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        return _("%(found)s, and %(other)s") % {"found": parts[0], "other": parts[1]}
    return _("%(found)s, %(other)s and %(last)s") % {"found": parts[0], "other": parts[1], "last": parts[2]}


def _joined(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def title(meaning: Meaning) -> str:
    """Give the page its title."""
    if meaning.is_cry:
        return _("Talk to somebody now")
    if meaning.point:
        return _("Recovery organisations near %(place)s") % {"place": meaning.place}
    if meaning.in_areas and not meaning.words:
        areas = _joined([area.name for area in meaning.in_areas])
        return _("Recovery organisations in %(areas)s") % {"areas": areas}
    if meaning.words:
        return _("Recovery organisations for “%(words)s”") % {"words": meaning.words}
    return _("Find a recovery organisation")


def chips(meaning: Meaning, terms: Mapping[str, tuple[str, str]]) -> Iterator[Chip]:
    """Give each filter that is on, with the address without it."""
    asked = meaning.asked
    if asked.near:
        yield Chip(_("Near %(place)s") % {"place": meaning.place or asked.near}, asked.link(near="", within=None))
    if asked.within and meaning.point:
        label = ngettext("Within %(n)s mile", "Within %(n)s miles", asked.within) % {"n": asked.within}
        yield Chip(label, asked.link(within=None))
    names = {area.code: area.name for area in meaning.in_areas}
    for code in asked.area:
        yield Chip(names[code], asked.choosing("area", (each for each in asked.area if each != code)).link())
    for group in GROUPS:
        for value in asked.chosen(group):
            rest = asked.choosing(group, (each for each in asked.chosen(group) if each != value))
            yield Chip(_option(group, value, terms), rest.link())


def _option(group: str, value: str, terms: Mapping[str, tuple[str, str]]) -> str:
    if group == "stage":
        return str(Stage(value).label)
    if group in {"online", "recognition"}:
        return dict(ways_to_meet() + standings())[value]
    return terms[value][1]


def tries(meaning: Meaning) -> Iterator[Link]:
    """Offer other searches when nothing was found, the nearest to what was asked first."""
    asked = meaning.asked
    if asked.is_plain:
        return
    if any(asked.chosen(group) for group in GROUPS) or asked.area:
        bare = Asked(q=asked.q, near=asked.near, within=asked.within)
        yield Link(_("Take off the filters, and keep the rest of the search"), bare.link())
    if meaning.point and asked.within:
        yield Link(_("Look at any distance from %(place)s") % {"place": meaning.place}, asked.link(within=None))
    if meaning.in_areas and not meaning.words:
        name = meaning.in_areas[-1].name
        yield Link(_("See who is nearest to %(place)s") % {"place": name}, Asked().link(near=name))
    if meaning.point and meaning.words:
        yield Link(_("See everybody near %(place)s") % {"place": meaning.place}, Asked().link(near=meaning.near))
    if ONLINE not in asked.online:
        yield Link(_("Join a group that meets online"), Asked(online=(ONLINE,)).link())
    yield Link(_("See the whole directory"), "?")
