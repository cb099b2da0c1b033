"""What the database refuses about teams, reports and help lines, whatever a workflow forgot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction

from organisations.models import EntryReport, HelpLine, Invitation, JoinRequest, Membership
from organisations.workflows.help_lines import load_help_lines
from organisations.workflows.invitations import invite
from organisations.workflows.joining import ask_to_join
from tests.factories import NOW, entry, me, person, report

pytestmark = pytest.mark.django_db


def again(row: models.Model, **changes: object) -> None:
    """Save a copy of a row beside it."""
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def twin(row: models.Model) -> None:
    """Save a copy under a new id."""
    again(row, id=type(row)._meta.pk.get_default())


def set_to(**changes: object) -> Callable[[models.Model], None]:
    """Change columns of a row past every workflow."""
    return lambda row: type(row)._default_manager.filter(pk=row.pk).update(**changes) and None


def by_somebody(name: str, **changes: object) -> Callable[[models.Model], None]:
    """Set a column to a person, and others to values."""
    return lambda row: set_to(**{name: person(), **changes})(row)


BREACHES: dict[str, Callable[..., None]] = {
    "organisations_membership_one_open": twin,
    "organisations_membership_role_known": set_to(role="owner"),
    "organisations_membership_ended_at_with_ended_by": set_to(ended_at=NOW),
    "organisations_invitation_one_open": lambda row: again(
        row, id=Invitation._meta.pk.get_default(), email=row.email.upper()
    ),
    "organisations_invitation_role_known": set_to(role="owner"),
    "organisations_invitation_accepted_at_with_accepted_by": set_to(accepted_at=NOW),
    "organisations_invitation_ends_once": by_somebody("accepted_by", accepted_at=NOW, revoked_at=NOW),
    "organisations_invitation_address_while_open": set_to(email=""),
    "organisations_invitation_expires_later": set_to(expires_at=NOW - timedelta(days=1)),
    "organisations_join_request_one_open": twin,
    "organisations_join_request_outcome_known": by_somebody("answered_by", answered_at=NOW, outcome="maybe"),
    "organisations_join_request_answered_at_with_answered_by": set_to(answered_at=NOW, outcome="accepted"),
    "organisations_join_request_outcome_when_answered": set_to(outcome="accepted"),
    "organisations_entry_report_closed_at_with_closed_by": set_to(closed_at=NOW),
    "organisations_entry_report_words_while_open": set_to(what=""),
    "organisations_entry_report_forgotten_is_empty": set_to(is_forgotten=True),
    "organisations_help_line_name_not_blank": set_to(name=""),
    "organisations_help_line_source_not_blank": set_to(source=""),
    "organisations_help_line_checked_on_with_checked_by": set_to(checked_on=NOW.date()),
    "organisations_help_line_reachable": set_to(phone="", text_to=""),
}
MODELS = (Membership, Invitation, JoinRequest, EntryReport, HelpLine)


def row_of(model: type[models.Model]) -> models.Model:
    """Make one row by a workflow."""
    organisation = entry()
    lead, call = me(organisation.created_by), {"organisation_id": organisation.pk, "now": NOW}
    if model is Membership:
        return organisation.memberships.get()
    if model is Invitation:
        return invite(email="new@people.example", role="editor", by=lead, **call)
    if model is JoinRequest:
        return ask_to_join(note="", by=me(person()), **call)
    if model is EntryReport:
        return report(organisation)
    load_help_lines()
    return HelpLine.objects.get(pk="frank")


@pytest.mark.parametrize("name", sorted(BREACHES))
def test_the_database_refuses_it_and_says_so_in_words(name: str) -> None:
    model = next(model for model in MODELS if any(each.name == name for each in model._meta.constraints))
    row = row_of(model)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BREACHES[name](row)
    words = next(each for each in model._meta.constraints if each.name == name).violation_error_message
    assert "Constraint" not in str(words)


def test_every_constraint_of_these_tables_has_its_breach() -> None:
    assert {each.name for model in MODELS for each in model._meta.constraints} == set(BREACHES)
