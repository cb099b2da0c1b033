"""Two imports at once, with real commits: what both bring is added once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from evidence.models import ImportRun, Item
from evidence.workflows.importing import import_run, import_text, prepare_import
from tests.evidence.builders import curator, ris
from tests.factories import NOW, me

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do each work in a thread of its own, starting together."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return [future.result(timeout=30) for future in [threads.submit(run, work) for work in works]]


def test_two_imports_at_once_add_each_study_once() -> None:
    text = ris(key="a", title="First") + ris(key="b", title="Second", doi="10.5555/b")
    added = at_once(*[lambda: len(import_text(text=text, by=None, now=NOW))] * 4)
    assert sorted(added) == [0, 0, 0, 2]
    assert Item.objects.count() == 2


def test_two_clicks_on_one_import_add_once() -> None:
    user = curator()
    run = prepare_import(name="", text=ris(), by=me(user), now=NOW)
    at_once(*[lambda: import_run(run_id=run.pk, by=me(user), now=NOW)] * 3)
    assert Item.objects.count() == 1
    assert ImportRun.objects.get().added == 1
