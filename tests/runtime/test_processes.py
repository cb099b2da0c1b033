"""Children end with their parent, and only the very process that was remembered is ever signalled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lero_hub.runtime.processes import Child, Identity, Ledger, identify

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]
PARENT = """
import os, sys, time
from pathlib import Path
from lero_hub.runtime.processes import Child
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], log=Path(sys.argv[1]), env=os.environ)
print(child.pid, flush=True)
time.sleep(60)
"""


def eventually(question: Callable[[], bool], seconds: float = 10) -> bool:
    """Ask until the answer is yes, or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "child.log"


def test_a_child_is_identified_while_it_runs_and_not_after(log: Path) -> None:
    child = Child("sleeper", SLEEP, log=log, env=os.environ)
    identity = identify(child.pid)
    assert identity is not None
    assert identity.is_alive()
    child.stop()
    assert not identity.is_alive()
    assert child.exit_code() == -signal.SIGTERM


def test_a_number_given_to_another_process_is_not_the_same_process() -> None:
    own = identify(os.getpid())
    assert own is not None
    assert not Identity(own.pid, own.started + "0").is_alive()


def test_a_zombie_counts_as_ended() -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    assert eventually(lambda: identify(done.pid) is None)
    done.wait()


def test_a_child_that_ignores_the_signal_is_ended_by_force(log: Path) -> None:
    child = Child("deaf", DEAF, log=log, env=os.environ)
    assert eventually(lambda: "deaf" in log.read_text())
    child.stop(seconds=0.2)
    assert child.exit_code() == -signal.SIGKILL


def test_workers_of_a_killed_child_end_too(log: Path) -> None:
    script = f"import subprocess, sys; print(subprocess.Popen({SLEEP!r}).pid, flush=True); import time; time.sleep(60)"
    child = Child("master", [sys.executable, "-c", script], log=log, env=os.environ)
    assert eventually(lambda: log.read_text().endswith("\n"))
    worker = int(log.read_text())
    os.kill(child.pid, signal.SIGKILL)
    assert eventually(lambda: child.exit_code() is not None)
    assert eventually(lambda: identify(worker) is None)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_child_ends_when_its_parent_is_killed(log: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(log)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert identify(child) is not None
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert eventually(lambda: identify(child) is None)


class TestLedger:
    def test_it_finds_what_still_runs_and_stops_it(self, tmp_path: Path, log: Path) -> None:
        ledger = Ledger(tmp_path / "processes.json")
        stays = Child("worker", SLEEP, log=log, env=os.environ)
        ends = Child("beat", SLEEP, log=log, env=os.environ)
        ledger.write([stays, ends])
        ends.stop()
        assert [name for name, _ in ledger.leftovers()] == ["worker"]
        ledger.write([stays, ends])
        assert "beat" not in (tmp_path / "processes.json").read_text()
        assert Ledger(tmp_path / "processes.json").stop_leftovers() == ["worker"]
        assert eventually(lambda: stays.exit_code() is not None)
        assert ledger.leftovers() == []

    def test_it_ends_what_does_not_stop_by_force(self, tmp_path: Path, log: Path) -> None:
        ledger = Ledger(tmp_path / "processes.json")
        child = Child("worker", DEAF, log=log, env=os.environ)
        assert eventually(lambda: "deaf" in log.read_text())
        ledger.write([child])
        assert ledger.stop_leftovers(seconds=0.1) == ["worker"]
        assert eventually(lambda: child.exit_code() == -signal.SIGKILL)

    def test_it_never_signals_a_stranger_with_a_remembered_number(self, tmp_path: Path, log: Path) -> None:
        path = tmp_path / "processes.json"
        stranger = Child("stranger", SLEEP, log=log, env=os.environ)
        path.write_text(f'[{{"name": "worker", "pid": {stranger.pid}, "started": "long ago"}}]')
        assert Ledger(path).stop_leftovers() == []
        assert stranger.exit_code() is None
        stranger.stop()

    @pytest.mark.parametrize("text", ["", "[", "{}", '[{"name": "x"}]', '[{"name": 1, "pid": "x", "started": 2}]', "5"])
    def test_a_ledger_that_was_cut_short_names_nobody(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "processes.json"
        path.write_text(text)
        assert Ledger(path).leftovers() == []
