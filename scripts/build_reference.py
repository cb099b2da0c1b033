"""Make the geography that the product ships from the open tables that it comes from.

    .venv/bin/python scripts/build_reference.py SOURCE_DIR

SOURCE_DIR holds `postcodes/outcodes.csv`, `postcodes/sectors.csv`, `postcodes/lad_exceptions.csv.gz`,
`local_authorities/local_authorities.csv`, `local_authorities/alt_names.csv` and `places/places.csv`. What comes out
are four small files in `organisations/reference/data/`, the same bytes on every run; the README beside them
describes them. The product reads only these.

What changes on the way:

- the tree of areas (nations, regions, counties, authorities) is spelt out, one row for each; the point of an area is
  the postcode sector nearest the middle of its postcodes, where its people are, not the middle of its moors;
- six metropolitan counties, which have no council but are what people say, are added with their ONS codes;
- "Bristol, City of" becomes "Bristol" (the register's form stays as another name); spellings that a broken
  encoding made are dropped or mended;
- airport codes, romanisations of other alphabets and other names that are English words are left out;
- "Londonderry County Borough" is left out: it is Derry a second time;
- numbers that the product does not use (radius, shares, counts) are left out.
"""

import argparse
import csv
import gzip
import io
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from organisations.placenames import search_key

TARGET = Path(__file__).resolve().parent.parent / "organisations" / "reference" / "data"
Row = dict[str, str]

METROPOLITAN = {
    "E11000001": (
        "Greater Manchester",
        "Bolton|Bury|Manchester|Oldham|Rochdale|Salford|Stockport|Tameside|Trafford|Wigan",
    ),
    "E11000002": ("Merseyside", "Knowsley|Liverpool|St. Helens|Sefton|Wirral"),
    "E11000003": ("South Yorkshire", "Barnsley|Doncaster|Rotherham|Sheffield"),
    "E11000005": (
        "West Midlands (metropolitan county)",
        "Birmingham|Coventry|Dudley|Sandwell|Solihull|Walsall|Wolverhampton",
    ),
    "E11000006": ("West Yorkshire", "Bradford|Calderdale|Kirklees|Leeds|Wakefield"),
    "E11000007": ("Tyne and Wear", "Gateshead|Newcastle upon Tyne|North Tyneside|South Tyneside|Sunderland"),
}
"""Code, name and districts of the metropolitan counties (Local Government Act 1972, schedule 1)."""

ALSO_KNOWN_AS = {
    "E12000003": ["Yorkshire", "Yorkshire and Humber", "Yorkshire & Humberside"],
    "E12000006": ["East Anglia", "Eastern England"],
    "E12000007": ["Greater London"],
    "W92000004": ["Cymru"],
    "S92000003": ["Alba"],
    "N92000002": ["Tuaisceart Éireann"],
    "E11000005": ["West Midlands"],
    "E06000047": ["Durham County"],
    "W06000001": ["Anglesey", "Ynys Môn", "Sir Ynys Môn"],
    "W06000002": ["Gwynedd"],
    "S12000013": ["Outer Hebrides"],
    "S12000023": ["Orkney"],
    "S12000026": ["Borders"],
    "S12000017": ["Highlands", "Scottish Highlands"],
}
"""Names in use that the registers do not have."""

PLACES_ALSO_KNOWN_AS = {
    "Derry": ["Londonderry", "Derry~Londonderry"],
    "Kingston upon Hull": ["Hull"],
    "Liverpool": ["Lerpwl"],
    "Manchester": ["Manceinion"],
    "Bristol": ["Bryste"],
    "Shrewsbury": ["Amwythig"],
    "Hereford": ["Henffordd"],
    "Oswestry": ["Croesoswallt"],
    "Birkenhead": ["Penbedw"],
    "Aberdeen": ["Obar Dheathain"],
    "Fort William": ["An Gearasdan"],
    "Oban": ["An t-Oban"],
    "Saint Davids": ["Tyddewi"],
    "St Asaph": ["Llanelwy"],
    "Haverfordwest": ["Hwlffordd"],
    "Ebbw Vale": ["Glynebwy"],
    "Barmouth": ["Y Bermo"],
    "Brecon": ["Aberhonddu"],
    "Builth Wells": ["Llanfair-ym-Muallt"],
    "Newtown": ["Y Drenewydd"],
    "Tenby": ["Dinbych-y-pysgod"],
    "Pembroke": ["Penfro"],
    "Ruthin": ["Rhuthun"],
    "Cardigan": ["Aberteifi"],
    "Fishguard": ["Abergwaun"],
    "Lampeter": ["Llanbedr Pont Steffan"],
    "Chepstow": ["Cas-gwent"],
    "Mountain Ash": ["Aberpennar"],
    "Armagh": ["Ard Mhacha"],
    "Newry": ["An tIúr"],
}
"""Names in use that the gazetteer cut off: it kept eight for each place, by the alphabet."""

