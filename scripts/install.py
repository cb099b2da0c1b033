"""Install the locked dependencies into `.venv`: `install.py run` for the site, `install.py dev` for its tests too.

Standard library only: it runs before anything is installed. Does nothing when the lock has not changed since.
Uses `uv` when it is there, else `pip`; both check the hash of every file.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
OLDEST = (3, 11)
NO_VENV = (
    "Python cannot make a virtual environment here. On Debian and Ubuntu: apt-get install python3-venv. "
    "Or install uv, which needs no such package."
)


def main(kind: str) -> None:
    """Bring `.venv` up to the lock of `kind`."""
    lock = LOCKS[kind]
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    with (ROOT / ".venv.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two commands at once must not install into the same folder
        stamp = VENV / f".installed-{kind}"
        if stamp.exists() and stamp.read_text() == digest and works():
            return
        print(f"Installing what {lock.name} names into {VENV.name} …", flush=True)
        if not works():
            create()
        install(lock)
        stamp.write_text(digest)
        if kind == "dev":  # holds everything that the site needs, in the same versions
            (VENV / ".installed-run").write_text(hashlib.sha256(LOCKS["run"].read_bytes()).hexdigest())


def works() -> bool:
    """Say whether the environment's Python runs and is new enough."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", question], capture_output=True).returncode == 0


def uv() -> str | None:
    """Return uv when it is there and runs."""
    found = shutil.which("uv")
    return found if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0 else None


def create() -> None:
    """Make a fresh environment."""
    shutil.rmtree(VENV, ignore_errors=True)
    tool = uv()
    if tool and run([tool, "venv", "--quiet", "--python", sys.executable, str(VENV)]):
        return
    if not run([sys.executable, "-m", "venv", str(VENV)]):
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(NO_VENV)


def install(lock: Path) -> None:
    """Install the lock, by uv or, where that is missing or fails, by pip."""
    tool = uv()
    if tool and run([tool, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)]):
        return
    if not has_pip() and not run([str(PYTHON), "-m", "ensurepip", "--upgrade"]):
        sys.exit(NO_VENV)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not run([*pip, "--require-hashes", "-r", str(lock)]):
        sys.exit(f"The packages of {lock.name} could not be installed; the reason is above.")


def has_pip() -> bool:
    """Say whether the environment has pip (one that uv made has not)."""
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0


def run(command: list[str]) -> bool:
    """Run a command with its output shown; return whether it worked."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    environment.pop("VIRTUAL_ENV", None)
    return subprocess.run(command, env=environment, cwd=ROOT).returncode == 0


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(f"LERO Hub needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.exit("usage: install.py run|dev")
    main(sys.argv[1])
