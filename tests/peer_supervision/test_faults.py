"""What can go wrong between a reminder that is due and its reader, with real processes, commits and mail servers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.conf import settings as the_settings
from django.db import connection
from django.db.models import F
from pytest_django import Settings

from lero_hub.outbox.kinds import UNDELIVERED
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.states import LEASE
from lero_hub.outbox.workflows import send_due, sweep
from lero_hub.runtime.bench.reminders import Sink, fill
from lero_hub.runtime.broker import EmbeddedBroker
from peer_supervision.calendar_entries import entry_id
from peer_supervision.models import CircleMembership, Session
from peer_supervision.reminders import THREE_DAYS, TWO_HOURS
from peer_supervision.workflows.reminders import write_due
from tests.concurrency.test_outbox_claims import at_once
from tests.factories import coordinator
from tests.outbox.smtp_servers import DROP, HANG, LoopbackSmtp
from tests.runtime.test_demo import until

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def environment(home: Path, port: int, broker: str = "memory://") -> dict[str, str]:
    """Give a process of the hub the database of this test and a mail server."""
    database = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(database._replace(path=f"/{connection.settings_dict['NAME']}"))
    if not database.netloc:  # a server on a socket: urlunsplit leaves out the empty host
        url = f"{database.scheme}:///{connection.settings_dict['NAME']}?{database.query}"
    home.mkdir(exist_ok=True)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lero_hub.settings",
        "DATABASE_URL": url,
        "HOME_DIR": str(home),
        "REDIS_URL": broker,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "FIELD_KEYS": ",".join(the_settings.FIELD_KEYS),
    }


def work(step: str, now: datetime, surroundings: dict[str, str]) -> int:
    """Run one worker to its end; give back how it ended."""
    command = [sys.executable, "-m", "tests.peer_supervision.dying_worker", step, now.isoformat()]
    ended = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode in {0, -signal.SIGKILL}, ended.stderr
    return ended.returncode


def repeats() -> int:
    return sum(OutboxMessage.objects.values_list("repeats", flat=True))


def states() -> Counter[str]:
    return Counter(OutboxMessage.objects.filter(kind=THREE_DAYS.kind).values_list("state", flat=True))


# --- A worker that is killed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("step", "sent_before", "repeated"), [("claimed", 0, 0), ("begun", 0, 1), ("accepted", 1, 1)])
def test_a_worker_killed_at_any_step_loses_nothing_and_repeats_at_most_once(
    step: str, sent_before: int, repeated: int, tmp_path: Path
) -> None:
    """Killed after it began, nobody can know whether the mail went: it goes again, the same, and counts."""
    fill(3, due_at=NOW, now=NOW)
    write_due(now=NOW)
    with Sink() as sink:
        surroundings = environment(tmp_path, sink.port)
        assert work(step, NOW, surroundings) == -signal.SIGKILL
        assert len(sink.accepted) == sent_before
        assert states() == {"sending": 3}
        later = NOW + LEASE + MINUTE
        sweep(now=later)
        assert repeats() == repeated
        assert work("never", later, surroundings) == 0
        counted = sink.counted()
        mails = list(sink.accepted)
    assert states() == {"sent": 3}
    assert len(counted) == 3
    assert counted.total() == 3 + (step == "accepted")
    assert repeats() == repeated
    session = Session.objects.get()
    uids = {entry_id(session, user_id) for user_id in CircleMembership.objects.values_list("user_id", flat=True)}
    by_uid = Counter(uid for text in mails for uid in uids if uid in text.replace("=\r\n", "").replace("\r\n ", ""))
    assert sorted(by_uid.values()) == sorted(counted.values())


def test_a_message_that_workers_die_of_again_and_again_goes_once_more_for_each_death(tmp_path: Path) -> None:
    fill(1, due_at=NOW, now=NOW)
    write_due(now=NOW)
    now = NOW
    with Sink() as sink:
        surroundings = environment(tmp_path, sink.port)
        for _death in range(2):
            assert work("accepted", now, surroundings) == -signal.SIGKILL
            now += LEASE + MINUTE
            sweep(now=now)
        assert work("never", now, surroundings) == 0
        ((_who, times),) = sink.counted().items()
    assert (times, repeats()) == (3, 2)


# --- Two at once ------------------------------------------------------------------------------------------------------


def test_tasks_at_once_write_each_reminder_once() -> None:
    fill(40, due_at=NOW, now=NOW)
    written = at_once(*[lambda: write_due(now=NOW)] * 4)
    assert sum(written) == 40
    assert OutboxMessage.objects.count() == 40


def test_workers_at_once_send_a_hundred_reminders_once_each(tmp_path: Path) -> None:
    """Two processes, real SMTP. `make bench` does the same with a thousand."""
    fill(100, due_at=NOW, now=NOW)
    assert write_due(now=NOW) == 100
    with Sink() as sink:
        surroundings = environment(tmp_path, sink.port)
        at_once(*[lambda: work("never", NOW, surroundings)] * 2)
        counted = sink.counted()
    assert (len(counted), counted.total()) == (100, 100)
    assert states() == {"sent": 100}
    assert repeats() == 0


# --- Broker and beat --------------------------------------------------------------------------------------------------


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    """A broker of this test's own."""
    started = EmbeddedBroker(tmp_path / "broker", log=tmp_path / "broker.log").start()
    yield started
    started.stop()


