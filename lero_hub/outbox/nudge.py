"""Wake a worker once a message is committed. A convenience: the sweep of beat finds the message anyway.

A broker that is down or slow must not be felt by whoever made the message: connecting gets half a second, nothing is
tried twice, and after a failure this process leaves the broker alone for a while.
"""

import logging
import time

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)

TASK = "lero_hub.outbox.tasks.send_due"
PATIENCE = 0.5  # seconds for connecting, and for each answer
PAUSE = 30.0  # seconds without a try after a failure: as long as beat needs to come round
# `max_retries` bounds what kombu would else do for ever when it first uses a connection.
BRIEFLY = {
    "socket_connect_timeout": PATIENCE,
    "socket_timeout": PATIENCE,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "connect_retries_timeout": PATIENCE,
}

_leave_alone_until = 0.0


def after_commit() -> None:
    """Nudge once when the running transaction commits, however many messages it holds."""
    waiting = transaction.get_connection().run_on_commit
    # A nudge noted inside a savepoint that was rolled back is gone from this list, so it is noted again.
    if not any(entry[1] is nudge for entry in waiting):
        transaction.on_commit(nudge)


def nudge() -> None:
    """Ask a worker to send what is due; log one line when the broker does not answer."""
    global _leave_alone_until
    if time.monotonic() < _leave_alone_until:
        return
    try:
        options = {**(current_app.conf.broker_transport_options or {}), **BRIEFLY}
        with current_app.connection_for_write(transport_options=options, connect_timeout=PATIENCE) as connection:
            current_app.send_task(TASK, connection=connection, retry=False, ignore_result=True, expires=30)
    except Exception as error:  # noqa: BLE001 - whatever a broker does, the request of who waits must go on
        _leave_alone_until = time.monotonic() + PAUSE
        logger.warning("No worker was nudged (%s); the sweep will send what waits", type(error).__name__)
