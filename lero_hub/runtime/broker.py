"""A broker of our own for the demonstration: Valkey on a UNIX socket, or plain files where there is none.

It keeps nothing on disk: the database holds what must not be lost, the broker only nudges.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from lero_hub.runtime.binaries import find_broker
from lero_hub.runtime.failures import StartFailed, last_lines
from lero_hub.runtime.processes import Child
from lero_hub.runtime.sockets import socket_folder

_SOCKET = "valkey.sock"


class EmbeddedBroker:
    """One Valkey or Redis server in `folder`."""

    def __init__(self, folder: Path, *, log: Path) -> None:
        """Choose the program and the places; nothing starts yet."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._log = folder, log
        self._program = find_broker()
        self._socket = socket_folder(folder.resolve(), _SOCKET) / _SOCKET
        self.child: Child | None = None

    @property
    def url(self) -> str:
        """The address for `REDIS_URL`."""
        if self._program is None:
            return "filesystem://"
        return f"redis+socket://{quote(str(self._socket))}"

    def start(self) -> EmbeddedBroker:
        """Start the server and wait until it answers; without a program there is nothing to start.

        Raises StartFailed with the end of the server's log.
        """
        if self._program is None:
            return self
        self._socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self._folder),
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
        }
        command = [str(self._program), *(part for name, value in options.items() for part in (f"--{name}", value))]
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        self.child = Child("broker", command, log=self._log, env=environment)
        self._wait_until_it_answers(self.child)
        return self

    def stop(self) -> None:
        """Stop the server."""
        if self.child is not None:
            self.child.stop()

    def _wait_until_it_answers(self, child: Child, seconds: float = 30) -> None:
        once = Retry(NoBackoff(), 0)  # we do the waiting
        client = redis.Redis(unix_socket_path=str(self._socket), socket_timeout=2, retry=once)
        deadline = time.monotonic() + seconds
        try:
            while True:
                try:
                    client.ping()
                    return
                except redis.RedisError as problem:
                    if child.exit_code() is not None or time.monotonic() > deadline:
                        child.stop()
                        reason = last_lines(self._log)
                        raise StartFailed(f"The broker did not start. The end of {self._log}:\n{reason}") from problem
                    time.sleep(0.02)
        finally:
            client.close()
