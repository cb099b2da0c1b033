"""What makes a Celery worker show that it lives.

Named in `lero_hub.celery` as a step of the worker's consumer: it starts once the worker takes tasks from
the broker and stops when the broker is lost, so a sign of life means "tasks are being taken".
"""

from __future__ import annotations

import threading
import time
from typing import Any

from celery import bootsteps

from lero_hub.runtime import heartbeats
from lero_hub.runtime.models import WORKER

_STUCK = 15.0  # seconds without a turn of the consumer's loop before its signs of life stop


class Heartbeats(bootsteps.StartStopStep):
    """Record a sign of life every few seconds while the consumer's own loop turns.

    The loop only notes the time; a thread talks to the database, so that a slow database never holds up
    the loop, and a stuck loop is not hidden by a thread that is well.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        """Start nothing yet."""
        super().__init__(parent, **kwargs)
        self._turned_at = 0.0
        self._timer: Any = None
        self._ended = threading.Event()

    def start(self, consumer: Any) -> None:
        """Begin when the consumer is ready, and again after each reconnection."""
        self._note_turn()
        self._timer = consumer.timer.call_repeatedly(heartbeats.EVERY / 2, self._note_turn)
        self._ended = threading.Event()
        threading.Thread(target=self._run, args=(self._ended,), name="heartbeats", daemon=True).start()

    def stop(self, consumer: Any) -> None:
        """End with the consumer, or when it loses the broker."""
        self._ended.set()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    shutdown = stop

    def _note_turn(self) -> None:
        self._turned_at = time.monotonic()

    def _run(self, ended: threading.Event) -> None:
        while not ended.is_set():
            if time.monotonic() - self._turned_at < _STUCK:
                heartbeats.beat(WORKER)
            ended.wait(heartbeats.EVERY)
