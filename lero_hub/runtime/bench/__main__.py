"""`make bench`: fill a database of its own with 10,000 organisations and items, measure, and throw it away.

    python -m lero_hub.runtime.bench [number of organisations]

Nothing of the hub's own data is touched. Ends with 1 when a median is over its limit: on a busy machine run it again.
"""

import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

from lero_hub.runtime.postgres import EmbeddedPostgres

SIZE = 10_000


def main(arguments: list[str]) -> int:
    """Run the benchmark and give back the exit code."""
    size = int(arguments[0]) if arguments else SIZE
    home = Path(tempfile.mkdtemp(prefix="lero-hub-bench-"))
    home.chmod(0o711)  # the server runs as another user when root runs this
    server = EmbeddedPostgres(home / "postgres", durable=False).start()
    try:
        _settle(home, server.url)
        return 0 if _measure(size) else 1
    finally:
        from django.db import connections

        connections.close_all()
        server.remove()
        shutil.rmtree(home, ignore_errors=True)


def _settle(home: Path, url: str) -> None:
    """Point Django at the database and the folder of this run."""
    (home / "static").mkdir()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "lero_hub.settings",
        "DATABASE_URL": url,
        "DATABASE_POOL": "false",
        "HOME_DIR": str(home),
        "REDIS_URL": "memory://",
        "EMAIL_URL": "memory://",
        "SECRET_KEY": "only-for-the-benchmark-" + "0" * 40,
        "FIELD_KEYS": "only-for-the-benchmark-" + "1" * 40,
        "ALLOWED_HOSTS": "testserver",
        "DEMO": "false",
    }
    os.environ.pop("BASE_URL", None)
    import django

    django.setup()
    logging.disable(logging.INFO)


def _measure(size: int) -> bool:
    from django.core.management import call_command
    from django.utils import timezone

    from lero_hub.runtime.bench import circles, directory, library, network, reminders, reviews, shelf, standards

    call_command("migrate", verbosity=0)
    for step in ("createcachetable", "load_places", "load_terms"):
        call_command(step, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"Writing {size:,} organisations …", flush=True)
    network.fill(size, now=timezone.now())
    print(f"Writing {size:,} items of the library …", flush=True)
    shelf.fill(size, now=timezone.now())
    reports = (directory.report, library.report, standards.report, reviews.report)
    within = [report(lambda line: print(line, flush=True)) for report in reports]
    within.append(reminders.report(lambda line: print(line, flush=True), count=min(size, reminders.COUNT)))
    within.append(circles.report(lambda line: print(line, flush=True)))
    return all(within)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
