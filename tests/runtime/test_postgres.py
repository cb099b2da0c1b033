"""The embedded database: for any user, in any folder, and what it holds is there after any end."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lero_hub.runtime.failures import StartFailed
from lero_hub.runtime.postgres import EmbeddedPostgres, _unprivileged

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user can reach; pytest's own are closed."""
    path = Path(tempfile.mkdtemp(prefix="lero-hub-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def made_up(programs: Path, *, version: str) -> Path:
    """Write programs that know their version and can do nothing else."""
    programs.mkdir(parents=True)
    (programs / "postgres").write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    (programs / "initdb").write_text('#!/bin/sh\necho "I was asked $@"\nexit 1\n')
    for name in ("postgres", "initdb"):
        (programs / name).chmod(0o755)
    return programs


def write(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('here')")


def read(server: EmbeddedPostgres) -> list[str]:
    with psycopg.connect(server.url) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM kept")]


def test_data_is_there_after_a_stop_and_a_start(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "pg").start()
    write(server)
    server.stop()
    again = EmbeddedPostgres(folder / "pg").start()
    assert read(again) == ["here"]
    again.remove()


def test_data_is_there_after_the_server_was_killed(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "pg").start()
    write(server)
    os.kill(server.child.pid, signal.SIGKILL)
    again = EmbeddedPostgres(folder / "pg").start()  # the killed one is still a zombie now
    assert read(again) == ["here"]
    again.remove()
    server.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere PostgreSQL judges its locks alone")
def test_a_second_server_in_the_same_folder_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = EmbeddedPostgres(folder / "pg", durable=False).start()
    moments = iter(range(0, 1000, 5))
    monkeypatch.setattr("lero_hub.runtime.postgres.time.monotonic", lambda: next(moments))
    with pytest.raises(StartFailed, match=f"Another database server .* {server.child.pid}"):
        EmbeddedPostgres(folder / "pg").start()
    monkeypatch.undo()
    write(server)
    assert read(server) == ["here"]
    server.remove()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere PostgreSQL judges its lock alone")
def test_a_lock_with_the_number_of_a_stranger_does_not_stop_the_start(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "pg", durable=False).start()
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n\n\n\n")
    server.start()
    assert server.child.exit_code() is None
    server.remove()


def test_extensions_and_words_of_the_site_work(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "pg", durable=False).start()
    with psycopg.connect(server.url) as connection:
        for extension in ("pg_trgm", "unaccent", "btree_gist"):
            connection.execute(f"CREATE EXTENSION {extension}")
        assert connection.execute("SELECT unaccent('Tŷ Gobaith'), gen_random_uuid() IS NOT NULL").fetchone() == (
            "Ty Gobaith",
            True,
        )
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    server.remove()


def test_what_a_failing_statement_held_is_not_in_the_log(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "pg", durable=False).start()
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE person (email text PRIMARY KEY, name text CHECK (name <> 'walnut-name'))")
        connection.execute("INSERT INTO person VALUES ('walnut@example.org', 'Ann')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="walnut@"):
            connection.execute("INSERT INTO person VALUES (%s, 'Bob')", ["walnut@example.org"])
        with pytest.raises(psycopg.errors.CheckViolation, match="walnut-name"):
            connection.execute("INSERT INTO person VALUES ('walnut-2', 'walnut-name')")
    server.stop()
    log = folder / "pg" / "server.log"
    said = log.read_text()
    assert "person_pkey" in said, "the failure itself is told"
    assert "walnut" not in said
    assert log.stat().st_mode & 0o777 == 0o600
    server.remove()


def test_a_long_path_gets_a_short_socket(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    server = EmbeddedPostgres(deep, durable=False).start()
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.remove()


def test_a_path_with_blanks_and_accents_works(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "my dàta 100%", durable=False).start()
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.remove()


@as_root
def test_a_closed_folder_is_stood_in_for_until_it_is_removed(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    home = tmp_path / "pg"
    server = EmbeddedPostgres(home, durable=False).start()
    write(server)
    server.stop()
    assert server.place.parent == Path("/var/tmp")
    again = EmbeddedPostgres(home, durable=False).start()
    assert read(again) == ["here"]
    again.stop()
    shutil.rmtree(home)
    afresh = EmbeddedPostgres(home, durable=False).start()
    with pytest.raises(psycopg.errors.UndefinedTable):
        read(afresh)
    afresh.remove()
    shutil.rmtree(again.place)


@as_root
def test_a_folder_that_stood_in_and_is_gone_is_replaced(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    home = tmp_path / "pg"
    home.mkdir()
    (home / "elsewhere").write_text("/var/tmp/lero-hub-long-gone\n")
    server = EmbeddedPostgres(home)
    assert (home / "elsewhere").read_text() == f"{server.place}\n"
    assert server.place.is_dir()
    server.remove()


@as_root
def test_programs_that_others_cannot_reach_are_copied(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    programs = made_up(tmp_path / "package" / "pginstall" / "bin", version="18.1")
    monkeypatch.setenv("PG_BIN", str(programs))
    EmbeddedPostgres(folder / "pg")
    assert [path.name for path in (folder / "pg").glob("programs-*/package/pginstall/bin/initdb")] == ["initdb"]


def test_on_a_machine_without_nobody_root_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr("pwd.getpwnam", unknown)
    with pytest.raises(StartFailed, match="Start the hub as an ordinary user"):
        _unprivileged()


@as_root
def test_the_server_does_not_run_as_root(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "pg", durable=False).start()
    assert Path(f"/proc/{server.child.pid}").stat().st_uid != 0
    assert server.data.stat().st_mode & 0o777 == 0o700
    server.remove()


def test_data_that_cannot_be_read_is_reported_with_the_log(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "pg", durable=False).start()
    server.stop()
    (server.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(StartFailed, match="The database did not start") as failure:
        server.start()
    assert "database files are incompatible with server" in str(failure.value)
    server.remove()


@pytest.mark.parametrize(("version", "has_provider"), [("16.4", False), ("18.1", True), ("19beta1", True)])
def test_data_that_cannot_be_made_is_reported_in_the_words_of_the_program(
    folder: Path, monkeypatch: pytest.MonkeyPatch, version: str, has_provider: bool
) -> None:
    """Before 17 PostgreSQL had no collation of its own to ask for."""
    monkeypatch.setenv("PG_BIN", str(made_up(folder / "bin", version=version)))
    with pytest.raises(StartFailed, match="initdb said:\nI was asked") as failure:
        EmbeddedPostgres(folder / "pg").start()
    assert ("--locale-provider=builtin" in str(failure.value)) is has_provider
    assert not (folder / "pg" / "data").exists()


def test_before_the_start_there_is_no_process_to_watch(folder: Path) -> None:
    with pytest.raises(StartFailed, match="has not been started"):
        _ = EmbeddedPostgres(folder / "pg").child


def test_without_programs_it_says_what_to_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lero_hub.runtime.binaries._package_folder", lambda name: None)
    monkeypatch.setattr("lero_hub.runtime.binaries.DEBIAN", folder)
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(StartFailed, match="DATABASE_URL"):
        EmbeddedPostgres(folder / "pg")
