"""The directory as a spreadsheet: any search, whole, as it is."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organisations.models import Location, Organisation, Service
from organisations.queries.areas import Row
from organisations.states import LocationKind, TaxonomyKind

CHUNK = 500
MARK_OF_UTF8 = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Write a value so that no spreadsheet takes it for a formula: an apostrophe goes before what could be one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        """Give the line back."""
        return line


def lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Write rows as CSV (RFC 4180) that every spreadsheet opens as UTF-8."""
    writer = csv.writer(_Echo())
    yield MARK_OF_UTF8
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def _heads() -> list[str]:
    return [
        _("Name"),
        _("Page"),
        _("What they do"),
        _("Kind"),
        _("What happens there"),
        _("What happens, and when"),
        _("Who it is for"),
        _("Towns"),
        _("Postcode districts"),
        _("Council area"),
        _("Council area code"),
        _("Meets online"),
        _("Miles away, about"),
        _("Areas served"),
        _("Codes of areas served"),
        _("Phone"),
        _("E-mail"),
        _("Website"),
        _("How to join"),
        _("Cost"),
        _("How far along"),
        _("Legal form"),
        _("Register numbers"),
        _("Pledged to the standards on"),
        _("Recognised from"),
        _("Recognised until"),
        _("Proof of the recognition"),
        _("Last confirmed"),
        _("Where this comes from"),
    ]


def organisation_rows(
    found: Sequence[tuple[UUID, float | None]], *, now: datetime, base_url: str
) -> Iterator[list[object]]:
    """Give a head and a row for each organisation, in the order of the search, some hundred at a time."""
    yield list(_heads())
    source = _(
        "LERO Hub directory, %(url)s, read on %(day)s. Written by the organisations themselves: name them and the hub "
        "when you use it. Council areas: National Statistics (OGL 3.0) and mySociety (CC BY 4.0)."
    ) % {"url": f"{base_url}{reverse('organisations:directory')}", "day": now.date().isoformat()}
    related = ("terms", "locations__area", "service_areas__area", "identifiers", "services")
    for start in range(0, len(found), CHUNK):
        chunk = dict(found[start : start + CHUNK])
        listed = Organisation.objects.listed().filter(pk__in=chunk).select_related("base_area")
        by_id = {entry.pk: entry for entry in listed.prefetch_related(*related)}
        for organisation_id, miles in chunk.items():
            if entry := by_id.get(organisation_id):
                yield [*_organisation_row(entry, miles, base_url), source]


def _organisation_row(entry: Organisation, miles: float | None, base_url: str) -> list[object]:
    terms = sorted(entry.terms.all(), key=lambda term: (term.position, term.slug))
    names = {kind: "; ".join(term.name for term in terms if term.taxonomy == kind) for kind in TaxonomyKind.values}
    served = sorted((each.area for each in entry.service_areas.all()), key=lambda area: area.name)
    places = [place for place in entry.locations.all() if place.kind == LocationKind.PLACE]
    public = sorted((place for place in places if not place.is_confidential), key=_order)
    return [
        entry.name,
        f"{base_url}{reverse('organisations:profile', args=[entry.slug])}",
        entry.summary,
        names[TaxonomyKind.KIND],
        names[TaxonomyKind.ACTIVITY],
        "; ".join(_happenings(entry)),
        names[TaxonomyKind.AUDIENCE],
        "; ".join(dict.fromkeys(place.town for place in public if place.town)),
        "; ".join(dict.fromkeys(place.postcode.split()[0] for place in public if place.postcode)),
        entry.base_area.name if entry.base_area else "",
        entry.base_area_id or "",
        _("yes") if entry.meets_online else _("no"),
        "" if miles is None else round(miles),
        "; ".join(area.name for area in served),
        "; ".join(area.code for area in served),
        entry.phone,
        entry.email,
        entry.website,
        entry.how_to_join,
        entry.cost,
        entry.get_stage_display(),
        entry.get_legal_form_display(),
        "; ".join(sorted(f"{each.scheme}-{each.number}" for each in entry.identifiers.all())),
        localdate(entry.pledged_at).isoformat() if entry.pledged_at else "",
        entry.recognised_from.isoformat() if entry.recognised_from else "",
        entry.recognised_until.isoformat() if entry.recognised_until else "",
        f"{base_url}{reverse('standards:recognition', args=[entry.recognition_id])}" if entry.recognition_id else "",
        entry.confirmed_at.date().isoformat() if entry.confirmed_at else "",
    ]


def _order(part: Location | Service) -> tuple[bool, int, UUID]:
    """Sort the parts of an entry as its page shows them, the main place first."""
    return not getattr(part, "is_main", False), part.position, part.pk


def _happenings(entry: Organisation) -> Iterator[str]:
    """Say what happens, when and where: a confidential place is not named."""
    places = {place.pk: place.label for place in entry.locations.all() if not place.is_confidential}
    for service in sorted(entry.services.all(), key=_order):
        words = f"{service.name}: {service.times}" if service.times else service.name
        place = places.get(service.location_id) if service.location_id else None
        yield f"{words} ({place})" if place else words


def area_rows(rows: Iterable[Row]) -> Iterator[list[object]]:
    """Give a head and a row of numbers for each area."""
    numbers = [_("Organisations based there"), _("Organisations serving it"), _("Of these, for a whole nation")]
    standing = [_("Based there or serving it, and recognised"), _("Based there or serving it, and pledged")]
    yield [_("Code"), _("Area"), _("Kind"), _("Within"), *numbers, *standing]
    for row in rows:
        counted = [row.based, row.serving, row.national, row.recognised, row.pledged]
        yield [row.code, row.name, row.kind_label, row.within, *counted]
