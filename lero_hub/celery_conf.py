"""How Celery runs here. Read when the app is first used, once Django's settings are complete.

The broker only nudges: losing it, or whatever it holds, delays work until the next tick of beat and loses nothing.
"""

from pathlib import Path

from django.conf import settings

from lero_hub.schedule import SCHEDULE


def broker(url: str) -> str:
    """Spell a broker's address as Celery does: Redis on a UNIX socket has a scheme of its own."""
    return "redis+socket://" + url.removeprefix("unix://") if url.startswith("unix://") else url


def options(url: str, home: Path) -> dict[str, object]:
    """Give the transport's options; the filesystem transport needs its folders to exist."""
    if not url.startswith("filesystem://"):
        return {"socket_connect_timeout": 5}
    folders = {name: home / "broker" / name for name in ("queue", "processed", "control")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "data_folder_in": str(folders["queue"]),
        "data_folder_out": str(folders["queue"]),
        "processed_folder": str(folders["processed"]),
        "control_folder": str(folders["control"]),
    }


broker_url = broker(settings.REDIS_URL)
broker_transport_options = options(broker_url, settings.HOME_DIR)
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # a worker waits for its broker for ever
accept_content = ["json"]
task_serializer = "json"
task_ignore_result = True
enable_utc = True
timezone = "UTC"
beat_schedule = SCHEDULE
beat_scheduler = "lero_hub.runtime.beat:BeatScheduler"
beat_max_loop_interval = 5
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
worker_cancel_long_running_tasks_on_connection_loss = False  # what runs needs no broker to finish
# Only the prefork pool of production can hold these; a thread relies on the time-outs of each network call.
# Both stay well under the lease of a claimed e-mail (`lero_hub.outbox.states.LEASE`).
task_soft_time_limit = 420
task_time_limit = 480
worker_max_tasks_per_child = 500
