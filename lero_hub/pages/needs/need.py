"""One thing that needs a person, and where such things come from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor

Rows = QuerySet[Any, Any]
SOON = timedelta(days=2)
FAR = timedelta(days=60)


@dataclass(frozen=True)
class Need:
    """One thing to do: a verb first, the page where it is done, and what happens if nobody does it.

    `waits_for_others`: somebody else cannot go on until it is done. `due` is a local date.
    """

    label: str
    url: str
    note: str = ""
    due: date | None = None
    waits_for_others: bool = False

    def state(self, today: date) -> str:
        """Say in words when it is due, or that somebody waits: by its month alone while that is months ahead."""
        if self.due is None:
            return _("Somebody waits for you") if self.waits_for_others else ""
        is_this_year = self.due.year == today.year
        if self.due > today + FAR:
            return _("By %(month)s") % {"month": date_format(self.due, "F" if is_this_year else "F Y")}
        day = date_format(self.due, "j F" if is_this_year else "j F Y")
        if self.due < today:
            return _("Was due on %(day)s") % {"day": day}
        if self.due == today:
            return _("Due today, %(day)s") % {"day": day}
        if self.due == today + timedelta(days=1):
            return _("By tomorrow, %(day)s") % {"day": day}
        return _("By %(day)s") % {"day": day}

    def state_kind(self, today: date) -> str:
        """Give the kind of tag: `bad` when it is due today or late, `heed` within two days, else a quiet one."""
        if self.due is None:
            return "heed" if self.waits_for_others else ""
        if self.due <= today:
            return "bad"
        return "heed" if self.due <= today + SOON else ""


@dataclass(frozen=True)
class Source:
    """One app's part.

    `needs` lists what needs a person. `rows` gives one or more queries with together as many rows as `needs` has
    entries: they count the same things without reading them. `tally` keeps them, so they are built without asking the
    database anything, and differ between people and times in nothing but parameters. `role` names the duty that this
    part is for: whoever does not hold it is asked nothing, and the count in every header is the cheaper for it.
    """

    needs: Callable[[Actor, datetime], list[Need]]
    rows: Callable[[Actor, datetime], list[Rows]]
    role: str = ""

    def concerns(self, actor: Actor) -> bool:
        """Tell whether this part can hold anything for the person."""
        return not self.role or actor.has(self.role)


ONE = Value(1, output_field=IntegerField())


def each(queryset: QuerySet[Any]) -> Rows:
    """Count every row as one thing."""
    rows: Rows = queryset.order_by().annotate(one=ONE).values_list("one")
    return rows


def together(queryset: QuerySet[Any]) -> Rows:
    """Count all rows as one thing, and none as nothing."""
    rows: Rows = (
        queryset.order_by().annotate(one=ONE).values("one").annotate(n=Count("pk")).filter(n__gt=0).values_list("one")
    )
    return rows


def working_days_after(day: date, days: int) -> date:
    """Count Mondays to Fridays from a day on; bank holidays count as working days."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day
