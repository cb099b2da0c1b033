"""The world of the matrix, for tests of the standards that ask everybody."""

from __future__ import annotations

from tests.permissions.conftest import world

__all__ = ["world"]
