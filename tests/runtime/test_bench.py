"""The benchmark: a network of any size that search can find, and a report that says what it saw."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from lero_hub.runtime.bench import directory, network
from organisations import maps
from organisations.models import Organisation
from organisations.reference.loader import load_reference

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_the_benchmark_fills_a_network_and_measures_it(monkeypatch):
    monkeypatch.setattr(directory, "ROUNDS", 1)
    monkeypatch.setattr(directory, "WARM", 0)
    load_reference(now=NOW)
    call_command("load_terms", verbosity=0)
    said: list[str] = []
    try:
        assert network.fill(40, now=NOW) == 40
        assert Organisation.objects.listed().exclude(search_document=None).count() == 40
        assert len({entry.name for entry in Organisation.objects.all()}) > 20
        assert directory.report(said.append) in {True, False}
    finally:
        maps.forget()
    text = "\n".join(said)
    assert text.startswith("40 listed organisations, PostgreSQL")
    for label, _query in directory.SEARCHES:
        assert f"{label}: results" in text
        assert f"{label}: counts" in text
    assert text.count("Execution Time") == 2 * len(directory.SEARCHES)
    assert "/directory/?q=Halifax" in text
