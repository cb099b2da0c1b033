"""A thousand reminders due at once: written as rows, sent by four threads to a mail server on the loopback, counted.

The people, circles and sessions are written in bulk, past the workflows; what is measured is the way of a reminder from
"due" to the mail server's yes. There is no limit of time: none may be lost and none doubled.
"""

import re
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType

from django.db import connections
from django.test import override_settings
from django.utils import timezone

from lero_hub.accounts.models import User
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import send_due
from peer_supervision.agreement import VERSION
from peer_supervision.local_times import monday_of
from peer_supervision.models import Circle, CircleMembership, Series, Session
from peer_supervision.reminders import THREE_DAYS
from peer_supervision.states import DEFAULT_ZONE, CircleRole
from peer_supervision.workflows.reminders import write_due

COUNT, IN_A_CIRCLE, THREADS = 1_000, 8, 4
_ANSWERS = {b"data": b"354 go on", b"quit": b"221 bye"}


class _Conversation(socketserver.StreamRequestHandler):
    """One conversation: yes to everything."""

    def handle(self) -> None:
        """Answer each line until the other side says goodbye or hangs up."""
        sink = self.server
        assert isinstance(sink, Sink)
        self.wfile.write(b"220 loopback ready\r\n")
        for line in self.rfile:
            verb = line.split()[0].lower() if line.split() else b""
            self.wfile.write(_ANSWERS.get(verb, b"250 ok") + b"\r\n")
            if verb == b"data":
                sink.accepted.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self.wfile.write(b"250 accepted\r\n")
            if verb == b"quit":
                return


class Sink(socketserver.ThreadingTCPServer):
    """A mail server on a port of its own that takes everything and keeps it in `accepted`, until the block ends."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        """Listen on the loopback."""
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.accepted: list[str] = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def port(self) -> int:
        """Give the port."""
        return int(self.server_address[1])

    def __enter__(self) -> "Sink":
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def counted(self) -> Counter[tuple[str, str]]:
        """Count the mails by address and Message-ID."""
        return Counter((_header(text, "To"), _header(text, "Message-ID")) for text in self.accepted)


def _header(text: str, name: str) -> str:
    found = re.search(rf"^{name}:\s*(\S+)", text, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""


def fill(count: int, *, due_at: datetime, now: datetime) -> None:
    """Write circles of eight with this many members altogether, whose next session makes a reminder due at an instant.

    They have joined and agreed; nobody has answered.
    """
    people = [
        User(email=f"reminded-{number}@demo.example", display_name=f"Person {number}", joined_at=now, consented_at=now)
        for number in range(count)
    ]
    groups = [people[first : first + IN_A_CIRCLE] for first in range(0, count, IN_A_CIRCLE)]
    circles = [Circle(name="Bench", opened_at=now, opened_by=group[0]) for group in groups]
    sessions = [_session(circle, due_at + THREE_DAYS.before, now) for circle in circles]
    members = [
        _membership(circle, person, CircleRole.MEMBER if place else CircleRole.HOST, now)
        for circle, group in zip(circles, groups, strict=True)
        for place, person in enumerate(group)
    ]
    User.objects.bulk_create(people)
    Circle.objects.bulk_create(circles)
    CircleMembership.objects.bulk_create(members)
    Series.objects.bulk_create([session.series for session in sessions])
    Session.objects.bulk_create(sessions)


def _membership(circle: Circle, person: User, role: str, now: datetime) -> CircleMembership:
    return CircleMembership(user=person, circle=circle, role=role, joined_at=now, agreed_at=now, agreed_version=VERSION)


def _session(circle: Circle, starts: datetime, now: datetime) -> Session:
    rhythm = Series(
        circle=circle,
        weekday=starts.weekday(),
        local_time=starts.time(),
        zone=DEFAULT_ZONE,
        starts_on=starts.date(),
        created_at=now,
    )
    return Session(
        circle=circle,
        series=rhythm,
        week=monday_of(starts.date()),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=90),
        zone=DEFAULT_ZONE,
        challenge_minutes=30,
        created_at=now,
        changed_at=now,
    )


def send_everything(sink: Sink, *, threads: int = THREADS) -> None:
    """Send all that is due to the sink, by some threads at once, each as a worker does."""
    settings = {
        "OUTBOX_DELIVERY_BACKEND": "lero_hub.outbox.transport.SmtpTransport",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": sink.port,
    }

    def work() -> None:
        try:
            while send_due(clock=timezone.now):
                pass
        finally:
            connections.close_all()

    with override_settings(**settings):
        workers = [threading.Thread(target=work) for _each in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()


def report(say: Callable[[str], None], *, count: int = COUNT) -> bool:
    """Measure and say it; give back whether each person got exactly one."""
    now = timezone.now()
    fill(count, due_at=now, now=now)
    started = time.perf_counter()
    written = write_due(now=now)
    wrote = time.perf_counter() - started
    started = time.perf_counter()
    again = write_due(now=now)
    asked = time.perf_counter() - started
    with Sink() as sink:
        started = time.perf_counter()
        send_everything(sink)
        sent = time.perf_counter() - started
        counted = sink.counted()
    states = Counter(OutboxMessage.objects.filter(kind=THREE_DAYS.kind).values_list("state", flat=True))
    reached = len({to for to, _message_id in counted})
    mails, lost = counted.total(), count - reached
    doubled = mails - reached
    say(f"\n{count:,} reminders due at once, to a mail server on the loopback")
    say(f"{'written as rows':<48} {wrote:6.1f} s   {written:,} rows")
    say(f"{'asked again':<48} {asked:6.1f} s   {again:,} rows")
    say(f"{f'sent by {THREADS} threads':<48} {sent:6.1f} s   {mails:,} mails, {lost} lost, {doubled} doubled")
    return written == count and again == lost == doubled == 0 and states == {"sent": count}
