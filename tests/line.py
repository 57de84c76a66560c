"""A line between a browser and a server that can be cut, or end at a gateway that is busy."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Literal
from urllib.parse import urlsplit

BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
State = Literal["up", "cut", "busy"]


class Line:
    """Bytes are passed on as they come; `url` is where the browser finds the server."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self._server = (str(parts.hostname), int(parts.port or 80))
        self._listener = socket.create_server(("localhost", 0))
        self._open: set[socket.socket] = set()
        self._state: State = "up"
        self.url = f"http://localhost:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def become(self, state: State) -> None:
        """Whoever is connected is not any more."""
        self._state = state
        for one in [*self._open]:
            _end(one)

    def close(self) -> None:
        self.become("cut")
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        if self._state == "busy":
            with contextlib.suppress(OSError):
                client.recv(65536)
                client.sendall(BUSY)
        if self._state != "up":
            client.close()
            return
        server = socket.create_connection(self._server)
        self._open |= {client, server}
        back = threading.Thread(target=_pass_on, args=(server, client), daemon=True)
        back.start()
        _pass_on(client, server)
        back.join()
        for one in (client, server):
            one.close()
            self._open.discard(one)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    _end(source)
    _end(target)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
