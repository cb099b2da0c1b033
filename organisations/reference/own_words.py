"""Everyday words in a search: those that say nothing about what is looked for, and those that mean the same.

Data. All are search keys (`organisations.placenames.search_key`): lower case, no accents, no apostrophes.
"""

from typing import Final

JOINTS: Final = frozenset({"near", "nearby", "around", "round", "in", "at", "from", "by", "within"})
"""Words before a place: "walks near Halifax". "Close to" and "next to" are the two of two words."""

_GLUE = """
    a about also am an and any anybody anyone anything are around as at be because been but by can cant could
    did didnt do does doesnt doing dont feel feeling find finding for from get gets getting give go goes going gone got
    had has have having he help helping her here hers hes hi him his how i id if im in into is isnt it its ive just
    keep keeps know last let like local look looking lot maybe me might my myself near nearby need needs no not now of
    on one or our out over please put really she shes should so some somebody someone something stop stopping take
    tell than thank thanks that the their them then there they this those to too try trying use used uses using very
    want wanted wants was we week were what when where which who why will with within without wont would year years
    you your
"""
GLUE: Final = frozenset(_GLUE.split())
"""Words that say nothing about what is looked for, when a search has to do with some of its words."""

FAINT: Final = frozenset(
    "access group groups meeting meetings organisation organisations people place places recovery service services "
    "session sessions support".split()
)
"""Words that nearly every entry has: they are left out as well, unless nothing else was said."""

NOT_ALONE: Final = frozenset({"church", "reading", "rugby", "settle"})
"""Names of towns that mean something else beside other words, however large the town is: "reading group"."""

SAME: Final[tuple[tuple[str, ...], ...]] = (
    ("wheelchair access", "wheelchair accessible", "wheelchair", "wheelchairs", "step free access", "step free"),
)
"""What entries say of their rooms, and what visitors ask for: one of a row is looked for as all of them."""
