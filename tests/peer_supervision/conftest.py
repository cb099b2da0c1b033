"""A circle that meets every week."""

from __future__ import annotations

import pytest

from peer_supervision.models import Circle, Session
from tests.peer_supervision.builders import circle, weekly


@pytest.fixture
def group() -> tuple[Circle, list[Session]]:
    """A circle of five with its weekly sessions ahead."""
    opened = circle(members=4)
    return opened, weekly(opened)
