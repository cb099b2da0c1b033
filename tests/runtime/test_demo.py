"""`make demo` from the outside: real processes, real signals. Slow on purpose, and run with all the others."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from lero_hub.runtime.postgres import EmbeddedPostgres
from lero_hub.runtime.processes import Identity, Ledger, identify

ROOT = Path(__file__).resolve().parents[2]
SERVERS = ("database", "broker")
PROCESSES = ("web", "worker", "beat")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see what is left")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def until(question: Callable[[], Any], seconds: float) -> Any:
    """Ask until there is an answer; fail when the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} seconds")


class Demo:
    """One `python -m lero_hub.runtime.demo` in a folder, with what it prints."""

    def __init__(self, home: Path, port: int, command: list[str] | None = None) -> None:
        ours = ("DATABASE_", "REDIS_URL", "EMAIL_URL", "HOME_DIR", "DJANGO_", "LERO_", "PYTEST_", "COV_")
        names = ("SECRET_KEY", "FIELD_KEYS", "CREDENTIAL_KEY", "BACKUP_KEY", "ALLOWED_HOSTS", "RESET")
        environment = {name: v for name, v in os.environ.items() if not name.startswith(ours) and name not in names}
        environment |= {"HOME_DIR": str(home), "PORT": str(port)}
        self.home, self.address = home, f"http://127.0.0.1:{port}"
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            command or [sys.executable, "-m", "lero_hub.runtime.demo"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        self.lines += iter(self.process.stdout.readline, "")
        self.process.stdout.close()

    @property
    def printed(self) -> str:
        return "".join(self.lines)

    def wait_until_ready(self) -> None:
        def ready() -> bool:
            assert self.process.poll() is None, self.printed
            return f"LERO Hub is ready at {self.address}\n" in self.lines and "Press Ctrl-C" in self.printed

        until(ready, 150)

    def readyz(self) -> tuple[int, dict[str, str]]:
        """Return the status, and for each part ok or why not."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=15) as response:
                status, body = response.status, response.read()
        except urllib.error.HTTPError as problem:
            status, body = problem.code, problem.read()
        parts = json.loads(body)["parts"]
        return status, {name: part.get("reason", part["status"]) for name, part in parts.items()}

    def failed(self) -> tuple[int, set[str]]:
        """Return the status, and which parts are not well."""
        status, parts = self.readyz()
        return status, {name for name, said in parts.items() if said != "ok"}

    def running(self) -> dict[str, Identity]:
        return dict(Ledger(self.home / "processes.json").leftovers())

    def everything(self) -> list[Identity]:
        """Return every process that has our folder or port in its command line, whoever started it."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                words, environment = (path / "cmdline").read_bytes(), (path / "environ").read_bytes()
            except OSError:
                continue
            if str(self.home).encode() in words + environment and int(path.name) != os.getpid():
                found.append(identify(int(path.name)))
        return [identity for identity in found if identity]

    def end(self, wanted: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(wanted)
        code = self.process.wait(45)
        self._reader.join(10)
        return code


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder that every user can reach; pytest's own are closed."""
    path = Path(tempfile.mkdtemp(prefix="lero-hub-demo-"))
    path.chmod(0o755)
    yield path / "var"
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def start(home: Path) -> Iterator[Callable[..., Demo]]:
    """Start a demonstration from `home`, or from another folder; whatever happens, none outlives the test."""
    started: list[Demo] = []

    def begin(folder: Path = home, port: int = 0, command: list[str] | None = None) -> Demo:
        started.append(Demo(folder, port or free_port(), command))
        return started[-1]

    yield begin
    for demo in started:
        if demo.process.poll() is None:
            demo.end(signal.SIGTERM)
        Ledger(demo.home / "processes.json").stop_leftovers()


def test_parts_that_stop_are_named_and_ctrl_c_leaves_nothing(home: Path, start: Callable[..., Demo]) -> None:
    demo = start()
    demo.wait_until_ready()
    well = (200, dict.fromkeys(("database", "migrations", "broker", "worker", "beat"), "ok"))
    until(lambda: demo.readyz() == well, 10)  # each web process keeps its own answer for two seconds
    assert sorted(demo.running()) == sorted(SERVERS + PROCESSES)
    assert "coordinator@demo.example" in demo.printed
    assert (home / "secrets.json").stat().st_mode & 0o777 == 0o600

    for name in ("worker", "beat"):
        os.kill(demo.running()[name].pid, signal.SIGKILL)
    until(lambda: demo.failed() == (503, {"worker", "beat"}), 30)
    ended = f"The worker process was ended by SIGKILL. Its log is {home}/logs/worker.log."
    until(lambda: ended in demo.printed, 10)  # said by another process than the one that answers /readyz

    os.kill(demo.running()["broker"].pid, signal.SIGKILL)
    until(lambda: demo.failed() == (503, {"worker", "beat", "broker"}), 30)
    with urllib.request.urlopen(f"{demo.address}/about/", timeout=15) as page:
        assert page.status == 200  # a broker that is down breaks no page

    os.kill(demo.running()["database"].pid, signal.SIGKILL)
    until(lambda: demo.readyz()[1]["database"] == "does not answer", 30)

    assert demo.end(signal.SIGINT) == 0
    assert demo.everything() == []


def test_a_second_start_keeps_the_data_whatever_ended_the_first(home: Path, start: Callable[..., Demo]) -> None:
    port = free_port()
    demo = start(port=port)
    demo.wait_until_ready()
    url = EmbeddedPostgres(home / "postgres").url
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'here' AS word")
    secrets = (home / "secrets.json").read_text()

    other_folder = start(home.with_name("other"), port)
    assert other_folder.process.wait(30) == 1
    other_folder.end()
    assert f"Port {port} cannot be used" in other_folder.printed
    assert not home.with_name("other").exists()
    same_folder = start()
    assert same_folder.process.wait(30) == 1
    same_folder.end()
    assert f"already runs from {home} (process {demo.process.pid} at {demo.address})" in same_folder.printed

    assert demo.end(signal.SIGKILL) == -signal.SIGKILL
    until(lambda: demo.everything() == [], 20)

    again = start(port=port)
    again.wait_until_ready()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("here",)
    assert (home / "secrets.json").read_text() == secrets

    os.kill(again.running()["web"].pid, signal.SIGKILL)
    assert again.process.wait(45) == 1
    again.end()
    ended = f"The web process was ended by SIGKILL. Its log is {home}/logs/web.log."
    until(lambda: ended in again.printed, 10)
    assert again.everything() == []


def test_ctrl_c_while_it_starts_leaves_nothing(home: Path, start: Callable[..., Demo]) -> None:
    demo = start()
    until(lambda: "Preparing the database" in demo.printed, 60)
    time.sleep(1)
    assert demo.end(signal.SIGTERM) == 0
    assert demo.everything() == []
    assert "Traceback" not in demo.printed


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGKILL])
def test_a_signal_to_make_alone_stops_what_make_started(
    start: Callable[..., Demo], tmp_path: Path, wanted: signal.Signals
) -> None:
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"demo:\n\t@exec {sys.executable} -m lero_hub.runtime.demo\n")
    demo = start(command=["make", "--no-print-directory", "-f", str(makefile), "demo"])
    until(lambda: "Preparing the database" in demo.printed, 60)
    demo.end(wanted)
    until(lambda: demo.everything() == [], 30)
