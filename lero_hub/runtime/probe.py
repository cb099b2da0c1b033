"""`python -m lero_hub.runtime.probe web|beat`: the health checks of the containers. Exits 0 when all is well.

Light on purpose, since it runs every half minute: no settings are loaded.
"""

from __future__ import annotations

import http.client
import os
import sys

import psycopg


def web(environment: dict[str, str]) -> bool:
    """Ask the web server in this container whether it answers."""
    host = environment.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    connection = http.client.HTTPConnection("127.0.0.1", int(environment.get("PORT", "8000")), timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def beat(environment: dict[str, str]) -> bool:
    """Ask the database whether beat has shown a sign of life in the last half minute."""
    question = "SELECT 1 FROM heartbeat WHERE name = 'beat' AND at > now() - interval '30 seconds'"
    try:
        with psycopg.connect(environment["DATABASE_URL"], connect_timeout=5) as connection:
            return connection.execute(question).fetchone() is not None
    except psycopg.Error:
        return False


PROBES = {"web": web, "beat": beat}

if __name__ == "__main__":
    raise SystemExit(0 if PROBES[sys.argv[1]](dict(os.environ)) else 1)
