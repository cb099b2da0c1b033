"""Turn a sketch into the four steps of an entry."""

from lero_hub.demonstration.sketch import Sketch
from organisations.models import Area
from organisations.models.geography import AreaKind
from organisations.placenames import search_key
from organisations.sections import SectionValues
from organisations.states import LegalForm, RegisterScheme, TaxonomyKind

# Numbers that the regulator keeps for drama, by town: prefix and how many digits follow.
DRAMA = {
    "Leeds": "0113 496 0", "Nottingham": "0115 496 0", "Leicester": "0116 496 0", "Bristol": "0117 496 0",
    "Reading": "0118 496 0", "Birmingham": "0121 496 0", "Edinburgh": "0131 496 0", "Glasgow": "0141 496 0",
    "Liverpool": "0151 496 0", "Salford": "0161 496 0", "Stockport": "0161 496 0", "Southwark": "020 7946 0",
    "Hackney": "020 7946 0", "Lambeth": "020 7946 0", "Lewisham": "020 7946 0", "Westminster": "020 7946 0",
    "Newcastle upon Tyne": "0191 498 0", "Sunderland": "0191 498 0", "Cardiff": "029 2018 0", "Belfast": "028 9649 6",
    "": "0808 157 0",
}  # fmt: skip
REGISTERS = {
    LegalForm.CHARITY: (RegisterScheme.GB_CHC, "99{:05}"),
    LegalForm.CIO: (RegisterScheme.GB_CHC, "98{:05}"),
    LegalForm.CIC: (RegisterScheme.GB_COH, "990{:05}"),
    LegalForm.COMPANY: (RegisterScheme.GB_COH, "991{:05}"),
}


def _slugs(words: str) -> tuple[str, ...]:
    return tuple(sorted(words.split()))


def about(sketch: Sketch, number: int) -> SectionValues:
    """Write the first step."""
    words: dict[str, str | int | None] = {
        "name": sketch.name,
        "summary": sketch.summary,
        "description": (
            f"We began in {sketch.since} with a handful of people around one table. Most of those "
            "who open the door today first came through it as guests. Nobody is asked about their past, and nobody "
            "has to be ready for anything: you can sit, help, or leave again."
        ),
        "lived_experience": (
            "More than half of those who decide things here have lived experience, and every group is led by somebody "
            "who once came to it for the first time."
        ),
        "stage": sketch.stage,
        "legal_form": sketch.form,
        "since_year": sketch.since,
    }
    scheme = REGISTERS.get(LegalForm(sketch.form))
    identifiers = {str(scheme[0]): scheme[1].format(number)} if scheme else {}
    return SectionValues(words=words, terms={TaxonomyKind.KIND: _slugs(sketch.kinds)}, identifiers=identifiers)


def what(sketch: Sketch) -> SectionValues:
    """Write the second step."""
    house = "recovery-home" in sketch.kinds
    words: dict[str, str | int | None] = {
        "how_to_join": (
            "Ring first; somebody who lived here answers. Come and see it twice before you decide."
            if house
            else "Come in. No referral, no form, no proof of anything. If the first step is hard, ring and we meet you."
        ),
        "cost": "Rent by agreement; we help with the forms." if house else "Free. Put something in the tin if you can.",
        "languages": sketch.languages,
        "accessibility": "On a screen or by phone."
        if not sketch.district
        else "Step-free, accessible toilet, a quiet corner.",
    }
    terms = {
        TaxonomyKind.ACTIVITY: _slugs(sketch.activities),
        TaxonomyKind.AUDIENCE: _slugs(sketch.audiences),
        TaxonomyKind.PATHWAY: _slugs(sketch.pathways),
    }
    return SectionValues(words=words, terms={str(taxonomy): slugs for taxonomy, slugs in terms.items()})


def areas(sketch: Sketch) -> SectionValues:
    """Write the third step. Raises LookupError for a name that no area bears."""
    return SectionValues(areas=tuple(sorted(_code(name) for name in sketch.serves)))


def _code(name: str) -> str:
    found = Area.objects.current().filter(alt_names__contains=[search_key(name)])
    codes = dict(found.values_list("kind", "code"))
    for kind in (AreaKind.AUTHORITY, AreaKind.COUNTY, AreaKind.REGION, AreaKind.NATION):
        if kind in codes:
            return str(codes[kind])
    raise LookupError(f"No area is called {name}")


def contact(sketch: Sketch, number: int) -> SectionValues:
    """Write the fourth step."""
    prefix, host = DRAMA.get(sketch.town, "01632 960"), "".join(search_key(sketch.name).split()[:2])
    digits = 3
    words: dict[str, str | int | None] = {
        "phone": f"{prefix}{number % 10**digits:0{digits}}",
        "phone_hours": "Monday to Friday, 10 am to 4 pm",
        "email": f"hello@{host}.example",
        "website": f"https://{host}.example",
    }
    return SectionValues(words=words)
