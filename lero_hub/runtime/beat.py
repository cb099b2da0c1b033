"""The scheduler that beat runs: Celery's own, which also shows that it lives."""

from __future__ import annotations

import time
from typing import Any

from celery.beat import PersistentScheduler

from lero_hub.runtime import heartbeats
from lero_hub.runtime.models import BEAT


class BeatScheduler(PersistentScheduler):
    """Record a sign of life from the very loop that sends tasks, so that a stuck loop falls silent.

    `beat_max_loop_interval` must stay at most `heartbeats.EVERY`.
    """

    _beaten_at = float("-inf")

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, and now and then say that we live."""
        delay: float = super().tick(*args, **kwargs)
        if time.monotonic() - self._beaten_at >= heartbeats.EVERY - 0.5:
            heartbeats.beat(BEAT)
            self._beaten_at = time.monotonic()
        return delay
