"""Signs of life of the background processes, kept in the database.

They go over a connection of their own with short time-outs, never through Django's pool: a health check
must answer when the pool is exhausted, and the main process of a worker must not hold pooled connections
when it forks.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection

logger = logging.getLogger(__name__)

EVERY = 5.0  # seconds between two signs of life
LATE = 20.0  # seconds without one before a process counts as stopped; /readyz promises 30
_RECORD = "INSERT INTO heartbeat (name, at) VALUES (%s, now()) ON CONFLICT (name) DO UPDATE SET at = now()"
_PATIENCE = 2  # seconds for the database to answer


@contextmanager
def direct_connection() -> Iterator[psycopg.Connection[Any]]:
    """Open a connection past the pool that gives up within seconds; raises psycopg.Error."""
    parameters = connection.get_connection_params()
    limits = f"-c statement_timeout={_PATIENCE}s -c lock_timeout={_PATIENCE}s"
    parameters |= {
        "connect_timeout": _PATIENCE,
        "tcp_user_timeout": _PATIENCE * 1000,
        "options": f"{parameters.get('options', '')} {limits}".strip(),
        "autocommit": True,
        "application_name": "lero-hub-health",
    }
    with psycopg.connect(**parameters) as direct:
        yield direct


def beat(name: str) -> bool:
    """Record that the process `name` lives now; log and return False when the database does not take it."""
    try:
        with direct_connection() as direct:
            direct.execute(_RECORD, [name])
    except psycopg.Error as problem:
        logger.warning("No heartbeat of %s was recorded (%s)", name, type(problem).__name__)
        return False
    return True