def flush(broker: EmbeddedBroker) -> None:
    """Empty the broker, as a restart would."""
    client = redis.Redis(unix_socket_path=str(broker._socket))
    client.flushall()
    client.close()


def test_two_beats_a_flushed_broker_and_a_killed_worker_change_nothing(broker: EmbeddedBroker, tmp_path: Path) -> None:
    """Each of twelve people gets one reminder, though everything that can be lost on the way is lost."""
    if broker.url == "filesystem://":
        pytest.skip("There is no broker to flush on this machine.")
    now = datetime.now(UTC)
    fill(12, due_at=now + timedelta(seconds=4), now=now)
    children: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "tests.peer_supervision.fast_celery", *arguments]
        log = (tmp_path / f"{arguments[0]}.log").open("ab")
        children.append(subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=log, stderr=log))
        log.close()
        return children[-1]

    threads = ("worker", "-P", "threads", "-c", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
    with Sink() as sink:
        surroundings = environment(tmp_path / "home", sink.port, broker.url)
        try:
            for number in (1, 2):
                start("beat", "--pidfile=", "--schedule", str(tmp_path / f"beat-{number}"))
            doomed = start(*threads)
            until(lambda: OutboxMessage.objects.count() == 12, 60)
            doomed.kill()
            doomed.wait(10)
            flush(broker)
            # What it held comes back when its lease is over; the test does not wait ten minutes.
            OutboxMessage.objects.filter(state="sending").update(claimed_at=F("claimed_at") - LEASE)
            start(*threads)
            until(lambda: states()["sent"] == 12 or flush(broker) or time.sleep(1), 60)
            time.sleep(3)  # a few ticks more, of both
            counted = sink.counted()
        finally:
            for child in children:
                child.kill()
                child.wait(10)
    assert len(counted) == 12
    assert len({to for to, _message_id in counted}) == 12
    assert counted.total() - 12 <= repeats() <= 1  # it was sending one, or none, when it was killed
    assert OutboxMessage.objects.count() == 12


# --- Mail servers -----------------------------------------------------------------------------------------------------


@pytest.fixture
def through(settings: Settings) -> Callable[[LoopbackSmtp, datetime], int]:
    """Send what is due through a server on the loopback that is given a fraction of a second for each answer."""
    settings.OUTBOX_DELIVERY_BACKEND = "lero_hub.outbox.transport.SmtpTransport"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.3

    def send(server: LoopbackSmtp, now: datetime) -> int:
        settings.EMAIL_PORT = server.port
        return send_due(clock=lambda: now)

    return send


Through = Callable[[LoopbackSmtp, datetime], int]


def test_a_server_that_refuses_for_good_ends_it_and_coordinators_hear(through: Through) -> None:
    fill(1, due_at=NOW, now=NOW)
    coordinator()
    OutboxMessage.objects.all().delete()
    write_due(now=NOW)
    with LoopbackSmtp(rcpt="550 no such mailbox") as server:
        assert through(server, NOW) == 0
    row = OutboxMessage.objects.get(kind=THREE_DAYS.kind)
    assert (row.state, row.last_error, row.attempts) == ("failed", "smtp_550", 1)
    notice = OutboxMessage.objects.get(kind=UNDELIVERED)
    assert row.to not in notice.text + notice.html + notice.subject
    write_due(now=NOW + MINUTE)
    assert OutboxMessage.objects.filter(kind=THREE_DAYS.kind).count() == 1


def _after(through: Through, *, repeated: int, **answers: str) -> None:
    """Fail at first, then find a polite server: one mail, or one more when it may have gone before."""
    fill(1, due_at=NOW, now=NOW)
    write_due(now=NOW)
    with LoopbackSmtp(**answers) as server:
        assert through(server, NOW) == 0
        before = list(server.accepted)
    row = OutboxMessage.objects.get()
    assert (row.state, row.repeats) == ("retry", repeated)
    write_due(now=NOW + MINUTE)
    with LoopbackSmtp() as server:
        assert through(server, NOW + 10 * MINUTE) == 1
        assert through(server, NOW + 20 * MINUTE) == 0
        after = list(server.accepted)
    row.refresh_from_db()
    assert (row.state, row.repeats, len(after)) == ("sent", repeated, 1)
    assert all(row.message_id in text for text in before + after)


def test_a_server_that_puts_off_is_tried_again(through: Through) -> None:
    _after(through, repeated=0, rcpt="450 greylisted")


def test_a_server_that_hangs_is_given_up_and_tried_again(through: Through) -> None:
    _after(through, repeated=0, mail=HANG)


def test_a_server_that_hangs_up_half_way_is_tried_again(through: Through) -> None:
    _after(through, repeated=0, data=DROP)


def test_a_server_that_takes_the_mail_and_hangs_up_is_the_one_that_may_repeat(through: Through) -> None:
    _after(through, repeated=1, end=DROP)


def test_a_server_that_is_away_until_it_is_too_late_leaves_no_stale_reminder(through: Through) -> None:
    fill(1, due_at=NOW, now=NOW)
    write_due(now=NOW)
    with LoopbackSmtp(greeting=DROP) as server:
        through(server, NOW)
    start = Session.objects.get().starts_at
    write_due(now=start - MINUTE)
    sweep(now=start - MINUTE)
    with LoopbackSmtp() as server:
        assert through(server, start - MINUTE) == 1
    kinds = dict(OutboxMessage.objects.values_list("kind", "state"))
    assert kinds == {THREE_DAYS.kind: "expired", TWO_HOURS.kind: "sent"}
