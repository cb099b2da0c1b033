"""The people of the matrix by their roles, the world as its tests see it, and how a request is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.test import Client

from lero_hub.accounts.models import User
from lero_hub.authz.actor import ANONYMOUS, Actor
from organisations.models import Organisation
from organisations.states import State
from tests.factories import NOW, me

VISITOR, MEMBER, LEAD, EDITOR, OTHER_LEAD = "visitor", "member", "lead", "editor", "lead of another"
COORDINATOR, ASSESSOR, PANEL, CURATOR = "coordinator", "assessor", "panel member", "curator"
SUPERUSER, WITHDRAWN = "superuser", "consent withdrawn"
ROLES = (
    VISITOR, MEMBER, LEAD, EDITOR, OTHER_LEAD, COORDINATOR, ASSESSOR, PANEL, CURATOR, SUPERUSER, WITHDRAWN,
)  # fmt: skip

CLOCK = NOW + timedelta(days=7)
"""When the requests are made: a week after most of what they are about."""

TEAM_STATES = tuple(State.values)
TAKEN_OFF, OTHER_DRAFT = "taken off", "other draft"


@dataclass
class World:
    """What has been built: people by role, entries by name, and words for what stands in addresses."""

    people: dict[str, User] = field(default_factory=dict)
    entries: dict[str, Organisation] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def actor(self, role: str) -> Actor:
        """Give a fresh actor of a role."""
        return ANONYMOUS if role == VISITOR else me(self.people[role])

    def browser(self, role: str, *, checks_csrf: bool = False) -> Client:
        """Open a browser in which the person of this role is signed in."""
        browser = Client(enforce_csrf_checks=checks_csrf, raise_request_exception=False)
        if role in self.sessions:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return browser


@contextmanager
def taken_back() -> Iterator[None]:
    """Run the block inside a transaction, and take back all that it wrote."""
    block = transaction.atomic()
    block._from_testcase = True  # as TestCase does: workflows that must be outermost may run here
    with block:
        yield
        transaction.set_rollback(True)
