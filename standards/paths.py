"""How editions and their parts stand in addresses, and the names below /standards/ that no framework may take."""

from django.urls import register_converter
from django.urls.converters import StringConverter

FIXED_PATHS = (
    "assessments reviews recognitions organisations how-we-assess assessors panel frameworks editions calibration "
    "appeals pledges results agreement mine"
).split()
"""Pages of the hub that are there, or may come."""

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
NUMBER = r"[0-9A-Za-z]+(?:[._-][0-9A-Za-z]+)*"
CODE = r"[A-Z0-9]+(?:[.-][A-Z0-9]+)*"


class FrameworkSlug(StringConverter):
    """The name of a framework: never one of `FIXED_PATHS`, so that no page of ours is taken for an edition."""

    regex = rf"(?!(?:{'|'.join(FIXED_PATHS)})/){SLUG}"


class EditionNumber(StringConverter):
    """The number of an edition, such as 0.1."""

    regex = NUMBER


class Code(StringConverter):
    """The code of a domain or a criterion, such as LED or LED-1."""

    regex = CODE


register_converter(FrameworkSlug, "framework")
register_converter(EditionNumber, "edition")
register_converter(Code, "code")

EDITION = "standards/<framework:framework>/<edition:number>/"
DOMAIN = EDITION + "<code:domain>/"
CRITERION = DOMAIN + "<code:code>/"
ANSWER = "standards/assessments/<uuid:assessment_id>/<str:code>/"
"""The page of one criterion in a self-assessment. It takes any word in its last place, so it comes after the others."""
