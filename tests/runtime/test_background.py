"""Worker and beat show that they live, and stop doing so when they are stuck."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from celery import current_app

from lero_hub.runtime import heartbeats, worker
from lero_hub.runtime.beat import BeatScheduler
from lero_hub.runtime.worker import Heartbeats


class Timer:
    """The timer of a consumer's loop, turned by hand."""

    def __init__(self) -> None:
        self.turn: Callable[[], None] | None = None

    def call_repeatedly(self, seconds: float, function: Callable[[], None]) -> SimpleNamespace:
        assert seconds < worker._STUCK
        self.turn = function
        return SimpleNamespace(cancel=lambda: setattr(self, "turn", None))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the signs of life instead of writing them, faster than usual."""
    signs: list[str] = []
    monkeypatch.setattr(heartbeats, "beat", lambda name: signs.append(name) or True)
    monkeypatch.setattr(heartbeats, "EVERY", 0.02)
    return signs


def grows(signs: list[str]) -> bool:
    """Say whether signs of life are coming in."""
    before = len(signs)
    time.sleep(0.3)
    return len(signs) > before


def threads() -> int:
    return sum(thread.name == "heartbeats" for thread in threading.enumerate())


def test_a_worker_shows_that_it_lives_from_start_to_stop(said: list[str]) -> None:
    consumer = SimpleNamespace(timer=Timer())
    step = Heartbeats(consumer)
    assert not grows(said)
    step.start(consumer)
    assert consumer.timer.turn is not None
    assert grows(said)
    assert set(said) == {"worker"}
    step.stop(consumer)
    time.sleep(0.1)
    assert not grows(said)
    assert consumer.timer.turn is None
    assert threads() == 0


def test_a_worker_that_reconnects_has_one_thread_again(said: list[str]) -> None:
    consumer = SimpleNamespace(timer=Timer())
    step = Heartbeats(consumer)
    for _ in range(3):
        step.start(consumer)
        step.stop(consumer)
    step.start(consumer)
    time.sleep(0.1)
    assert threads() == 1
    assert grows(said)
    step.shutdown(consumer)


def test_a_worker_whose_loop_is_stuck_falls_silent(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_STUCK", 0.2)
    timer = Timer()
    monkeypatch.setattr(timer, "call_repeatedly", lambda seconds, function: SimpleNamespace(cancel=lambda: None))
    consumer = SimpleNamespace(timer=timer)
    step = Heartbeats(consumer)
    step.start(consumer)
    time.sleep(0.3)
    assert not grows(said)
    step._note_turn()
    assert grows(said)
    step.stop(consumer)


def test_the_worker_runs_the_step() -> None:
    assert "lero_hub.runtime.worker:Heartbeats" in current_app.steps["consumer"]


def test_beat_shows_that_it_lives_from_its_own_loop(said: list[str], tmp_path: Path) -> None:
    scheduler = BeatScheduler(current_app, schedule_filename=str(tmp_path / "schedule"), lazy=True)
    scheduler._store = {"entries": {}}
    assert said == []
    for _ in range(3):
        scheduler.tick()
    assert said == ["beat"] * 3
    assert current_app.conf.beat_scheduler == "lero_hub.runtime.beat:BeatScheduler"


def test_beat_does_not_write_more_often_than_needed(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeats, "EVERY", 5.0)
    scheduler = BeatScheduler(current_app, lazy=True)
    scheduler._store = {"entries": {}}
    for _ in range(3):
        scheduler.tick()
    assert said == ["beat"]


def test_beat_wakes_often_enough_to_be_believed() -> None:
    assert current_app.conf.beat_max_loop_interval <= heartbeats.EVERY
    assert heartbeats.LATE >= 3 * heartbeats.EVERY
    assert heartbeats.LATE + heartbeats.EVERY < 30
