"""A receiver of webhooks as a customer would write it: a real HTTP server on loopback."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections import deque
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """A request, as it came over the wire."""

    method: str
    path: str
    headers: Message
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """What the receiver answers."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"thanks"


class Receiver:
    """Answers with the `replies` in turn, then with 200. While `open` is cleared, it hangs."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self.replies: deque[Reply] = deque()
        self.open = threading.Event()
        self.open.set()
        self.arrived = threading.Semaphore(0)
        self.busiest = 0
        self._busy = 0
        self._server = _Server(("127.0.0.1", 0), _Door)
        self._server.receiver = self
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hooks?shop=1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def take(self, request: Received) -> Reply:
        self.received.append(request)
        self._busy += 1
        self.busiest = max(self.busiest, self._busy)
        self.arrived.release()
        self.open.wait(5)
        self._busy -= 1
        return self.replies.popleft() if self.replies else Reply()

    def close(self) -> None:
        self.open.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    receiver: Receiver

    def handle_error(self, *_: Any) -> None:
        """Clients that go away early are part of the tests."""


class _Door(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        reply = self.server.receiver.take(Received(self.command, self.path, self.headers, body))
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_: Any) -> None:
        pass


def is_genuine(request: Received, secret: str, *, now: float, tolerance: float = 300) -> bool:
    """The check that the Standard Webhooks specification asks of receivers."""
    sent = request.headers["webhook-timestamp"]
    if abs(now - int(sent)) > tolerance:
        return False
    key = base64.b64decode(secret.split("_", 1)[1])
    text = f"{request.headers['webhook-id']}.{sent}.{request.body.decode()}"
    wanted = base64.standard_b64encode(hmac.digest(key, text.encode(), hashlib.sha256)).decode()
    given = [signature.split(",", 1) for signature in request.headers["webhook-signature"].split()]
    return any(version == "v1" and hmac.compare_digest(text, wanted) for version, text in given)
