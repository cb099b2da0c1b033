"""Find on the map what a person typed: a postcode, a place or an area. Reads only, two queries at most.

A whole postcode is used for this one look-up: what comes back to keep (`Postcode.code`) says no more than the sector.
What was typed is left out of every `repr`, so that it does not reach a log by accident. Nothing is corrected in
silence: a likely typing mistake comes back as a question (`NotAPlace.did_you_mean`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import CharField, F, FloatField, QuerySet, Value
from django.db.models.functions import Cast, Log

from organisations.geodesy import Point
from organisations.models.geography import Area, AreaKind, Place, PointKind, PostcodePoint
from organisations.placenames import MAX_NAME, search_key
from organisations.postcodes import CutShort, Typed, clean_postcode, read

MAX_WORDS = 10
ENOUGH_ALIKE = 0.35
WEIGHT_OF_SIZE = 0.04
"""What ten times as many people are worth, against how much alike two names are (0 to 1), among suggestions."""
SUGGESTIONS = 5
LESS_FOR_A_SECOND_NAME = 20
"""A place known by another name counts as so many times smaller than one that bears the name."""

SIZES: list[str] = [AreaKind.NATION, AreaKind.REGION, AreaKind.METROPOLITAN, AreaKind.COUNTY, AreaKind.AUTHORITY]
COUNTRY_WORDS = {"uk", "gb"}
SMALL_TOWN = 25_000
_EVERYDAY = """
    ash banks barley battle beer belmont bow bowling box bridge broadway bugle church coven dale deal dollar eagle
    eye fleet ford forth grain grove hay heather hill hillside holt hook hope hose hurst law loans march mark mere moss
    over pool rake ridge roche rock sale sandwich sandy send shaw steep stock stone street sway timberland valley
    wall wing wool worth
"""
EVERYDAY_WORDS = frozenset(_EVERYDAY.split())
"""Names of small places that somebody who searches with words is more likely to mean as a word."""


@dataclass(frozen=True)
class AreaRef:
    """An area as far as a search needs to know it; `lineage` holds the codes of all that it lies in, and its own."""

    code: str
    name: str
    kind: str
    lineage: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """Something else that may be meant: show the label, search for the text."""

    label: str
    text: str


@dataclass(frozen=True)
class Postcode:
    """A postcode on the map. `code` and `point` are a sector's or a district's, and may be kept; `label` may not.

    `precision` says how much was understood: the council of a `unit` is exact, that of the others the main one.
    """

    label: str = field(repr=False)
    code: str
    precision: PointKind
    point: Point
    area: AreaRef


@dataclass(frozen=True)
class PlaceMatch:
    """A town or village; `others` bear the same name and are not as large."""

    label: str
    name: str
    point: Point
    area: AreaRef
    population: int
    others: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class AreaMatch:
    """A council area, county, region or nation; the point is where the middle of its people is."""

    label: str
    point: Point
    area: AreaRef
    others: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class UnknownPostcode:
    """A text with the shape of a postcode that is not on our map: too new, too special, or on an island of its own."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class NotAPlace:
    """No postcode, place or area that we know. `advice` says what a cut-off postcode needs."""

    text: str = field(repr=False)
    advice: str = ""
    did_you_mean: tuple[Suggestion, ...] = ()


Found: TypeAlias = Postcode | PlaceMatch | AreaMatch
Resolution: TypeAlias = Found | UnknownPostcode | NotAPlace


@dataclass(frozen=True)
class PostcodeArea:
    """What an entry keeps of a postcode of its own: where it is, to two decimals, and its council.

    `point` and `area` are None when the postcode is not on our map.
    """

    code: str
    point: Point | None
    area: Area | None


@dataclass(frozen=True)
class _Candidate:
    """A row of the look-up by name: a place, or an area (`is_area`)."""

    is_area: bool
    ident: str
    name: str
    nation: str
    lat: float
    lon: float
    population: int
    area_code: str
    area_name: str
    area_kind: str
    lineage: list[str]
    keys: list[str]

    @property
    def area(self) -> AreaRef:
        return AreaRef(self.area_code, self.area_name, self.area_kind, tuple(self.lineage))

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)

    @property
    def suggestion(self) -> Suggestion:
        """Name it so that nobody takes it for another of that name, and so that `resolve` finds it again."""
        if self.is_area:
            return Suggestion(self.name, self.name)
        if search_key(self.name) == search_key(self.area_name):
            text = f"{self.name}, {self.nation}"
            return Suggestion(text, text)
        return Suggestion(f"{self.name}, {self.area_name}, {self.nation}", f"{self.name}, {self.area_name}")


_COLUMNS = list(_Candidate.__dataclass_fields__)


