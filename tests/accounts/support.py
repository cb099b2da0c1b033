"""People, mail and forms for the tests of accounts, made the way the hub makes them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

from lero_hub.accounts import workflows
from lero_hub.accounts.models import User
from lero_hub.audit.models import AuditEvent
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.authz.workflows import grant_first_coordinator
from lero_hub.outbox.models import OutboxMessage
from tests.factories import browser_of, me

__all__ = [
    "LATER",
    "NOW",
    "PASSWORD",
    "ROLES",
    "browser_of",
    "coordinator",
    "letters",
    "link_in",
    "me",
    "open_roles",
    "person",
    "show_again",
    "sign_in",
    "verbs",
]

NOW = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PASSWORD = "four quiet words here"


def person(name: str = "robin", **changes: Any) -> User:
    """Register a person whose address is confirmed."""
    given: dict[str, Any] = {
        "email": f"{name}@people.example",
        "password": PASSWORD,
        "display_name": name.title(),
        "accepts_terms": True,
        "consents": True,
        "now": NOW,
        "address_verified": True,
    }
    return workflows.register_person(**given | changes)


def coordinator(name: str = "coral") -> User:
    """Register a person and make them a coordinator."""
    user = person(name)
    grant_first_coordinator(user_id=user.pk, reason="To begin with", now=NOW)
    return user


def sign_in(client: Client, user: User, password: str = PASSWORD, **extra: str) -> HttpResponseBase:
    """Sign in through the page, as people do."""
    return client.post("/accounts/login/", {"login": user.email, "password": password, **extra})


def show_again(client: Client) -> None:
    """Type the password once more, as the hub asks before a copy or a deletion."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def verbs() -> list[str]:
    """List what the audit log holds, oldest first."""
    return list(AuditEvent.objects.order_by("at", "verb").values_list("verb", flat=True))


def letters() -> list[tuple[str, str]]:
    """List address and subject of what waits in the outbox."""
    return list(OutboxMessage.objects.order_by("created_at", "id").values_list("to", "subject"))


def link_in(message: OutboxMessage) -> str:
    """Find the address that a message leads to, without scheme and host."""
    found = re.search(r"https?://[^/\s]+(/\S+)", message.text)
    assert found is not None
    return found.group(1)


def open_roles(user: User) -> list[str]:
    """List the roles that a person holds now."""
    return list(RoleGrant.objects.open().filter(user=user).order_by("role").values_list("role", flat=True))


ROLES = list(Role)