NOT_A_NAME = {"eilean", "ynys mn", "sir ynys mi 12n", "lon"}
"""Spellings of areas that a broken encoding or a cut made."""

_WORDS = """
    ask bat bower bud clarence combs cults dandy deva from hulk lester mardy mortimer mould pater pert princeton
    road row spike stanford steps sterling ustur warren week zeal
"""
ENGLISH_WORDS = frozenset(_WORDS.split())
"""Other names of places that a person is more likely to mean as a word (or a first name)."""

LEFT_OUT_PLACES = {"Londonderry County Borough"}


def read(path: Path) -> list[Row]:
    """Read a CSV file, compressed or not."""
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def write(name: str, header: str, rows: Iterable[Iterable[object]]) -> None:
    """Write a compressed CSV file without a time stamp, so that equal data makes equal bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split())
    writer.writerows(rows)
    TARGET.mkdir(parents=True, exist_ok=True)
    path = TARGET / f"{name}.csv.gz"
    path.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def short_name(name: str) -> str:
    """Turn the register's "Bristol, City of" round."""
    base, _, rest = name.partition(", ")
    return base if rest in {"City of", "County of"} else name


def other_names(name: str, *groups: Iterable[str]) -> str:
    """Join the names whose key adds something, in a fixed order."""
    seen, kept = {search_key(name)}, []
    for other in sorted({text.strip() for group in groups for text in group}):
        key = search_key(other)
        if not key or key in seen or key in NOT_A_NAME or "ï" in other:
            continue
        seen.add(key)
        kept.append(other)
    return "|".join(kept)


class Centres:
    """Where the people of an area live: the postcode point nearest the mean of them all, so never in the sea."""

    def __init__(self, districts: list[Row], sectors: list[Row]) -> None:
        self.by_council: dict[str, list[tuple[float, float, float]]] = {}
        for row in [*sectors, *(row for row in districts if row["source"] == "geonames")]:
            weight = float(row["postcodes"] or 1)
            self.by_council.setdefault(row["lad_code"], []).append((float(row["lat"]), float(row["lon"]), weight))

    def of(self, councils: list[Row]) -> tuple[str, str]:
        """Find the centre of some councils; the register's own point where no district is mostly theirs."""
        points = [point for row in councils for point in self.by_council.get(row["gss_code"], [])]
        if not points:
            return councils[0]["lat"], councils[0]["lon"]
        total = sum(weight for *_, weight in points)
        north = sum(lat * weight for lat, _, weight in points) / total
        east = sum(lon * weight for _, lon, weight in points) / total
        shrink = math.cos(math.radians(north))
        lat, lon, _ = min(points, key=lambda point: math.hypot(point[0] - north, (point[1] - east) * shrink))
        return f"{lat:.4f}", f"{lon:.4f}"