def resolve(text: str, *, suggest: bool = True, words_first: bool = False) -> Resolution:
    """Find what a text means on the map.

    `suggest` asks the database for likely typing mistakes when nothing was found (the second query). `words_first`
    is for the one search box, where "Hope" and "Bridge" are words before they are villages: such a place then comes
    back as a question. Postcodes need one query.
    """
    text = " ".join(text.split())
    if len(text) > MAX_NAME:
        return NotAPlace(text)
    typed = read(text)
    if isinstance(typed, CutShort):
        return NotAPlace(text, advice=typed.advice)
    if typed:
        return _resolve_postcode(typed)
    words = _words_of(text)
    if not words or len(words) > MAX_WORDS:
        return NotAPlace(text)
    return _resolve_name(text, words, suggest=suggest, words_first=words_first)


def postcode_area(text: str, *, whole: bool = False) -> PostcodeArea:
    """Read the postcode of a form: its proper form, its rounded point and its council.

    Raises ValidationError as `clean_postcode` does. One query.
    """
    code = clean_postcode(text, whole=whole)
    typed = read(code)
    if not isinstance(typed, Typed):
        return PostcodeArea(code, None, None)  # nothing was written
    found = _look_up(typed)
    if found is None:
        return PostcodeArea(code, None, None)
    point, area = found
    shown = point.code if point.code == typed.guess else code
    return PostcodeArea(shown, _point(point).rounded(), area.area)


def _look_up(typed: Typed) -> tuple[PostcodePoint, PostcodePoint] | None:
    """Find the row that gives the point of a postcode, and the row that gives its council."""
    rows = {row.code: row for row in PostcodePoint.objects.filter(code__in=typed.candidates).select_related("area")}
    found = [rows[code] for code in typed.candidates if code in rows]
    located = [row for row in found if row.kind != PointKind.UNIT]
    return (located[0], found[0]) if located else None


def _point(row: PostcodePoint) -> Point:
    """Give the point of a district or sector, which the database insists on."""
    return Point(float(row.lat or 0), float(row.lon or 0))


def _resolve_postcode(typed: Typed) -> Postcode | UnknownPostcode:
    found = _look_up(typed)
    if found is None:
        return UnknownPostcode(typed.shown)
    row, council = found
    precision = PointKind.UNIT if typed.whole and row.kind == PointKind.SECTOR else PointKind(row.kind)
    label = row.code if row.code == typed.guess else typed.shown
    return Postcode(label, row.code, precision, _point(row), _ref(council.area))


def _ref(area: Area) -> AreaRef:
    return AreaRef(area.code, area.name, area.kind, tuple(area.lineage))


def did_you_mean(text: str) -> tuple[Suggestion, ...]:
    """Suggest places and areas that are written much like a text: for a search that found nothing. One query."""
    key = search_key(text[: MAX_NAME + 1])
    if not key or len(key) > MAX_NAME:
        return ()
    rows = _alike(key)
    inside = {(search_key(row.name), code) for row in rows if not row.is_area for code in row.lineage}
    return _suggestions(row for row in rows if not row.is_area or (search_key(row.name), row.area_code) not in inside)


def resolve_any(texts: Sequence[str]) -> tuple[int, PlaceMatch | AreaMatch] | None:
    """Find the first of some texts that names a place or an area, with its number among them. One query."""
    keys = [_words_of(text) if len(text) <= MAX_NAME else [] for text in texts]
    keys = [words if len(words) <= MAX_WORDS else [] for words in keys]
    candidates = _named(*keys) if any(keys) else []
    for number, words in enumerate(keys):
        places, areas = _matches(words, candidates) if words else ([], [])
        if areas or places:
            return number, _best(places, areas, " ".join(words))
    return None


def _words_of(text: str) -> list[str]:
    """Take a text apart; the name of the whole country at its end says nothing."""
    words = search_key(text).split()
    while words and words[-1] in COUNTRY_WORDS:
        words.pop()
    return words


def _resolve_name(text: str, words: list[str], *, suggest: bool, words_first: bool) -> Resolution:
    key = " ".join(words)
    candidates = _named(words)
    places, areas = _matches(words, candidates)
    if areas or places:
        match = _best(places, areas, key)
        is_small = isinstance(match, PlaceMatch) and match.population < SMALL_TOWN
        if words_first and key in EVERYDAY_WORDS and is_small:
            return NotAPlace(text, did_you_mean=(places[0].suggestion, *match.others)[:SUGGESTIONS])
        return match
    if namesakes := _called(text.split(",")[0], candidates):
        return NotAPlace(text, did_you_mean=_suggestions(namesakes))
    return NotAPlace(text, did_you_mean=did_you_mean(key) if suggest else ())


def _matches(words: Sequence[str], candidates: Sequence[_Candidate]) -> tuple[list[_Candidate], list[_Candidate]]:
    """Find the places and the areas that bear a name, the best first."""
    key = " ".join(words)
    matches = [row for row in candidates if key in row.keys] or _qualified(words, candidates)
    places = sorted((row for row in matches if not row.is_area), key=lambda row: _by_size(row, key))
    areas = sorted((row for row in matches if row.is_area), key=lambda row: (SIZES.index(row.area_kind), row.name))
    return places, areas


