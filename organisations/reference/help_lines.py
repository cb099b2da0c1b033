"""The lines to ring or text now that the hub starts with, until a coordinator has checked them.

Data, from general knowledge: shown as to be confirmed. `nations` are codes of areas; none means everywhere. A slug is
permanent, so that a line that a coordinator edited or removed is known again.
"""

from dataclasses import dataclass
from typing import Final

ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = "E92000001", "W92000004", "S92000003", "N92000002"
SOURCE: Final = "General knowledge"


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line: ring `phone`, or text `text_word` to `text_to`."""

    slug: str
    name: str
    what: str
    hours: str
    phone: str = ""
    text_to: str = ""
    text_word: str = ""
    nations: tuple[str, ...] = ()
    is_emergency: bool = False


HELP_LINES: Final = (
    LineRow(
        "999",
        "Emergency services",
        "Somebody's life is at risk, now.",
        "Day and night",
        phone="999",
        is_emergency=True,
    ),
    LineRow(
        "nhs-111",
        "NHS 111",
        "Urgent help with your health, body or mind, when it is not an emergency.",
        "Day and night",
        phone="111",
        nations=(ENGLAND, SCOTLAND, WALES),
        is_emergency=True,
    ),
    LineRow(
        "samaritans",
        "Samaritans",
        "Somebody to talk to about whatever weighs on you. You do not have to give your name.",
        "Day and night",
        phone="116 123",
    ),
    LineRow(
        "shout",
        "Shout",
        "Support by text message, for when talking is too hard.",
        "Day and night",
        text_to="85258",
        text_word="SHOUT",
    ),
    LineRow(
        "frank",
        "FRANK",
        "Honest information about drugs, and where to turn to.",
        "Day and night",
        phone="0300 123 6600",
    ),
    LineRow(
        "dan-24-7",
        "DAN 24/7",
        "The drug and alcohol help line of Wales, in Welsh and English.",
        "Day and night",
        phone="0808 808 2234",
        nations=(WALES,),
    ),
    LineRow(
        "breathing-space",
        "Breathing Space",
        "Somebody in Scotland to talk to when you feel low or anxious.",
        "Evenings and nights, and all week-end",
        phone="0800 83 85 87",
        nations=(SCOTLAND,),
    ),
    LineRow(
        "lifeline",
        "Lifeline",
        "The crisis line of Northern Ireland, for anybody in distress or despair.",
        "Day and night",
        phone="0808 808 8000",
        nations=(NORTHERN_IRELAND,),
    ),
)
