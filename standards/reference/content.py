"""What a file says, once it is known to be sound: plain values, in the order of the file."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from standards.states import CriterionType, Outcome


@dataclass(frozen=True)
class Step:
    """One level of the scale."""

    level: int
    name: str
    meaning: str


@dataclass(frozen=True)
class Share:
    """What an outcome asks, in per cent; None asks nothing."""

    outcome: Outcome
    essential: int | None
    expected: int | None


@dataclass(frozen=True)
class CriterionText:
    """One criterion. `levels` are the descriptions, lowest first."""

    code: str
    type: CriterionType
    title: str
    requirement: str
    shown_by: tuple[str, ...]
    levels: tuple[tuple[int, str], ...]
    not_applicable_when: str
    derived_from: tuple[tuple[str, str], ...]
    line: int = field(compare=False, default=0)


@dataclass(frozen=True)
class DomainText:
    """One chapter with its criteria."""

    code: str
    title: str
    summary: str
    criteria: tuple[CriterionText, ...]
    line: int = field(compare=False, default=0)


@dataclass(frozen=True)
class FrameworkText:
    """A whole edition."""

    slug: str
    number: str
    for_consultation: bool
    language: str
    title: str
    purpose: str
    not_for: str
    met_at: int
    scale: tuple[Step, ...]
    type_meanings: dict[str, str]
    thresholds: tuple[Share, ...]
    evidence_rules: tuple[str, ...]
    reading_notes: tuple[str, ...]
    sources: dict[str, dict[str, str]]
    domains: tuple[DomainText, ...]

    @property
    def criteria(self) -> list[CriterionText]:
        """Every criterion, in the order of the file."""
        return [criterion for domain in self.domains for criterion in domain.criteria]

    @property
    def digest(self) -> str:
        """Fingerprint what is said, whatever comments and line breaks are around it."""
        said = asdict(self)
        for domain in said["domains"]:
            del domain["line"]
            for criterion in domain["criteria"]:
                del criterion["line"]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
