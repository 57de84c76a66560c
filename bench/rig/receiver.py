"""Takes webhooks, and counts them."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class Receiver:
    """A server of a customer on this machine, which thanks for everything."""

    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Door)
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.1], daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hooks"

    @property
    def count(self) -> int:
        """Webhooks so far."""
        return self._server.count


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    count = 0


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.count += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the count is enough."""
