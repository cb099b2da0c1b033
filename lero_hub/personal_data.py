"""What each table knows about people: said by every model, read by export, erasure and the privacy page.

A model without a declaration stops the start (`lero_hub.checks`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class PersonalData:
    """Say whom a row is about, what its person is given in an export, and what erasure does to it.

    `person` lists look-ups from the row to the user. `on_erasure`: `delete` removes the row, `blank` sets the
    fields of `blank`, `keep` leaves it, which `why` must justify.
    """

    person: tuple[str, ...]
    export: tuple[str, ...]
    on_erasure: Literal["delete", "blank", "keep"]
    why: str
    blank: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.on_erasure == "blank") != bool(self.blank):
            raise ValueError("`blank` goes with on_erasure='blank', and only with it")


@dataclass(frozen=True)
class NoPersonalData:
    """Say that no row of this table is about a person, and why that is so."""

    why: str


Declaration = PersonalData | NoPersonalData
