"""What beat starts: harmless twice in a row, and known to the schedule."""

from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.core import mail
from django.utils import timezone

from lero_hub import celery_conf
from lero_hub.outbox import nudge
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.tasks import send_due, sweep
from lero_hub.schedule import SCHEDULE
from tests.outbox.support import abandon, queue


@pytest.mark.django_db
def test_send_due_twice_in_a_row_sends_once() -> None:
    queue(now=timezone.now())
    assert (send_due(), send_due(), len(mail.outbox)) == (1, 0, 1)


@pytest.mark.django_db
def test_sweep_twice_in_a_row_takes_back_once() -> None:
    message = queue(now=timezone.now())
    abandon(message, started=True, now=timezone.now())
    sweep()
    sweep()
    message.refresh_from_db()
    assert (message.state, message.repeats) == ("retry", 1)


def test_every_scheduled_task_exists_and_ticks_expire() -> None:
    current_app.loader.import_default_modules()
    for entry in SCHEDULE.values():
        assert entry["task"] in current_app.tasks
        assert entry["options"]["expires"] == entry["schedule"]
    assert send_due.name == nudge.TASK
    assert SCHEDULE["outbox.send_due"]["schedule"] == 30


def test_the_worker_runs_in_utc_and_keeps_no_results() -> None:
    conf = current_app.conf
    assert (str(conf.timezone), conf.enable_utc, conf.task_ignore_result) == ("UTC", True, True)
    assert conf.accept_content == ["json"]
    assert timedelta(seconds=conf.task_soft_time_limit) < timedelta(seconds=conf.task_time_limit)


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock"),
        ("redis+socket:///run/valkey.sock", "redis+socket:///run/valkey.sock"),
        ("redis://broker:6379/0", "redis://broker:6379/0"),
    ],
)
def test_a_broker_is_spelt_as_celery_does(url: str, broker: str) -> None:
    assert celery_conf.broker(url) == broker


def test_a_broker_in_a_folder_has_its_folders(tmp_path: Path) -> None:
    folders = celery_conf.options("filesystem://", tmp_path)
    assert folders["data_folder_in"] == folders["data_folder_out"] == str(tmp_path / "broker" / "queue")
    assert sorted(folder.name for folder in (tmp_path / "broker").iterdir()) == ["control", "processed", "queue"]
    assert celery_conf.options("redis://broker:6379/0", tmp_path) == {"socket_connect_timeout": 5}


@pytest.mark.django_db
def test_nothing_is_sent_before_a_worker_comes() -> None:
    queue(now=timezone.now())
    assert mail.outbox == []
    assert OutboxMessage.objects.get().state == "queued"
