"""One line for each rule that the database holds: named `<table>_<rule>`, with words fit for a person.

PostgreSQL only. Use these for the shapes that come again; write a plain constraint for the rest.
"""

from collections.abc import Iterable

from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words


def check(table: str, rule: str, condition: Q, message: Words) -> CheckConstraint:
    """Hold a condition on every row of a table."""
    return CheckConstraint(condition=condition, name=f"{table}_{rule}", violation_error_message=lazily(message))


def lazily(message: Words) -> str:
    """Hand a lazy text to Django, whose stubs know only `str`."""
    return message  # type: ignore[return-value]  # Django renders lazy texts here; its stubs say str


def paired(table: str, first: str, second: str) -> CheckConstraint:
    """Two nullable fields are filled together or not at all, such as `ended_at` and `ended_by`."""
    both = Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    neither = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    return check(table, f"{first}_with_{second}", both | neither, _("These two belong together: fill both or neither."))


def required_in(table: str, field: str, states: Iterable[str], *, state_field: str = "state") -> CheckConstraint:
    """A nullable field is filled whenever the row is in one of these states."""
    condition = ~Q(**{f"{state_field}__in": sorted(states)}) | Q(**{f"{field}__isnull": False})
    return check(table, f"{field}_when_{state_field}", condition, _("This is needed at this stage."))


def one_of(table: str, field: str, values: Iterable[str]) -> CheckConstraint:
    """A text field holds one of the known values."""
    return check(table, f"{field}_known", Q(**{f"{field}__in": sorted(values)}), _("Choose one of the listed values."))


def not_blank(table: str, field: str) -> CheckConstraint:
    """A text field is never empty."""
    return check(table, f"{field}_not_blank", ~Q(**{field: ""}), _("Write something here."))
