"""The data folder: one demonstration at a time, secrets made once, and only our own files removed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lero_hub.runtime.failures import StartFailed
from lero_hub.runtime.home import SECRET_NAMES, Home


def test_a_folder_in_use_is_refused_and_says_where_it_runs(tmp_path: Path) -> None:
    first, second = Home(tmp_path), Home(tmp_path)
    first.claim("http://127.0.0.1:8000")
    with pytest.raises(StartFailed, match=f"process {os.getpid()} at http://127.0.0.1:8000"):
        second.claim("http://127.0.0.1:8001")
    first.release()
    second.claim("http://127.0.0.1:8001")
    second.release()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartFailed, match="Choose another HOME_DIR"):
        Home(tmp_path / "file" / "var").claim("http://127.0.0.1:8000")


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    made = Home(tmp_path).secrets()
    assert set(made) == set(SECRET_NAMES)
    assert len(set(made.values())) == len(SECRET_NAMES)
    assert min(map(len, made.values())) >= 40
    assert Home(tmp_path).secrets() == made
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_is_missing_is_added_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text('{"SECRET_KEY": "old"}')
    made = Home(tmp_path).secrets()
    assert made["SECRET_KEY"] == "old"
    assert len(made["BACKUP_KEY"]) >= 40


def test_secrets_that_cannot_be_read_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(StartFailed, match="RESET=1"):
        Home(tmp_path).secrets()
    assert (tmp_path / "secrets.json").read_text() == "{"


def test_a_reset_removes_what_a_demonstration_made_and_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path / "var")
    home.claim("http://127.0.0.1:8000")
    home.secrets()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("postgres", "media", "screenshots"):
        home.room(name).mkdir()
    home.room("postgres").joinpath("elsewhere").write_text(f"{elsewhere}\n")
    home.room("notes.txt").write_text("mine")
    home.reset()
    assert not elsewhere.exists()
    assert sorted(path.name for path in home.folder.iterdir()) == ["demo.lock", "notes.txt", "screenshots"]
    home.release()


def test_a_reset_of_an_empty_folder_and_a_second_release_change_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.claim("http://127.0.0.1:8000")
    home.reset()
    for _ in range(2):
        home.release()
    assert [path.name for path in tmp_path.iterdir()] == ["demo.lock"]


def test_each_start_sets_the_last_logs_aside(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.log("web").write_text("first")
    home.begin_logs()
    home.log("web").write_text("second")
    home.begin_logs()
    assert sorted(path.name for path in (tmp_path / "logs").iterdir()) == ["web.log.1"]
    assert (tmp_path / "logs" / "web.log.1").read_text() == "second"
