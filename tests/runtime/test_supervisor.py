"""What the supervisor reads from its environment, and what it refuses before anything starts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from lero_hub.runtime import supervisor
from lero_hub.runtime.broker import EmbeddedBroker
from lero_hub.runtime.failures import StartFailed, last_lines
from lero_hub.runtime.home import Home
from lero_hub.runtime.probe import PROBES
from lero_hub.runtime.processes import Child
from lero_hub.runtime.sockets import socket_folder
from lero_hub.runtime.supervisor import Demonstration, Options


def test_without_settings_it_serves_at_8000_from_var() -> None:
    options = Options.from_environment({})
    assert (options.port, options.home.name, options.reset) == (8000, "var", False)
    assert options.address == "http://127.0.0.1:8000"


@pytest.mark.parametrize(("given", "expected"), [("1", True), ("yes", True), ("0", False), ("", False), ("no", False)])
def test_reset_is_a_choice(given: str, expected: bool) -> None:
    assert Options.from_environment({"RESET": given}).reset is expected


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1", "8000 "])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(StartFailed, match=f"PORT={port} is not a port number"):
        Options.from_environment({"PORT": port})


def test_a_taken_port_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        monkeypatch.setenv("HOME_DIR", str(tmp_path / "var"))
        assert supervisor.main() == 1
    assert "LERO Hub did not start. Port " in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


def test_what_the_environment_gives_wins_over_what_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    monkeypatch.delenv("BACKUP_KEY", raising=False)
    monkeypatch.setenv("DEMO", "0")
    demonstration = Demonstration(Options(8123, tmp_path, False))
    demonstration._set_environment()
    environment = demonstration._environment
    assert environment["SECRET_KEY"] == "given"
    assert len(environment["BACKUP_KEY"]) >= 40
    assert environment["DEMO"] == "1"
    assert environment["BASE_URL"] == "http://127.0.0.1:8123"


def test_servers_that_the_environment_names_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/hub")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere/0")
    demonstration = Demonstration(Options(8123, tmp_path, True))
    demonstration._start_database()
    demonstration._start_broker()
    assert demonstration._servers == []
    printed = capsys.readouterr().out
    assert "Using the database that DATABASE_URL names." in printed
    assert "RESET=1 empties the data folder only" in printed


def test_a_start_that_empties_the_folder_takes_leftovers_away_and_says_what_it_does_not_empty(tmp_path: Path) -> None:
    """The whole of it, up to the point where the database that is named does not answer."""
    home = Home(tmp_path / "var")
    home.claim("http://127.0.0.1:1")
    home.release()
    home.room("media").mkdir()
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    left = Child("worker", sleeper, log=tmp_path / "left.log", env=os.environ)
    home.ledger.write([left])
    environment = {**os.environ, "HOME_DIR": str(home.folder), "PORT": str(_free_port()), "RESET": "1"}
    environment |= {"DATABASE_URL": "postgresql:///hub?host=/nowhere", "REDIS_URL": "memory://"}
    command = [sys.executable, "-m", "lero_hub.runtime.demo"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 1
    assert "Stopped what an earlier start left behind: worker." in ended.stdout
    assert "RESET=1 empties the data folder only, not that database." in ended.stdout
    assert "LERO Hub did not start. Preparing failed." in ended.stderr
    assert left.exit_code() == -signal.SIGTERM
    assert not home.room("media").exists()
    assert home.ledger.leftovers() == []


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    """One that has a folder and has started nothing."""
    made = Demonstration(Options(_free_port(), tmp_path / "var", False))
    made._home.claim("http://127.0.0.1:1")
    yield made
    made._stop()
    made._home.release()


def test_a_process_that_ends_before_the_hub_is_ready_ends_the_start(demonstration: Demonstration) -> None:
    log = demonstration._home.log("web")
    broken = Child("web", [sys.executable, "-c", "raise SystemExit('No such module')"], log=log, env=os.environ)
    demonstration._remember(demonstration._processes, broken)
    with pytest.raises(StartFailed, match=r"The web process ended with exit code 1\..*\nNo such module"):
        demonstration._wait_until_ready()


def test_a_hub_that_never_gets_ready_is_given_up_and_says_where_to_look(
    demonstration: Demonstration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "_READY_WITHIN", 0.3)
    with pytest.raises(StartFailed, match=r"not ready after 0 seconds(.|\n)*refused(.|\n)*The logs are in"):
        demonstration._wait_until_ready()


def test_without_a_broker_program_nothing_is_watched(
    demonstration: Demonstration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lero_hub.runtime.broker.find_broker", lambda: None)
    demonstration._environment.pop("REDIS_URL")
    demonstration._start_broker()
    assert (demonstration._environment["REDIS_URL"], demonstration._servers) == ("filesystem://", [])


def test_stopping_what_never_started_says_nothing(
    demonstration: Demonstration, capsys: pytest.CaptureFixture[str]
) -> None:
    demonstration._stop()
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_a_closed_folder_is_told_where_its_database_lies(
    demonstration: Demonstration, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(0o700)
    demonstration._environment.pop("DATABASE_URL")
    demonstration._start_database()
    assert demonstration._postgres is not None
    place = demonstration._postgres.place
    assert f"Its files are in {place}: other users cannot reach {tmp_path}/var." in capsys.readouterr().out
    demonstration._postgres.remove()
    assert not place.exists()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    server = EmbeddedBroker(tmp_path / "broker", log=tmp_path / "broker.log")
    yield server
    server.stop()


def test_the_broker_answers_on_its_socket(broker: EmbeddedBroker) -> None:
    broker.start()
    assert broker.child is not None
    client = redis.Redis.from_url(broker.url.replace("redis+socket://", "unix://"))
    assert client.ping() is True
    assert client.config_get("port") == {"port": "0"}
    client.close()


def test_a_broker_that_cannot_start_is_reported_with_its_log(broker: EmbeddedBroker) -> None:
    broker._socket = Path("/nowhere/valkey.sock")
    with pytest.raises(StartFailed, match="The broker did not start"):
        broker.start()


def test_without_a_broker_program_files_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lero_hub.runtime.broker.find_broker", lambda: None)
    server = EmbeddedBroker(tmp_path / "broker", log=tmp_path / "broker.log").start()
    assert (server.url, server.child) == ("filesystem://", None)
    server.stop()


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "socket").symlink_to(tmp_path / "target")
    with pytest.raises(StartFailed, match="belongs to somebody else"):
        socket_folder(tmp_path, "x.sock")


def test_the_end_of_a_log_is_shown(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert last_lines(log) == ""
    log.write_text("\n".join(map(str, range(20))))
    assert last_lines(log, 2) == "18\n19"


def test_a_web_server_that_does_not_answer_fails_its_probe() -> None:
    assert PROBES["web"]({"PORT": "1"}) is False


def test_a_database_that_does_not_answer_fails_the_probe_of_beat() -> None:
    assert PROBES["beat"]({"DATABASE_URL": "postgresql:///x?host=/nowhere"}) is False


@pytest.mark.django_db(transaction=True)
def test_probes_agree_with_what_runs(live_server: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    from lero_hub.runtime import heartbeats

    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    assert PROBES["beat"]({"DATABASE_URL": url}) is False
    heartbeats.beat("beat")
    assert PROBES["beat"]({"DATABASE_URL": url}) is True
    port = str(live_server).rpartition(":")[2]
    assert PROBES["web"]({"PORT": port, "ALLOWED_HOSTS": "localhost,other"}) is True
    assert PROBES["web"]({"PORT": port, "ALLOWED_HOSTS": "stranger.example"}) is False
