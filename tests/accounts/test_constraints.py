"""What the database refuses about accounts and roles, whatever the code does."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from lero_hub.accounts.models import Consent, NotificationSetting, User
from lero_hub.authz.models import RoleGrant
from tests.accounts.support import NOW, coordinator, person

pytestmark = pytest.mark.django_db


def grant(**changes: Any) -> RoleGrant:
    """Make a grant without the workflow."""
    fields: dict[str, Any] = {"role": "curator", "reason": "Because", "granted_at": NOW}
    return RoleGrant(**fields | changes)


def broken_rows(user: User, other: User) -> dict[str, models.Model]:
    """Give one row for each constraint, which breaks that one alone."""
    consent = {"user": user, "purpose": "terms", "wording": "2026-11", "given_at": NOW}
    return {
        "accounts_user_email_once": User(email="ROBIN@people.example"),
        "accounts_user_erased_is_closed": User(email="gone@people.example", erased_at=NOW, is_active=True),
        "accounts_consent_one_standing": Consent(**consent),
        "accounts_consent_purpose_known": Consent(**consent | {"purpose": "marketing"}),
        "accounts_consent_wording_not_blank": Consent(**consent | {"wording": "", "withdrawn_at": NOW}),
        "accounts_consent_withdrawn_after_given": Consent(**consent | {"withdrawn_at": NOW - timedelta(days=1)}),
        "accounts_notification_setting_once": NotificationSetting(user=user, kind="a.b", wanted=True),
        "accounts_notification_setting_kind_not_blank": NotificationSetting(user=user, kind="", wanted=True),
        "authz_role_grant_one_open": grant(user=other, role="coordinator"),
        "authz_role_grant_role_known": grant(user=user, role="king"),
        "authz_role_grant_ended_at_with_ended_by": grant(user=user, ended_at=NOW),
        "authz_role_grant_reason_not_blank": grant(user=user, reason=""),
    }


def test_each_constraint_refuses_the_row_that_breaks_it() -> None:
    user, other = person("robin"), coordinator()
    NotificationSetting.objects.create(user=user, kind="a.b", wanted=False)

    refused = {}
    for name, row in broken_rows(user, other).items():
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            row.save(force_insert=True)
        assert error.value.__cause__ is not None
        refused[name] = error.value.__cause__.diag.constraint_name  # type: ignore[attr-defined]

    assert refused == {name: name for name in refused}


def test_each_constraint_has_its_row() -> None:
    declared = {
        constraint.name
        for model in (User, Consent, NotificationSetting, RoleGrant)
        for constraint in model._meta.constraints
    }

    assert broken_rows(User(), User()).keys() == declared
    assert all(
        constraint.violation_error_message != constraint.default_violation_error_message
        for model in (User, Consent, NotificationSetting, RoleGrant)
        for constraint in model._meta.constraints
    )
