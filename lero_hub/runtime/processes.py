"""Child processes that never outlive the program that started them.

On Linux the kernel ends a child when its parent dies (`PR_SET_PDEATHSIG`). Elsewhere, and for whatever
slips through, the parent keeps a ledger of process number and start time; the pair names one process
for ever, so that a number that was given to a stranger since is never signalled.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
PROC = Path("/proc")  # macOS has none


@dataclass(frozen=True)
class RunAs:
    """The system user that a child runs as, when that is not our own."""

    user: int
    group: int


@dataclass(frozen=True)
class Identity:
    """A process for ever: its number and the moment when it started, in the system's own notation."""

    pid: int
    started: str

    def is_alive(self) -> bool:
        """Say whether this very process still runs (a zombie does not)."""
        return identify(self.pid) == self


def identify(pid: int) -> Identity | None:
    """Return the identity of a running process; None when there is none, or only a zombie."""
    if PROC.is_dir():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        except OSError:
            return None
        return None if fields[0] in "ZX" else Identity(pid, f"{boot}/{fields[19]}")
    shown = subprocess.run(  # macOS and the BSDs have no /proc
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split(maxsplit=1)
    return None if len(shown) < 2 or shown[0].startswith("Z") else Identity(pid, shown[1].strip())


def _die_with_parent(wanted: signal.Signals) -> Callable[[], None]:
    """Return what a child does between fork and exec so that it gets `wanted` when its parent dies."""
    parent = os.getpid()

    def ask_kernel() -> None:  # pragma: no cover - between fork and exec nothing can be measured
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(wanted), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the kernel was asked
            os._exit(1)

    return ask_kernel


class Child:
    """A server that we started: it logs to a file, and goes when we go."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str],
        cwd: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        run_as: RunAs | None = None,
    ) -> None:
        """Start it in a session of its own, so that Ctrl-C in the terminal reaches the parent alone."""
        self.name, self.log, self._stop_signal = name, log, stop_signal
        with log.open("ab") as output:
            log.chmod(0o600)  # whoever else has an account on this machine need not read it
            self._popen = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
                preexec_fn=_die_with_parent(stop_signal),
                user=run_as.user if run_as else None,
                group=run_as.group if run_as else None,
                extra_groups=[] if run_as else None,
            )

    @property
    def pid(self) -> int:
        """The process number."""
        return self._popen.pid

    def exit_code(self) -> int | None:
        """Return how it ended (negative: by that signal), or None while it runs."""
        known = self._popen.returncode
        code = self._popen.poll()
        if known is None and code is not None:
            # Workers that outlive a killed master share its session, which is ours alone. Only at the moment
            # of the end: the number of a session that has been empty for long may be a stranger's.
            self._kill_session()
        return code

    def ask_to_stop(self) -> None:
        """Send the stop signal; nothing happens when it has ended."""
        if self.exit_code() is None:
            self._popen.send_signal(self._stop_signal)

    def wait(self, seconds: float) -> None:
        """Wait for the end; after `seconds` end it and whatever it started by force."""
        deadline = time.monotonic() + seconds
        while self.exit_code() is None:
            if time.monotonic() > deadline:
                self._kill_session()
            time.sleep(0.02)

    def stop(self, seconds: float = 15) -> None:
        """Ask it to stop and wait for it."""
        self.ask_to_stop()
        self.wait(seconds)

    def _kill_session(self) -> None:
        with suppress(ProcessLookupError, PermissionError):  # nobody is left in it
            os.killpg(self.pid, signal.SIGKILL)


class Ledger:
    """The file that remembers which processes were started for one data folder."""

    def __init__(self, path: Path) -> None:
        """Use `path`, which need not exist yet."""
        self._path = path

    def write(self, children: Sequence[Child]) -> None:
        """Remember these children, instead of whatever was remembered."""
        entries = []
        for child in children:
            identity = identify(child.pid)
            if identity:
                entries.append({"name": child.name, "pid": identity.pid, "started": identity.started})
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(entries, indent=1))
        fresh.replace(self._path)

    def clear(self) -> None:
        """Forget all of them."""
        self._path.unlink(missing_ok=True)

    def leftovers(self) -> list[tuple[str, Identity]]:
        """Return those remembered that still run: an earlier program was killed before it could stop them."""
        try:
            entries = json.loads(self._path.read_text())
            known = [(str(e["name"]), Identity(int(e["pid"]), str(e["started"]))) for e in entries]
        except (OSError, ValueError, KeyError, TypeError):
            return []  # no ledger, or one cut short by a full disk: nothing that can be trusted
        return [(name, identity) for name, identity in known if identity.is_alive()]

    def stop_leftovers(self, seconds: float = 10) -> list[str]:
        """End what an earlier program left behind and return the names."""
        left = self.leftovers()
        for name, identity in left:
            _signal(identity, signal.SIGINT if name == "database" else signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while any(identity.is_alive() for _, identity in left) and time.monotonic() < deadline:
            time.sleep(0.05)
        for _, identity in left:
            _signal(identity, signal.SIGKILL)
        self.clear()
        return [name for name, _ in left]


def _signal(identity: Identity, wanted: signal.Signals) -> None:
    """Signal this very process, if it still runs."""
    if identity.is_alive():
        with suppress(ProcessLookupError, PermissionError):
            os.kill(identity.pid, wanted)
