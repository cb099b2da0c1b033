"""The `make` that started us, which cannot pass every signal on.

Ctrl-C in a terminal reaches make and us alike. A signal sent to make alone does not: on SIGINT it only
waits for us to end, and on SIGKILL it leaves us behind. So we look after it.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from lero_hub.runtime.processes import PROC

_INTERRUPT = 1 << (signal.SIGINT - 1)


class Launcher:
    """Our parent process, when it is make; nothing is watched when it is anything else."""

    def __init__(self) -> None:
        """Look at the parent now."""
        self._pid = os.getppid()
        name = self._read("comm")
        self._is_make = name is not None and name.strip() in {"make", "gmake"}
        self._caught = self._catches_interrupt()

    def wants_us_to_stop(self) -> bool:
        """Say whether make has gone, or was interrupted (it then stops catching the signal)."""
        if not self._is_make:
            return False
        return os.getppid() != self._pid or (self._caught and not self._catches_interrupt())

    def _catches_interrupt(self) -> bool:
        lines = (self._read("status") or "").splitlines()
        masks = [line.split()[1] for line in lines if line.startswith("SigCgt:")]
        return bool(masks) and bool(int(masks[0], 16) & _INTERRUPT)

    def _read(self, name: str) -> str | None:
        try:
            return Path(PROC, str(self._pid), name).read_text()
        except OSError:
            return None  # gone, or there is no /proc
