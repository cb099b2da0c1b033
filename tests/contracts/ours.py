"""What is ours: the folders, the files in the repository, the models."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

from django.apps import apps

from lero_hub.checks import OURS, is_ours

ROOT = Path(__file__).resolve().parents[2]
MODELS = [model for model in apps.get_models() if is_ours(model.__module__)]


@cache
def files() -> tuple[str, ...]:
    """List the files of the repository, those that are about to be added among them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):  # unpacked without its history
        hidden = {".git", ".venv", "var", "__pycache__", ".cache"}
        paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        names = [path.as_posix() for path in paths if not hidden & set(path.parts)]
    return tuple(sorted(name for name in set(names) if (ROOT / name).is_file()))


def source() -> list[str]:
    """List the modules of the product, without migrations."""
    return [name for name in python() if name.split("/")[0] in OURS]


def python() -> list[str]:
    """List every module, without migrations."""
    return [name for name in files() if name.endswith(".py") and "/migrations/" not in name]


def text(name: str) -> str:
    """Read a file."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tree(name: str) -> ast.Module:
    """Parse a module."""
    return ast.parse(text(name), filename=name)
