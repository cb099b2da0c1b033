"""Whom to thank for the open data, in words that their licences ask for. Shown on `/attributions/` and in footers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words


@dataclass(frozen=True)
class Attribution:
    """One source: what it is here, the words that must be shown, its licence, and where both are found."""

    title: Words
    text: Words
    licence: str
    licence_url: str
    url: str


OPEN_GOVERNMENT = "Open Government Licence v3.0"
OPEN_GOVERNMENT_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
CC_BY = "CC BY 4.0"
CC_BY_URL = "https://creativecommons.org/licenses/by/4.0/"

ATTRIBUTIONS = (
    Attribution(
        title=_("Postcodes in Great Britain"),
        text=(
            "Contains OS data © Crown copyright and database right 2025. "
            "Contains Royal Mail data © Royal Mail copyright and database right 2025. "
            "Contains National Statistics data © Crown copyright and database right 2025."
        ),
        licence=OPEN_GOVERNMENT,
        licence_url=OPEN_GOVERNMENT_URL,
        url="https://www.ordnancesurvey.co.uk/products/code-point-open",
    ),
    Attribution(
        title=_("Place names, and postcode districts in Northern Ireland"),
        text=_("Place names and Northern Ireland postcode districts: GeoNames, modified."),
        licence=CC_BY,
        licence_url=CC_BY_URL,
        url="https://www.geonames.org",
    ),
    Attribution(
        title=_("Councils"),
        text=_("Local authority names and codes: mySociety, modified."),
        licence=CC_BY,
        licence_url=CC_BY_URL,
        url="https://github.com/mysociety/uk_local_authority_names_and_codes",
    ),
    Attribution(
        title=_("Codes of nations, regions and councils"),
        text="Contains National Statistics data © Crown copyright and database right 2025.",
        licence=OPEN_GOVERNMENT,
        licence_url=OPEN_GOVERNMENT_URL,
        url="https://geoportal.statistics.gov.uk",
    ),
)
"""What a page with a map, a place search or a council's name owes."""
