"""The hub's own Celery app, with beat ticking every second: `celery -A tests.peer_supervision.fast_celery worker`."""

from __future__ import annotations

from lero_hub.celery import app
from lero_hub.schedule import every

app.conf.beat_schedule = {
    "outbox.send_due": every(1.0, "lero_hub.outbox.tasks.send_due"),
    "outbox.sweep": every(1.0, "lero_hub.outbox.tasks.sweep"),
    "peer_supervision.remind": every(1.0, "peer_supervision.tasks.remind"),
}
