"""A worker as a process of its own that sends what is due and, if it is told to, is killed in the middle of it.

    python -m tests.peer_supervision.dying_worker STEP INSTANT

STEP is where SIGKILL strikes: `claimed`, `begun`, `accepted`, or `never`. INSTANT is what its clock says.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from typing import Any

import django


def main(step: str, instant: str) -> None:
    """Send what is due, as far as death lets it."""
    django.setup()
    from lero_hub.outbox.workflows import delivery

    begin, send = delivery._begin, delivery._send

    def die_before_beginning(*arguments: Any) -> Any:
        if step == "claimed":
            os.kill(os.getpid(), signal.SIGKILL)
        return begin(*arguments)

    def die_around_sending(email: Any) -> Any:
        if step == "begun":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = send(email)
        if step == "accepted":
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    delivery._begin, delivery._send = die_before_beginning, die_around_sending
    now = datetime.fromisoformat(instant)
    while delivery.send_due(clock=lambda: now):
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
