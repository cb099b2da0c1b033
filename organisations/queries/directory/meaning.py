"""What a search means: which text is a place, which is words, which area is named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from organisations.gazetteer import (
    AreaMatch,
    AreaRef,
    NotAPlace,
    PlaceMatch,
    Postcode,
    Resolution,
    Suggestion,
    UnknownPostcode,
    resolve,
)
from organisations.geodesy import Point
from organisations.queries.directory.asked import GROUPS, Asked
from organisations.queries.directory.beside import Beside, split
from organisations.queries.directory.found import Link, Note
from organisations.queries.directory.said import is_cry, says_nothing, telling
from organisations.queries.directory.sql import Sift


@dataclass(frozen=True)
class Meaning:
    """A search, understood. `place` names the point, and `near` asks for it again.

    `in_areas` are the areas that results are in or serve.
    `some` are the telling words when those with some of them are shown, because nothing has all words.
    """

    asked: Asked
    words: str = ""
    some: tuple[str, ...] = ()
    point: Point | None = None
    place: str = ""
    near: str = ""
    in_areas: tuple[AreaRef, ...] = ()
    notes: tuple[Note, ...] = ()
    meant: tuple[Link, ...] = ()

    def sift(self, today: date) -> Sift:
        """Give what the database is asked for on a day."""
        return Sift(
            today=today,
            words=self.words,
            some=self.some,
            point=self.point,
            within=self.asked.within if self.point else None,
            area_codes=tuple(area.code for area in self.in_areas),
            area_lineage=tuple(dict.fromkeys(code for area in self.in_areas for code in area.lineage)),
            chosen={group: self.asked.chosen(group) for group in GROUPS if self.asked.chosen(group)},
        )

    @property
    def is_cry(self) -> bool:
        """Tell whether somebody may need help now."""
        return is_cry(self.asked.q)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether more than words keeps results out."""
        chosen = any(self.asked.chosen(group) for group in GROUPS)
        return chosen or bool(self.in_areas or (self.point and self.asked.within))

    @property
    def loosened(self) -> "Meaning | None":
        """Ask for some of the words; None when that is what was asked for already, or when none tells anything."""
        some = telling(self.words)
        if not some or len(self.words.split()) == 1:
            return None
        if self.is_narrowed:
            text = _("In this part of the list, no group has all of these words. These have some.")
        else:
            text = _("No group has all of these words. These have some.")
        return replace(self, some=some, notes=(*self.notes, Note(text)))

    @property
    def orders(self) -> tuple[str, ...]:
        """List the orders that make sense here, the usual one first."""
        first = "nearest" if self.point else "relevance" if self.words else "name"
        others = ("relevance",) if self.words else ()
        return tuple(dict.fromkeys((first, *others, "recent", "name")))

    @property
    def order(self) -> str:
        """Give the order of the list."""
        return self.asked.sort if self.asked.sort in self.orders else self.orders[0]


def understand(asked: Asked, areas: Sequence[AreaRef], *, is_name: bool = False) -> Meaning:
    """Find out what was meant. One query for a text, a second one for a place within it, or for an unknown `near`.

    `is_name` says that the words are an organisation's name, which no place is taken out of.
    """
    if asked.near:
        return _near(asked, resolve(asked.near), areas)
    if asked.q:
        return _one_box(asked, resolve(asked.q, suggest=False, words_first=True), areas, is_name=is_name)
    return Meaning(asked, in_areas=tuple(areas))


def _near(asked: Asked, found: Resolution, areas: Sequence[AreaRef]) -> Meaning:
    """Take `near` as a place, beside words."""
    meaning = Meaning(asked, words=asked.q, in_areas=tuple(areas))
    if isinstance(found, Postcode | PlaceMatch | AreaMatch):
        kept = replace(asked, near=found.code) if isinstance(found, Postcode) else asked
        return _at(replace(meaning, asked=kept), found, "near")
    return replace(meaning, notes=_unknown(found), meant=_links(_offers(found), asked, "near"))


