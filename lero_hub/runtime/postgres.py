"""A PostgreSQL server of our own, on a UNIX socket in the data folder, for the demonstration and the tests.

It opens no port. Started by root it runs as `nobody`, since PostgreSQL refuses root; where the data
folder is closed to other users (as /root is) programs and data go to a folder under /var/tmp that the
data folder names, so that removing the data folder still means starting afresh.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from lero_hub.runtime.binaries import copy_postgres, find_postgres, passable
from lero_hub.runtime.failures import StartFailed, last_lines
from lero_hub.runtime.processes import PROC, Child, RunAs
from lero_hub.runtime.sockets import socket_folder

_USER = _DATABASE = "app"
_SETTINGS = {"listen_addresses": "", "max_connections": "80", "shared_buffers": "64MB", "timezone": "UTC"}
# A failing statement would put its values into the log: what was written, and the key that was taken twice.
_DISCREET = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class EmbeddedPostgres:
    """One server with one database, kept in `folder` from start to start."""

    def __init__(self, folder: Path, *, log: Path | None = None, durable: bool = True) -> None:
        """Choose programs, user and places; nothing starts yet.

        `durable=False` trades safety in a power cut for speed: only for data that a test throws away.
        Raises StartFailed when there is no PostgreSQL to start.
        """
        self._durable = durable
        self._run_as = _unprivileged() if os.geteuid() == 0 else None
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        self._log = log or folder / "server.log"
        self._programs = find_postgres()
        self.place = folder
        if self._run_as and not passable(folder / "data"):
            self.place = _place_elsewhere(folder)
        if self._run_as and not passable(self._programs / "postgres"):
            self._programs = copy_postgres(self._programs, self.place)
        self.data = self.place / "data"
        self._socket_folder = socket_folder(self.place, ".s.PGSQL.5432.lock", self._run_as)
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """The address for `DATABASE_URL`."""
        return self._url(_DATABASE)

    @property
    def child(self) -> Child:
        """The running server; only after `start`."""
        if self._child is None:
            raise StartFailed("The database has not been started.")
        return self._child

    def _url(self, database: str) -> str:
        return f"postgresql://{_USER}@{quote(str(self._socket_folder), safe='')}/{database}"

    def start(self) -> EmbeddedPostgres:
        """Make the database when there is none, start the server and wait until it answers.

        Raises StartFailed with the end of the server's log.
        """
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._drop_stale_locks()
        options = {**_SETTINGS, **_DISCREET, "unix_socket_directories": str(self._socket_folder)}
        if not self._durable:
            options |= _FORGETFUL
        self._child = Child(
            "database",
            [
                str(self._programs / "postgres"),
                "-D",
                str(self.data),
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
            ],
            log=self._log,
            env=_environment(),
            cwd=Path("/"),
            stop_signal=signal.SIGINT,  # fast shutdown: sessions are ended, data is written
            run_as=self._run_as,
        )
        self._wait_until_it_answers()
        return self

    def stop(self) -> None:
        """End every session, write everything to disk and stop."""
        if self._child is not None:
            self._child.stop(seconds=30)
            self._child = None

    def remove(self) -> None:
        """Stop, and delete the data."""
        self.stop()
        for place in {self.place, self._socket_folder}:
            shutil.rmtree(place, ignore_errors=True)

    def _initialise(self) -> None:
        """Create the cluster beside its place and move it there when it is whole."""
        fresh = self.place / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self._run_as:
            os.chown(fresh, self._run_as.user, self._run_as.group)
        options = ["-D", str(fresh), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        if self._major_version() >= 17:
            options.append("--locale-provider=builtin")
        if not self._durable:
            options.append("--no-sync")
        self._run("initdb", *options)
        fresh.rename(self.data)

    def _major_version(self) -> int:
        [major, *_rest] = re.findall(r"\d+", self._run("postgres", "--version"))  # 18.1, 19beta1, 16.4 (Debian …)
        return int(major)

    def _run(self, program: str, *arguments: str) -> str:
        """Run one of the programs to its end and return what it printed."""
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env=_environment(),
            check=False,
            user=self._run_as.user if self._run_as else None,
            group=self._run_as.group if self._run_as else None,
            extra_groups=[] if self._run_as else None,
        )
        if done.returncode:
            raise StartFailed(f"The database could not be made: {program} said:\n{done.stdout.strip()}")
        return done.stdout

    def _drop_stale_locks(self) -> None:
        """Remove the locks of a server that was killed.

        PostgreSQL believes a lock while any process has the number written in it, even a zombie or,
        in a container where numbers come round quickly, a stranger. We look for what the locks protect
        against: a server process that works in this folder. One that is stopping gets ten seconds.
        """
        locks = [self.data / "postmaster.pid", *self._socket_folder.glob(".s.PGSQL.*")]
        if not PROC.is_dir() or not any(lock.exists() for lock in locks):
            return
        deadline = time.monotonic() + 10
        while at_work := _servers_in(self.data):
            if time.monotonic() > deadline:
                numbers = ", ".join(map(str, at_work))
                raise StartFailed(f"Another database server works in {self.data} (process {numbers}). Stop it first.")
            time.sleep(0.1)
        for lock in locks:
            lock.unlink(missing_ok=True)

    def _wait_until_it_answers(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                with psycopg.connect(self._url("postgres"), autocommit=True, connect_timeout=2) as connection:
                    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE])
                    if known.fetchone() is None:
                        connection.execute(f'CREATE DATABASE "{_DATABASE}"')
                return
            except psycopg.OperationalError as problem:
                if self.child.exit_code() is not None or time.monotonic() > deadline:
                    self.stop()
                    reason = last_lines(self._log) or str(problem)
                    raise StartFailed(f"The database did not start. The end of {self._log}:\n{reason}") from problem
                time.sleep(0.03)


def _unprivileged() -> RunAs:
    """Return the user that the server runs as when root starts it."""
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as problem:
        raise StartFailed("PostgreSQL does not run as root. Start the hub as an ordinary user.") from problem
    return RunAs(nobody.pw_uid, nobody.pw_gid)


def _place_elsewhere(folder: Path) -> Path:
    """Return the folder that stands in for one that other users cannot reach; its name is kept in `folder`."""
    note = folder / "elsewhere"
    if note.exists():
        place = Path(note.read_text().strip())
        if place.is_dir() and not place.is_symlink() and place.stat().st_uid == os.geteuid():
            return place
    place = Path(tempfile.mkdtemp(prefix="lero-hub-", dir="/var/tmp"))
    place.chmod(0o711)
    note.write_text(f"{place}\n")
    return place


def _servers_in(data: Path) -> list[int]:
    """Return the numbers of the PostgreSQL processes that work in `data`."""
    found = []
    for process in PROC.glob("[0-9]*"):
        try:
            if (process / "comm").read_text().strip() == "postgres" and (process / "cwd").readlink() == data:
                found.append(int(process.name))
        except OSError:
            continue  # ended meanwhile, or somebody else's
    return found


def _environment() -> dict[str, str]:
    """Return what the programs may know of our environment: nothing that changes how they work."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