def _best(places: Sequence[_Candidate], areas: Sequence[_Candidate], key: str) -> PlaceMatch | AreaMatch:
    """Take a nation before a place, and a place before another area. Nobody who asks for a nation means a village."""
    if areas and areas[0].area_kind == AreaKind.NATION:
        return _area_match(areas, ())
    return _place_match(places, areas, key) if places else _area_match(areas, places)


def _called(name: str, candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Find the places with this name; what followed it ("Richmond, Surrey") fitted none of them."""
    key = search_key(name)
    found = [row for row in candidates if not row.is_area and key in row.keys]
    return sorted(found, key=lambda row: _by_size(row, key))


def _by_size(row: _Candidate, key: str) -> tuple[float, str]:
    """Order places: the most populous first, those that bear the name before those also known by it."""
    known_by = 1 if search_key(row.name) == key else LESS_FOR_A_SECOND_NAME
    return -row.population / known_by, row.ident


def _place_match(places: Sequence[_Candidate], areas: Sequence[_Candidate], key: str) -> PlaceMatch:
    """Take the first; say which one it is when the name has others, or when more than the name was typed."""
    best = places[0]
    others = [*places[1:], *(area for area in areas if area.area_code not in best.lineage)]
    label = best.name if len(places) == 1 and key in best.keys else best.suggestion.label
    return PlaceMatch(label, best.name, best.point, best.area, best.population, _suggestions(others, None))


def _area_match(areas: Sequence[_Candidate], places: Sequence[_Candidate]) -> AreaMatch:
    best = areas[0]
    return AreaMatch(best.name, best.point, best.area, _suggestions([*areas[1:], *places], None))


def _suggestions(rows: Iterable[_Candidate], limit: int | None = SUGGESTIONS) -> tuple[Suggestion, ...]:
    """Name each once."""
    return tuple(dict.fromkeys(row.suggestion for row in rows))[:limit]


def _named(*names: Sequence[str]) -> list[_Candidate]:
    """Read the places called by the first words, and the areas called by all or by some of the words after them."""
    fronts, windows = set[str](), set[str]()
    for words in names:
        ends = range(1, len(words) + 1)
        fronts |= {" ".join(words[:end]) for end in ends}
        windows |= {" ".join(words)} | {" ".join(words[start:end]) for start in ends for end in ends if start < end}
    areas = Area.objects.current().filter(alt_names__overlap=sorted(windows))
    return _rows(Place.objects.filter(search_names__overlap=sorted(fronts)), areas)


def _qualified(words: Sequence[str], candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Find the places whose name is followed by names of areas that they lie in: "Newport, Isle of Wight, England"."""
    candidates = list(candidates)
    areas = [row for row in candidates if row.is_area]
    found = []
    for row in candidates:
        names = [key for area in areas if area.area_code in row.lineage for key in area.keys]
        for end in range(1, len(words)):
            if not row.is_area and " ".join(words[:end]) in row.keys and _spelt(words[end:], names):
                found.append(row)
                break
    return found


def _spelt(words: Sequence[str], names: Sequence[str]) -> bool:
    """Say whether words are nothing but names, one after another."""
    return not words or any(
        " ".join(words[:end]) in names and _spelt(words[end:], names) for end in range(1, len(words) + 1)
    )


def _alike(key: str) -> list[_Candidate]:
    """Read places and areas written much like a key: the most alike first, and large towns before hamlets."""
    alike = TrigramSimilarity("key", key)
    places = Place.objects.filter(key__trigram_similar=key).annotate(alike=alike).filter(alike__gte=ENOUGH_ALIKE)
    areas = Area.objects.current().annotate(alike=TrigramSimilarity("name", key)).filter(alike__gte=ENOUGH_ALIKE)
    size = WEIGHT_OF_SIZE * Log(Value(10.0), F("population") + Value(10.0, output_field=FloatField()))
    return _rows(
        places.annotate(score=F("alike") + size),
        areas.annotate(score=F("alike") + Value(5 * WEIGHT_OF_SIZE)),
        scored=True,
    )


def _rows(places: QuerySet[Place], areas: QuerySet[Area], *, scored: bool = False) -> list[_Candidate]:
    """Read places and areas in one query, as equal rows; `scored` keeps the first by that annotation."""
    from_places = places.annotate(
        is_area=Value(False),
        ident=Cast("geonameid", CharField()),
        area_code=F("area_id"),
        area_name=F("area__name"),
        area_kind=F("area__kind"),
        lineage=F("area__lineage"),
        keys=F("search_names"),
    )
    from_areas = areas.annotate(
        is_area=Value(True),
        ident=F("code"),
        nation=Value(""),
        population=Value(0),
        area_code=F("code"),
        area_name=F("name"),
        area_kind=F("kind"),
        keys=F("alt_names"),
    )
    columns = [*_COLUMNS, "score"] if scored else _COLUMNS
    rows: Any = from_places.values_list(*columns).union(from_areas.values_list(*columns), all=True)
    if scored:
        rows = rows.order_by("-score", "ident")[:SUGGESTIONS]
    return [_Candidate(*row[: len(_COLUMNS)]) for row in rows]
