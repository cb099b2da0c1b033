"""The benchmark of the library: items that search can find, and a report that says what it saw."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from evidence.models import Item, Recipe
from lero_hub.runtime.bench import directory, library, network, shelf
from organisations.reference.loader import load_reference

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_the_benchmark_fills_a_library_and_measures_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory.milliseconds, "__defaults__", (1,))
    monkeypatch.setattr(directory, "WARM", 0)
    load_reference(now=NOW)
    call_command("load_terms", verbosity=0)
    network.fill(4, now=NOW)
    said: list[str] = []
    assert shelf.fill(40, now=NOW) == 40
    assert Item.objects.published().exclude(search_document=None).count() == 40
    assert Recipe.objects.count() == 10
    assert library.report(said.append) in {True, False}
    text = "\n".join(said)
    for label, _query in library.SEARCHES:
        assert f"library, {label}: counts" in text
        assert f"library, {label}: results" in text
    assert text.count("Execution Time") >= 2 * len(library.SEARCHES)
