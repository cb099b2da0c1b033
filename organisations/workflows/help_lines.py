"""The lines to ring now: coordinators write, check and remove them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lero_hub.addresses import free_slug
from lero_hub.audit.models import AuditEvent
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import is_coordinator
from lero_hub.errors import Refused, StaleVersion
from organisations.models import HelpLine
from organisations.reference.help_lines import HELP_LINES, SOURCE, LineRow

REMOVED = "organisations.remove_help_line"


@dataclass(frozen=True)
class LineValues:
    """What a coordinator says about a line. `checked`: they have just made sure that it is right."""

    name: str
    what: str
    source: str
    phone: str = ""
    text_to: str = ""
    text_word: str = ""
    website: str = ""
    hours: str = ""
    nations: tuple[str, ...] = ()
    is_emergency: bool = False
    checked: bool = False

    def words(self) -> dict[str, object]:
        """Give the columns that these values fill."""
        columns = asdict(self)
        columns.pop("checked")
        return {**columns, "nations": sorted(self.nations)}


@transaction.atomic
def add_help_line(*, values: LineValues, by: Actor, now: datetime, slug: str = "") -> HelpLine:
    """Add a line. Its key is made of its name where none is given; a second click meets the first one's line.

    Raises NotAllowed unless `by` is a coordinator, Refused("unreachable").
    """
    is_coordinator.require(by, None)
    _require_reachable(values)
    last = HelpLine.objects.aggregate(last=Max("position"))["last"] or 0
    slug = slug or _slug_of(values)
    line, is_new = HelpLine.objects.get_or_create(slug=slug, defaults={**values.words(), "position": last + 1})
    if is_new:
        _mark_checked(line, values.checked, by=by, now=now)
        record(actor=by, verb="organisations.add_help_line", subject=line, now=now, checked=values.checked)
    return line


def _slug_of(values: LineValues) -> str:
    """Give the key of the line that says just this, else one that no line has or had."""
    free = free_slug("help line", values.name, taken=_taken, most=34, otherwise="line")
    twin = HelpLine.objects.filter(name=values.name, phone=values.phone, text_to=values.text_to).first()
    return twin.slug if twin else free


def _taken(stem: str) -> set[str]:
    standing = HelpLine.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    return {*standing, *_removed(), "add"}


@transaction.atomic
def save_help_line(*, slug: str, version: int, values: LineValues, by: Actor, now: datetime) -> HelpLine:
    """Change a line. Unless it is checked in the same breath, changed details are to be confirmed again.

    Saving what stands there already changes nothing. Raises NotAllowed, StaleVersion, Refused("unreachable", "gone").
    """
    is_coordinator.require(by, None)
    _require_reachable(values)
    line = _locked(slug)
    if line is None:
        raise Refused("gone", _("Another coordinator removed this line."))
    changed = {name: value for name, value in values.words().items() if getattr(line, name) != value}
    if not changed and not values.checked:
        return line
    if line.version != version:
        raise StaleVersion(line.version)
    for name, value in changed.items():
        setattr(line, name, value)
    line.version += 1
    line.save(update_fields=[*changed, "version"])
    _mark_checked(line, values.checked, by=by, now=now)
    record(actor=by, verb="organisations.save_help_line", subject=line, now=now, checked=values.checked)
    return line


@transaction.atomic
def confirm_help_line(*, slug: str, by: Actor, now: datetime) -> HelpLine:
    """Say that a line was rung, or looked up, and is right. Twice on one day changes nothing.

    Raises NotAllowed unless `by` is a coordinator, Refused("gone").
    """
    is_coordinator.require(by, None)
    line = _locked(slug)
    if line is None:
        raise Refused("gone", _("Another coordinator removed this line."))
    if line.checked_on == localdate(now) and line.checked_by_id == by.user_id:
        return line
    _mark_checked(line, True, by=by, now=now)
    record(actor=by, verb="organisations.confirm_help_line", subject=line, now=now)
    return line


@transaction.atomic
def remove_help_line(*, slug: str, by: Actor, now: datetime) -> None:
    """Remove a line; loading does not bring it back. Removing it twice is harmless."""
    is_coordinator.require(by, None)
    line = _locked(slug)
    if line is not None:
        record(actor=by, verb=REMOVED, subject=line, now=now)
        line.delete()


def _locked(slug: str) -> HelpLine | None:
    return HelpLine.objects.select_for_update(of=("self",)).filter(pk=slug).first()


def _require_reachable(values: LineValues) -> None:
    if not values.phone and not values.text_to:
        raise Refused("unreachable", _("Give a number to ring or to text."))


def _mark_checked(line: HelpLine, checked: bool, *, by: Actor, now: datetime) -> None:
    line.checked_on, line.checked_by = (localdate(now), by.user) if checked else (None, None)
    line.save(update_fields=["checked_on", "checked_by"])


@dataclass(frozen=True)
class Loaded:
    """What a load did."""

    written: int
    left: int


@transaction.atomic
def load_help_lines(*, rows: Sequence[LineRow] = HELP_LINES) -> Loaded:
    """Write the lines that the hub starts with; a second load changes nothing.

    A line that a coordinator has checked, edited or removed stays as they left it.
    """
    removed = _removed()
    standing = {line.slug: line for line in HelpLine.objects.select_for_update(of=("self",))}
    written = 0
    for position, row in enumerate(rows):
        line = standing.get(row.slug)
        if row.slug in removed or (line and (line.version > 1 or line.checked_on)):
            continue
        columns = {**asdict(row), "nations": sorted(row.nations), "source": SOURCE, "position": position}
        if line is None or any(getattr(line, name) != value for name, value in columns.items()):
            HelpLine.objects.update_or_create(slug=row.slug, defaults=columns)
            written += 1
    return Loaded(written, len(rows) - written)


def _removed() -> set[str]:
    events = AuditEvent.objects.filter(verb=REMOVED, subject_type=HelpLine._meta.label_lower)
    return set(events.values_list("subject_id", flat=True))
