"""What every test can count on: no network, a fresh cache, and a real browser where there is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest_plugins = ["tests.browser"]


@pytest.fixture(autouse=True)
def _fresh_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the cache after tests that commit; the others take their rows back with the transaction."""
    yield
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        from django.core.cache import cache

        cache.clear()
