"""The benchmark: a network of any size that search can find, and a report that says what it saw."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lero_hub.runtime.bench import directory, library, network
from organisations.models import Organisation
from organisations.reference.loader import load_reference
from organisations.workflows.terms import load_terms

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_a_network_is_written_that_search_can_find() -> None:
    load_reference(now=NOW, within=("E08000035",))
    load_terms()
    assert network.fill(40, now=NOW) == 40
    assert Organisation.objects.listed().exclude(search_document=None).count() == 40
    assert len({entry.name for entry in Organisation.objects.all()}) > 20


def test_the_benchmark_measures_every_statement_and_leaves_nothing(tmp_path: Path) -> None:
    """As `make bench` runs it, with a small network: on a database of its own, whatever the environment says."""
    environment = {**os.environ, "DATABASE_URL": "postgresql:///hub?host=/nowhere", "TMPDIR": str(tmp_path)}
    tmp_path.chmod(0o755)
    command = [sys.executable, "-m", "lero_hub.runtime.bench", "40"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode in {0, 1}, ended.stderr  # 1: this machine was too busy
    assert ended.stderr == ""
    assert "40 listed organisations, PostgreSQL" in ended.stdout
    for label, _query in directory.SEARCHES:
        assert f"{label}: results" in ended.stdout
        assert f"{label}: counts" in ended.stdout
    assert ended.stdout.count("Execution Time") >= 2 * (len(directory.SEARCHES) + len(library.SEARCHES))
    for label, _query in library.SEARCHES:
        assert f"\n{label} " in ended.stdout
    for page in ("overview", "one criterion", "saving as you go", "levels side by side", "its page"):
        line = next(line for line in ended.stdout.splitlines() if line.startswith(f"{page} "))
        assert re.search(r" \d+\.\dms +\d+\.\dms +\d+\.\dms +\d+(   OVER)?$", line), line
    assert "40 mails, 0 lost, 0 doubled" in ended.stdout
    assert "/directory/?q=Halifax" in ended.stdout
    assert ("   OVER" in ended.stdout) is bool(ended.returncode)
    assert list(tmp_path.glob("lero-hub-bench-*")) == []
