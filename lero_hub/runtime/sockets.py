"""Folders for UNIX sockets, whose paths may be at most 107 bytes long."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from lero_hub.runtime.failures import StartFailed
from lero_hub.runtime.processes import RunAs

_LONGEST_PATH = 103  # macOS allows four bytes fewer than Linux


def socket_folder(place: Path, socket_name: str, run_as: RunAs | None = None) -> Path:
    """Return a private folder for a socket: in `place`, or a short one where the path would be too long.

    The folder belongs to whoever runs the server. Raises StartFailed when somebody else made it.
    """
    folder = place / "socket"
    if len(os.fsencode(folder / socket_name)) > _LONGEST_PATH:
        key = hashlib.sha256(os.fsencode(place)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"lero-hub-{key}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = run_as.user if run_as else os.geteuid()
    if folder.is_symlink() or folder.stat().st_uid not in {owner, os.geteuid()}:
        raise StartFailed(f"{folder} belongs to somebody else. Remove it, or choose another HOME_DIR.")
    folder.chmod(0o700)
    if run_as:
        os.chown(folder, run_as.user, run_as.group)
    return folder
