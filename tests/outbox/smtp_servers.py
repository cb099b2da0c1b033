"""A tiny mail server on the loopback interface that answers each step as a test wants, or hangs, or hangs up."""

import socket
import threading
from types import TracebackType

HANG = "hang"
DROP = "drop"

POLITE = {
    "greeting": "220 loopback ready",
    "ehlo": "250 loopback",
    "mail": "250 sender ok",
    "rcpt": "250 recipient ok",
    "data": "354 go on",
    "end": "250 accepted",
    "rset": "250 reset",
    "quit": "221 bye",
}


class LoopbackSmtp:
    """Serve one conversation after another on a port of its own until the block ends.

    `answers` replaces single steps. `accepted` holds each message that the server said yes to, or would have said yes
    to had it not dropped the connection instead of answering.
    """

    def __init__(self, **answers: str) -> None:
        self._answers = POLITE | answers
        self._ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._thread = threading.Thread(target=self._serve)
        self.port: int = self._listener.getsockname()[1]
        self.accepted: list[str] = []

    def __enter__(self) -> "LoopbackSmtp":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            with client:
                client.settimeout(5)
                self._converse(client)

    def _converse(self, client: socket.socket) -> None:
        with client.makefile("rb") as lines:
            if not self._answer(client, "greeting"):
                return
            for line in lines:
                step = line.decode().split()[0].lower()
                if not self._answer(client, step):
                    return
                if step == "data" and self._answers["data"].startswith("354"):
                    body = b"".join(iter(lines.readline, b".\r\n"))
                    if self._answers["end"] == DROP or self._answers["end"].startswith("2"):
                        self.accepted.append(body.decode())
                    if not self._answer(client, "end"):
                        return
                if step == "quit":
                    return

    def _answer(self, client: socket.socket, step: str) -> bool:
        """Answer one step; tell whether the conversation goes on."""
        answer = self._answers[step]
        if answer == HANG:
            self._ended.wait()
        if answer in {HANG, DROP}:
            return False
        client.sendall(f"{answer}\r\n".encode())
        return True
