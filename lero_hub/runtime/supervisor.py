"""Start the whole hub on this machine, watch it, and leave no process behind.

`make demo` runs it. Order: claim the folder, stop what an earlier start left, database, broker, `manage.py
prepare`, then web, worker and beat at once; ready when `/readyz` says so. DATABASE_URL and REDIS_URL name
servers to use instead of our own.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from lero_hub.runtime.broker import EmbeddedBroker
from lero_hub.runtime.failures import StartFailed, last_lines
from lero_hub.runtime.home import Home
from lero_hub.runtime.launcher import Launcher
from lero_hub.runtime.postgres import EmbeddedPostgres
from lero_hub.runtime.processes import Child

_SOURCE = Path(__file__).resolve().parents[2]
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_READY_WITHIN = 120.0  # seconds from starting the processes to /readyz


class Stopped(BaseException):
    """Somebody wants the hub to stop."""


@dataclass(frozen=True)
class Options:
    """What the environment asks for."""

    port: int
    home: Path
    reset: bool

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Options:
        """Read PORT, HOME_DIR and RESET; raises StartFailed for a port that is none."""
        given = environment.get("PORT") or "8000"
        if not given.isdecimal() or not 1 <= int(given) <= 65535:
            raise StartFailed(f"PORT={given} is not a port number. Choose one from 1024 to 65535.")
        home = Path(environment.get("HOME_DIR") or _SOURCE / "var")
        return cls(int(given), home, environment.get("RESET", "") not in {"", "0", "no", "false"})

    @property
    def address(self) -> str:
        """Where the site is found."""
        return f"http://127.0.0.1:{self.port}"


class Demonstration:
    """One running hub: its servers and its processes."""

    def __init__(self, options: Options) -> None:
        """Start nothing yet."""
        self._options = options
        self._home = Home(options.home)
        self._environment = dict(os.environ)
        self._launcher = Launcher()
        self._postgres: EmbeddedPostgres | None = None
        self._servers: list[Child] = []
        self._processes: list[Child] = []
        self._reported: set[str] = set()

    def run(self) -> int:
        """Run until somebody stops it or the web server ends; return the exit code.

        Raises StartFailed when the hub cannot start; nothing is left running then.
        """
        _refuse_taken_port(self._options.port)
        self._home.claim(self._options.address)
        try:
            for wanted in _SIGNALS:
                signal.signal(wanted, _raise_stopped)
            self._start()
            return self._watch()
        except Stopped:
            return 0
        finally:
            for wanted in _SIGNALS:
                signal.signal(wanted, signal.SIG_IGN)  # a second Ctrl-C must not cut the stopping short
            self._stop()
            self._home.release()

    def _start(self) -> None:
        left = self._home.ledger.stop_leftovers()
        if left:
            _say(f"Stopped what an earlier start left behind: {', '.join(left)}.")
        if self._options.reset:
            self._home.reset()
        self._home.begin_logs()
        self._set_environment()
        self._start_database()
        self._start_broker()
        self._prepare()
        self._start_processes()
        self._wait_until_ready()
        _say(f"LERO Hub is ready at {self._options.address}")
        sign_ins = self._home.room("sign-ins.txt")
        if sign_ins.exists():
            _say("\n" + sign_ins.read_text().rstrip())
        _say("\nPress Ctrl-C to stop.")

    def _set_environment(self) -> None:
        """Set what the hub's own processes read; secrets that the environment does not give are made once."""
        environment = self._environment
        for name, value in self._home.secrets().items():
            environment[name] = environment.get(name) or value
        environment |= {
            "DJANGO_SETTINGS_MODULE": "lero_hub.settings",
            "DEMO": "1",
            "PORT": str(self._options.port),
            "HOME_DIR": str(self._home.folder),
            "BASE_URL": self._options.address,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "PYTHONUNBUFFERED": "1",
        }

    def _start_database(self) -> None:
        if self._environment.get("DATABASE_URL"):
            _say("Using the database that DATABASE_URL names.")
            if self._options.reset:
                _say("RESET=1 empties the data folder only, not that database.")
            return
        _say("Starting the database …")
        self._postgres = EmbeddedPostgres(self._home.room("postgres"), log=self._home.log("database"))
        if self._postgres.place != self._home.room("postgres"):
            _say(f"Its files are in {self._postgres.place}: other users cannot reach {self._home.folder}.")
        self._environment["DATABASE_URL"] = self._postgres.start().url
        self._remember(self._servers, self._postgres.child)

    def _start_broker(self) -> None:
        if self._environment.get("REDIS_URL"):
            _say("Using the broker that REDIS_URL names.")
            return
        broker = EmbeddedBroker(self._home.room("broker"), log=self._home.log("broker")).start()
        self._environment["REDIS_URL"] = broker.url
        if broker.child is not None:
            self._remember(self._servers, broker.child)

    def _prepare(self) -> None:
        """Bring the database, the files and the demonstration's people up to date."""
        _say("Preparing the database and the demonstration network …")
        preparing = self._python("prepare", "manage.py", "prepare")
        self._remember(self._processes, preparing)
        while preparing.exit_code() is None:
            self._pause(0.05)
        self._processes.remove(preparing)
        if preparing.exit_code():
            raise StartFailed(f"Preparing failed. The end of {preparing.log}:\n{last_lines(preparing.log)}")

    def _start_processes(self) -> None:
        _say("Starting the site …")
        beat = self._home.room("beat")
        beat.mkdir(exist_ok=True)
        celery = ("-m", "celery", "-A", "lero_hub")
        web = ["-m", "gunicorn", "lero_hub.wsgi", "--bind", f"127.0.0.1:{self._options.port}"]
        web += ["--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "--graceful-timeout", "5"]
        worker = ["worker", "-P", "threads", "-c", "4", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        schedule = ["beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(beat / "schedule")]
        for name, command in (("web", web), ("worker", [*celery, *worker]), ("beat", [*celery, *schedule])):
            self._remember(self._processes, self._python(name, *command))

    def _python(self, name: str, *arguments: str) -> Child:
        """Start a Python program of the hub."""
        command = [sys.executable, *arguments]
        return Child(name, command, log=self._home.log(name), env=self._environment, cwd=_SOURCE)

    def _remember(self, group: list[Child], child: Child) -> None:
        group.append(child)
        self._home.ledger.write([*self._servers, *self._processes])

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN
        said = "no answer yet"
        while time.monotonic() < deadline:
            for child in (*self._servers, *self._processes):
                if child.exit_code() is not None:
                    raise StartFailed(f"{_ended(child)} The end of it:\n{last_lines(child.log)}")
            ready, said = _ask(f"{self._options.address}/readyz")
            if ready:
                return
            self._pause(0.2)
        raise StartFailed(
            f"The hub was not ready after {_READY_WITHIN:.0f} seconds. /readyz says:\n{said}\n"
            f"The logs are in {self._home.room('logs')}."
        )

    def _watch(self) -> int:
        """Report each process that ends. The site stays up without its background parts: /readyz tells."""
        while True:
            for child in (*self._servers, *self._processes):
                if child.exit_code() is None or child.name in self._reported:
                    continue
                self._reported.add(child.name)
                _say(_ended(child))
                if child.name == "web":
                    return 1
                _say(f"The site runs on without it; {self._options.address}/readyz tells. Stop it and start again.")
            self._pause(0.25)

    def _pause(self, seconds: float) -> None:
        """Wait a moment; raises Stopped when whoever started us is gone or was interrupted."""
        time.sleep(seconds)
        if self._launcher.wants_us_to_stop():
            raise Stopped

    def _stop(self) -> None:
        """Stop everything: first what uses the servers, then the servers."""
        if self._processes or self._servers:
            _say("\nStopping …")
        for group in (self._processes, self._servers):
            for child in group:
                child.ask_to_stop()
            for child in group:
                child.wait(15)
        self._home.ledger.clear()


def _raise_stopped(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _say(text: str) -> None:
    print(text, flush=True)


def _ended(child: Child) -> str:
    """Say that a process ended, how, and where its log is."""
    code = child.exit_code() or 0
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    return f"The {child.name} process {how}. Its log is {child.log}."


def _refuse_taken_port(port: int) -> None:
    """Raise StartFailed when the port cannot be had."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
            trial.listen(1)
        except OSError as problem:
            raise StartFailed(
                f"Port {port} cannot be used ({problem.strerror}). Choose another one: make demo PORT=8001"
            ) from problem


def _ask(url: str) -> tuple[bool, str]:
    """Ask an address on this machine; return whether it answered 200, and what it said."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=8) as response:
            return True, response.read().decode()
    except urllib.error.HTTPError as problem:
        return False, problem.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as problem:
        return False, str(problem)


def main() -> int:
    """Run the demonstration that the environment describes."""
    try:
        return Demonstration(Options.from_environment(os.environ)).run()
    except StartFailed as failure:
        print(f"LERO Hub did not start. {failure}", file=sys.stderr, flush=True)
        return 1
