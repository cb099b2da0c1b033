"""The data folder of a demonstration (`HOME_DIR`): who may use it now, its secrets, its rooms.

Removing the folder removes everything that a demonstration made.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import IO

from lero_hub.runtime.failures import StartFailed
from lero_hub.runtime.processes import Ledger

SECRET_NAMES = ("SECRET_KEY", "CREDENTIAL_KEY", "BACKUP_KEY", "FIELD_KEYS")
_ROOMS = ("postgres", "broker", "media", "mail", "static", "logs", "beat", "secrets.json", "sign-ins.txt")


class Home:
    """One data folder. Nothing in it is touched before `claim`."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which need not exist yet."""
        self.folder = folder.expanduser().resolve()
        self.ledger = Ledger(self.folder / "processes.json")
        self._lock: IO[str] | None = None

    def claim(self, address: str) -> None:
        """Take the folder for this process, and note under which address it serves.

        Raises StartFailed when another demonstration uses it, or when it cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self.folder / "demo.lock").open("a+")
        except OSError as problem:
            raise StartFailed(
                f"{self.folder} cannot be written ({problem.strerror}). Choose another HOME_DIR."
            ) from problem
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            self._lock.seek(0)
            other = self._lock.read().strip() or "another process"
            self._lock.close()
            self._lock = None
            raise StartFailed(
                f"LERO Hub already runs from {self.folder} ({other}). Stop it with Ctrl-C where it was started, "
                "or choose another folder: make demo HOME_DIR=… PORT=…"
            ) from problem
        self._lock.truncate(0)
        self._lock.write(f"process {os.getpid()} at {address}\n")
        self._lock.flush()

    def release(self) -> None:
        """Let the next one use the folder."""
        if self._lock is not None:
            self._lock.truncate(0)
            self._lock.close()
            self._lock = None

    def reset(self) -> None:
        """Delete what a demonstration made here; files that are not its own stay. Only after `claim`."""
        elsewhere = self.room("postgres") / "elsewhere"
        if elsewhere.exists():
            shutil.rmtree(elsewhere.read_text().strip(), ignore_errors=True)
        for name in _ROOMS:
            path = self.folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def room(self, name: str) -> Path:
        """Return a place in the folder."""
        return self.folder / name

    def log(self, name: str) -> Path:
        """Return the log file of a process; each start begins a new one and keeps the one before."""
        folder = self.folder / "logs"
        folder.mkdir(exist_ok=True)
        return folder / f"{name}.log"

    def begin_logs(self) -> None:
        """Set the logs of the start before aside, so that they never grow without end."""
        for log in (self.folder / "logs").glob("*.log"):
            log.replace(log.with_suffix(".log.1"))

    def secrets(self) -> dict[str, str]:
        """Return the keys of this folder, made once and readable by their owner alone."""
        path = self.folder / "secrets.json"
        try:
            known = json.loads(path.read_text())
        except FileNotFoundError:
            known = {}
        except ValueError as problem:
            raise StartFailed(f"{path} cannot be read. Start afresh with RESET=1.") from problem
        missing = [name for name in SECRET_NAMES if name not in known]
        if missing:
            known |= {name: _new_secret(name) for name in missing}
            fresh = path.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(known, file, indent=1)
            fresh.replace(path)
        return {name: str(known[name]) for name in SECRET_NAMES}


def _new_secret(name: str) -> str:
    """Return a new random key; a field key is 32 bytes in URL-safe base64, as its cipher wants it."""
    if name == "FIELD_KEYS":
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(48)