def _one_box(asked: Asked, found: Resolution, areas: Sequence[AreaRef], *, is_name: bool) -> Meaning:
    """Take the one box as a postcode or place when it is one, else as words, with a place beside them if there is."""
    meaning = Meaning(asked, in_areas=tuple(areas))
    if isinstance(found, AreaMatch) and asked.within is None:
        others = _links(found.others, asked, "q")
        return replace(meaning, in_areas=(*areas, found.area), meant=others)
    if isinstance(found, Postcode | PlaceMatch | AreaMatch):
        kept = replace(asked, q=found.code) if isinstance(found, Postcode) else asked
        return _at(replace(meaning, asked=kept), found, "q")
    if isinstance(found, UnknownPostcode) or found.advice:
        return replace(meaning, notes=_unknown(found))
    if parts := split(asked.q):
        if parts.is_joined or not is_name:
            return _words_and_place(meaning, parts)
        kept = replace(asked, q=parts.kept)
        return replace(meaning, asked=kept, words=parts.kept, meant=(_near_instead(kept, parts),))
    return replace(meaning, words=asked.q, meant=_links(found.did_you_mean, asked, "q"))


def _near_instead(asked: Asked, parts: Beside) -> Link:
    """Offer the words near the place to somebody whose words are an organisation's name as well."""
    label = _("“%(words)s” near %(place)s") % {"words": parts.words, "place": parts.place.label}
    return Link(label, asked.link(q=parts.words, near=_asked_again(parts.place), sort=""))


def _words_and_place(meaning: Meaning, parts: Beside) -> Meaning:
    """Take "walks near Halifax" as words beside a place, and "walks in Wales" as words within an area."""
    words = "" if says_nothing(parts.words) else parts.words
    meaning = replace(meaning, asked=replace(meaning.asked, q=parts.kept), words=words)
    if isinstance(parts.place, AreaMatch) and meaning.asked.within is None:
        return replace(meaning, in_areas=(*meaning.in_areas, parts.place.area))
    return _at(meaning, parts.place, "near", words=parts.words)


def _at(meaning: Meaning, found: Postcode | PlaceMatch | AreaMatch, box: str, *, words: str = "") -> Meaning:
    others = () if isinstance(found, Postcode) else found.others
    asked = replace(meaning.asked, q=words) if words else meaning.asked
    meant = _links(others, asked, box)
    return replace(meaning, point=found.point, place=found.label, near=_asked_again(found), meant=meant)


def _asked_again(found: Postcode | PlaceMatch | AreaMatch) -> str:
    """Give the text that finds a place again; of a postcode no more than may be kept."""
    return found.code if isinstance(found, Postcode) else found.label


def _offers(found: UnknownPostcode | NotAPlace) -> Sequence[Suggestion]:
    return found.did_you_mean if isinstance(found, NotAPlace) else ()


def _unknown(found: UnknownPostcode | NotAPlace) -> tuple[Note, ...]:
    if isinstance(found, UnknownPostcode):
        text = _("We do not know the postcode “%(text)s”, so this list is not sorted by distance.")
    elif found.advice:
        return (Note(found.advice, is_warning=True),)
    else:
        text = _("We do not know a place called “%(text)s”, so this list is not sorted by distance.")
    return (Note(text % {"text": found.text}, is_warning=True),)


def _links(suggestions: Sequence[Suggestion], asked: Asked, box: str) -> tuple[Link, ...]:
    """Link other places: the one box is asked again with another place, `near` keeps the words beside it."""
    return tuple(
        Link(each.label, asked.link(q="", near=each.text) if box == "q" else asked.link(near=each.text))
        for each in suggestions
    )


def place_links(suggestions: Sequence[Suggestion]) -> tuple[Link, ...]:
    """Link places that a search without results may have meant."""
    return tuple(Link(each.label, Asked().link(near=each.text)) for each in suggestions)
