"""The shape of a UK postcode, however it was typed. Pure: whether it exists is the gazetteer's business.

A person's whole postcode is used for one look-up and forgotten; keep `sector`, which is precise enough.
"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

EXAMPLE = "LS1 4AP"
MAX_TYPED = 20
"""No postcode is typed with more characters than this, blanks and hyphens counted."""

# Named groups: the district, then the sector's digit, then the two last letters. The letters that the Royal Mail
# never uses at an end (C I K M O V) are refused, so that "O" for nought is caught early.
_AREA = r"[A-PR-UWYZ][A-HK-Y]?"
_OUTCODE = rf"(?P<outcode>{_AREA}[0-9][0-9A-HJKMNPR-Y]?)"
_WHOLE = re.compile(rf"{_OUTCODE}(?P<digit>[0-9])(?P<end>[ABD-HJLNP-UW-Z]{{2}})")
_SECTOR = re.compile(rf"{_OUTCODE} (?P<digit>[0-9])")
_SECTOR_AFTER_LETTER = re.compile(r"(?P<outcode>[A-Z]{1,2}[0-9][A-Z])(?P<digit>[0-9])")
_CUT_SHORT = re.compile(rf"{_OUTCODE} ?(?P<digit>[0-9])(?P<letter>[ABD-HJLNP-UW-Z])")
_DISTRICT = re.compile(_OUTCODE)
_ALLOWED = re.compile(r"[A-Za-z0-9 .\-\u00a0\t]+")
_GAPS = re.compile(r"[ .\-\u00a0\t]+")


@dataclass(frozen=True)
class Typed:
    """What somebody typed, read as a postcode.

    `whole` is empty unless all of it was given, `sector` unless it reached the digit after the gap. `guess` is the
    sector that a run of letters and digits without a gap may also mean: "ST64" for "ST6 4".
    """

    outcode: str
    sector: str = ""
    whole: str = field(default="", repr=False)
    guess: str = ""

    @property
    def candidates(self) -> list[str]:
        """List the codes to look for, the most precise first."""
        return [code for code in (self.whole, self.sector, self.outcode, self.guess) if code]

    @property
    def shown(self) -> str:
        """Give it back in its proper form."""
        return self.whole or self.sector or self.outcode


@dataclass(frozen=True)
class CutShort:
    """The beginning of a postcode that nobody can use: "ST6 4Q"."""

    outcode: str
    sector: str
    typed: str = field(repr=False)

    @property
    def advice(self) -> str:
        """Say what is missing and what would do."""
        return _("“%(typed)s” needs one more letter to be a whole postcode. Add it, or give only %(sector)s.") % {
            "typed": self.typed,
            "sector": self.sector,
        }


def read(text: str) -> Typed | CutShort | None:
    """Read a text as a postcode; None when it does not have the shape of one."""
    if len(text) > MAX_TYPED or not _ALLOWED.fullmatch(text):
        return None
    spaced = _GAPS.sub(" ", text).strip().upper()
    joined = spaced.replace(" ", "")
    if match := _WHOLE.fullmatch(joined):
        sector = f"{match['outcode']} {match['digit']}"
        return Typed(outcode=match["outcode"], sector=sector, whole=sector + match["end"])
    if match := _SECTOR.fullmatch(spaced):
        return Typed(outcode=match["outcode"], sector=spaced)
    if match := _DISTRICT.fullmatch(joined):
        return Typed(outcode=joined, guess=_split(joined))
    if match := _SECTOR_AFTER_LETTER.fullmatch(joined):
        return Typed(outcode=match["outcode"], sector=f"{match['outcode']} {match['digit']}")
    if match := _CUT_SHORT.fullmatch(spaced):
        sector = f"{match['outcode']} {match['digit']}"
        return CutShort(outcode=match["outcode"], sector=sector, typed=sector + match["letter"])
    return None


def _split(joined: str) -> str:
    """Read a run that ends with a digit as a district and a sector, when it can be one."""
    return f"{joined[:-1]} {joined[-1]}" if _DISTRICT.fullmatch(joined[:-1]) and joined[-1].isdigit() else ""


def clean_postcode(text: str, *, whole: bool = False) -> str:
    """Bring a postcode of a form into its proper form; an empty one stays empty.

    Accepts a whole postcode ("ls13ab"), a sector ("LS1 3") and a district ("LS1"); with `whole` only the first.
    Raises ValidationError with words fit for the person. A postcode that is not on our map is still a postcode.
    """
    if not text.strip():
        return ""
    typed = read(text)
    if isinstance(typed, CutShort):
        raise ValidationError(_one_letter_short(typed) if whole else typed.advice, code="cut_short")
    if typed is None:
        raise ValidationError(
            _("This does not look like a postcode. Write it like %(whole)s, or only its first half, %(half)s.")
            % {"whole": EXAMPLE, "half": EXAMPLE.split()[0]},
            code="not_a_postcode",
        )
    if whole and not typed.whole:
        raise ValidationError(_missing(typed), code="not_whole")
    return typed.shown


def _one_letter_short(cut: CutShort) -> str:
    """Say what is missing where only a whole postcode will do."""
    return _("“%(typed)s” needs one more letter to be a whole postcode, like %(whole)s.") % {
        "typed": cut.typed,
        "whole": EXAMPLE,
    }


def _missing(typed: Typed) -> str:
    """Say what a whole postcode still needs."""
    if typed.sector:
        return _("“%(typed)s” needs two more letters to be a whole postcode, like %(whole)s.") % {
            "typed": typed.sector,
            "whole": EXAMPLE,
        }
    return _("“%(typed)s” is the first half of a postcode. Add the second half, like %(whole)s.") % {
        "typed": typed.outcode,
        "whole": EXAMPLE,
    }
