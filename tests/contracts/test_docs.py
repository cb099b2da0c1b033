"""The papers name only commands, settings, files and addresses that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from tests.contracts.ours import ROOT, files, text

PAPERS = [name for name in files() if name.endswith(".md")]
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
VARIABLE = re.compile(r"\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|DEMO|PORT|RESET)\b(?==)")

# Read by somebody else than the hub: the shell, Docker, the database, S3 libraries, tools.
FOREIGN = re.compile(r"^(AWS|POSTGRES|COMPOSE|DOCKER|PYTEST|PLAYWRIGHT|UV|PIP|DJANGO|SITE|PG)_|^PYTHON$|^ARGS$")


def codes(name: str) -> Iterator[str]:
    """List what a paper sets as code: blocks, and words between backticks."""
    for block, word in CODE.findall(text(name)):
        yield re.sub(r"(^|\s)#.*", "", block or word, flags=re.MULTILINE)  # a comment is no command


def targets() -> set[str]:
    """List the targets of the Makefile."""
    return set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))


def variables() -> set[str]:
    """List the environment variables that the hub, its tests, its Makefile or its compose file read."""
    read = set()
    for name in files():
        if name.endswith(".py"):
            read |= set(re.findall(r"env\.[a-z_]+\(\s*\"([A-Z_0-9]+)\"", text(name)))
            read |= set(
                re.findall(r"environ(?:ment)?(?:\.get\(|\[|\.pop\(|\.setdefault\()\s*\"([A-Z_0-9]+)\"", text(name))
            )
            read |= set(re.findall(r"\"([A-Z][A-Z0-9_]+)\"(?: not)? in os\.environ", text(name)))
    for name in ("Makefile", "docker-compose.yml", "deploy/hub.env.example", ".ci/run"):
        read |= set(re.findall(r"\$[({]+([A-Z][A-Z0-9_]+)", text(name)))
        read |= set(re.findall(r"^#?\s*([A-Z][A-Z0-9_]+)\s*(?:\?=|:=|=)", text(name), re.MULTILINE))
    return read


@pytest.mark.parametrize("name", PAPERS)
def test_targets_of_make_exist(name: str) -> None:
    named = {target for code in codes(name) for target in re.findall(r"\bmake ([a-z][a-z-]*)", code)}
    assert named - targets() == set()


@pytest.mark.parametrize("name", PAPERS)
def test_commands_exist(name: str) -> None:
    named = {command for code in codes(name) for command in re.findall(r"manage\.py ([a-z][a-z_]*)", code)}
    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("name", PAPERS)
def test_variables_are_read_by_something(name: str) -> None:
    named = {variable for code in codes(name) for variable in VARIABLE.findall(code)}
    assert {each for each in named if not FOREIGN.match(each)} - variables() == set()


@pytest.mark.parametrize("name", PAPERS)
def test_links_lead_somewhere(name: str) -> None:
    here = PurePosixPath(name).parent
    dead = []
    for link in LINK.findall(re.sub(r"```.*?```", "", text(name), flags=re.DOTALL)):
        path = link.split("#")[0]
        if path and "://" not in path and not path.startswith("mailto:"):
            target = ROOT / path.lstrip("/") if path.startswith("/") else ROOT / here / path
            dead += [] if target.exists() else [link]
    assert dead == []


@pytest.mark.parametrize("name", PAPERS)
def test_headings_that_are_linked_exist(name: str) -> None:
    dead = []
    for link in LINK.findall(text(name)):
        path, _, heading = link.partition("#")
        if heading and "://" not in link:
            paper = (ROOT / PurePosixPath(name).parent / path) if path else ROOT / name
            if paper.suffix == ".md" and heading not in anchors(paper.read_text(encoding="utf-8")):
                dead.append(link)
    assert dead == []


def anchors(paper: str) -> set[str]:
    """List the anchors of the headings of a paper, as the usual viewers make them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", paper, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", PAPERS)
def test_files_that_are_named_exist(name: str) -> None:
    """A word in backticks that looks like a path of the repository is one; `var/` is made at the first start."""
    first = {each.split("/")[0] for each in files() if "/" in each}
    known = set(files()) | {str(parent) for each in files() for parent in PurePosixPath(each).parents}
    missing = []
    for _block, word in CODE.findall(text(name)):
        path = word.strip().rstrip("/").split("::")[0]
        looks = re.fullmatch(r"[\w.-]+(/[\w.-]+)+", path) and path.split("/")[0] in first
        if looks and path not in known and not near(path, name, known):
            missing.append(word)
    assert missing == []


def near(path: str, name: str, known: set[str]) -> bool:
    """Tell whether a path is meant from the folder of the paper, or names a module without its ending."""
    return str(PurePosixPath(name).parent / path) in known or f"{path}.py" in known


@pytest.mark.parametrize("name", PAPERS)
def test_addresses_of_pages_exist(name: str) -> None:
    """A word in backticks such as `/directory/` is an address of the hub; one with `<…>` stands for many."""
    dead = []
    for _block, word in CODE.findall(text(name)):
        if re.fullmatch(r"/[a-z][\w/.-]*", word) and not word.startswith(("/static/", "/media/", "/tmp/", "/etc/")):
            try:
                resolve(word)
            except Resolver404:
                dead.append(word)
    assert dead == []
