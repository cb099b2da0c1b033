"""What beat starts and how often, in UTC.

Each task asks "what is due now?" and may run twice or late without harm. `expires` (seconds) keeps ticks from piling
up while no worker runs. A weekly or daily duty is no entry of its own: it is found due by a task that ticks often.
"""

from typing import TypedDict


class Options(TypedDict):
    """How one tick is sent."""

    expires: float


class Entry(TypedDict):
    """One task and its rhythm in seconds."""

    task: str
    schedule: float
    options: Options


def every(seconds: float, task: str) -> Entry:
    """Start a task at this rhythm; a tick that no worker took before the next one is dropped."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


SCHEDULE: dict[str, Entry] = {
    "outbox.send_due": every(30.0, "lero_hub.outbox.tasks.send_due"),
    "outbox.sweep": every(60.0, "lero_hub.outbox.tasks.sweep"),
    "accounts.tidy": every(3600.0, "lero_hub.accounts.tasks.tidy"),
    "organisations.sweep": every(900.0, "organisations.tasks.sweep"),
    "evidence.forget_imports": every(3600.0, "evidence.tasks.forget_imports"),
    "peer_supervision.keep_rhythm": every(300.0, "peer_supervision.tasks.keep_rhythm"),
    "peer_supervision.remind": every(60.0, "peer_supervision.tasks.remind"),
    "peer_supervision.forget": every(900.0, "peer_supervision.tasks.forget"),
}
