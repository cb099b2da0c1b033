"""What the tests of the outbox share."""

import pytest

from lero_hub.accounts.models import User
from lero_hub.outbox import kinds, nudge
from tests.outbox import support


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register the kinds of the tests, with everybody wanting everything and no coordinator."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(kinds, "_wants", lambda user_id, switch: True)
    monkeypatch.setattr(kinds, "_coordinators", lambda: ())
    monkeypatch.setattr(nudge, "_leave_alone_until", 0.0)
    support.register_kinds()


@pytest.fixture
def coordinator(db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    """Make one person the network's only coordinator."""
    user = support.person("coordinator")
    monkeypatch.setattr(kinds, "_coordinators", support.Coordinators([user]))
    return user