class Tree:
    """The areas, collected from the councils up."""

    def __init__(self, councils: list[Row], alternatives: dict[str, list[str]], centres: Centres) -> None:
        self.councils, self.alternatives, self.centres = councils, alternatives, centres

    def group(
        self, kind: str, code: str, name: str, official: str, parent: str, lineage: list[str], members: list[Row]
    ) -> list[str]:
        """Make the row of an area that holds councils."""
        others = other_names(name, [official], self.alternatives.get(code, []), ALSO_KNOWN_AS.get(code, []))
        return [
            code,
            kind,
            name,
            official,
            parent,
            "|".join([*lineage, code]),
            *self.centres.of(members),
            "",
            others,
        ]

    def grouped(self, field: str) -> Iterator[tuple[str, list[Row]]]:
        """Give the councils that share a code, for each code in its order."""
        found = sorted((row for row in self.councils if row[field]), key=lambda row: (row[field], row["gss_code"]))
        for code, rows in groupby(found, key=lambda row: row[field]):
            yield code, list(rows)

    def rows(self) -> Iterator[list[str]]:
        """Give every area, each after those that it lies in."""
        for code, members in self.grouped("nation_code"):
            name = members[0]["nation"]
            yield self.group("nation", code, name, name, "", [], members)
        for code, members in self.grouped("region_code"):
            nation = members[0]["nation_code"]
            if code != nation:  # outside England the region is the nation again
                name = members[0]["region"]
                yield self.group("region", code, name, name, nation, [nation], members)
        for code, (name, districts) in METROPOLITAN.items():
            members = self.metropolitan(districts)
            nation, region = members[0]["nation_code"], members[0]["region_code"]
            yield self.group("metropolitan", code, name, name, region, [nation, region], members)
        for code, members in self.grouped("county_gss_code"):
            official, nation, region = members[0]["county_name"], members[0]["nation_code"], members[0]["region_code"]
            yield self.group(
                "county", code, official.removesuffix(" County Council"), official, region, [nation, region], members
            )
        for row in self.councils:
            yield self.council(row)

    def metropolitan(self, districts: str) -> list[Row]:
        """Find the districts of a metropolitan county, and insist on all of them."""
        wanted = set(districts.split("|"))
        found = [row for row in self.councils if row["type"] == "Metropolitan district" and row["name"] in wanted]
        if len(found) != len(wanted):
            raise SystemExit(f"districts not found: {wanted - {row['name'] for row in found}}")
        return found

    def council(self, row: Row) -> list[str]:
        """Make the row of one council."""
        code, name = row["gss_code"], short_name(row["name"])
        above = [row["nation_code"]] + [row["region_code"]] * (row["region_code"] != row["nation_code"])
        metro = [key for key, (_, names) in METROPOLITAN.items() if row in self.metropolitan(names)]
        above += metro + [row["county_gss_code"]] * bool(row["county_gss_code"])
        parent = row["county_gss_code"] or (row["region_code"] or row["nation_code"])
        others = other_names(
            name, [row["name"], row["official_name"]], self.alternatives.get(code, []), ALSO_KNOWN_AS.get(code, [])
        )
        return [
            code,
            "authority",
            name,
            row["official_name"],
            parent,
            "|".join([*above, code]),
            *self.centres.of([row]),
            row["former_gss_codes"].replace(";", "|"),
            others,
        ]


def is_useful(name: str) -> bool:
    """Say whether another name of a place is one that a visitor may type."""
    if not name or name[0].islower() or (name.isupper() and len(name) <= 4):
        return False
    key = search_key(name)
    return len(key) > 2 and key not in ENGLISH_WORDS and " i england" not in key and " i wales" not in key


def places(rows: list[Row]) -> Iterator[list[str]]:
    """Give the places, the largest first."""
    for row in rows:
        if row["name"] in LEFT_OUT_PLACES:
            continue
        name = row["name"].replace("\u2019", "'").replace("Isle Of", "Isle of").strip()
        others = other_names(name, filter(is_useful, row["alt_names"].split("|")), PLACES_ALSO_KNOWN_AS.get(name, []))
        yield [
            row["geonameid"],
            name,
            row["nation"],
            row["lat"],
            row["lon"],
            row["population"],
            row["lad_code"],
            others,
        ]


def exceptions(rows: list[Row]) -> Iterator[list[str]]:
    """Give the whole postcodes whose council is not their sector's, a row for each sector and council."""
    ordered = sorted((row["postcode"][:-2], row["lad_code"], row["postcode"][-2:]) for row in rows)
    for (sector, council), group in groupby(ordered, key=lambda item: item[:2]):
        yield [sector, council, "".join(end for *_, end in group)]


def main(source: Path) -> None:
    """Read the sources and write the four files."""
    alternatives: dict[str, list[str]] = {}
    for row in read(source / "local_authorities/alt_names.csv"):
        alternatives.setdefault(row["gss_code"], []).append(row["alt_name"])
    councils = read(source / "local_authorities/local_authorities.csv")
    districts, sectors = read(source / "postcodes/outcodes.csv"), read(source / "postcodes/sectors.csv")
    tree = Tree(councils, alternatives, Centres(districts, sectors))
    write("areas", "code kind name official_name parent lineage lat lon former_codes alt_names", tree.rows())
    points = [[row["outcode"], row["lat"], row["lon"], row["lad_code"]] for row in districts]
    points += [[row["sector"], row["lat"], row["lon"], row["lad_code"]] for row in sectors]
    write("points", "code lat lon area", points)
    write("exceptions", "sector area ends", exceptions(read(source / "postcodes/lad_exceptions.csv.gz")))
    write(
        "places",
        "geonameid name nation lat lon population area alt_names",
        places(read(source / "places/places.csv")),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    main(parser.parse_args().source)
