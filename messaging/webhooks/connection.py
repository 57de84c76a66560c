"""One HTTP request to an address that was checked, within a time that nothing can stretch."""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from typing import Any

from messaging.webhooks.targets import DEFAULT_PORTS, Target

CONNECT_WITHIN = 3.0  # seconds, TLS included
ANSWER_WITHIN = 10.0  # seconds, connecting included
MOST_READ = 64 * 1024  # bytes, headers included


class Deadline:
    """A moment; each step gets what is left until then."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds, above 0. Raises TimeoutError."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left


class PinnedConnection(HTTPConnection):
    """Connects to the given addresses and asks no name service; the name serves for the Host
    header, for SNI and for the check of the certificate. Knows no proxies and no redirects.
    """

    def __init__(
        self, target: Target, addresses: Sequence[str], *, deadline: Deadline, tls: ssl.SSLContext
    ) -> None:
        self.default_port = DEFAULT_PORTS[target.scheme]  # read by the constructor, too
        super().__init__(target.host, target.port)
        self._target = target
        self._addresses = addresses
        self._deadline = deadline
        self._tls = tls

    def connect(self) -> None:
        within = Deadline(min(CONNECT_WITHIN, self._deadline.left()))
        plain = self._reach_any(within)
        try:
            if self._target.scheme == "https":
                plain.settimeout(within.left())
                plain = self._tls.wrap_socket(plain, server_hostname=self._target.host)
        except BaseException:
            plain.close()
            raise
        self.sock: Any = _TimedSocket(plain, self._deadline)

    def _reach_any(self, within: Deadline) -> socket.socket:
        """The first that answers: a machine without IPv6 gets no further than its first address."""
        failure: OSError = OSError("no address")
        for address in self._addresses:
            try:
                return socket.create_connection((address, self._target.port), within.left())
            except OSError as error:
                failure = error
        raise failure


class _TimedSocket:
    """What http.client uses of a socket, each call with the time that is left: a timeout on the
    socket alone would begin anew with each byte that trickles in.
    """

    def __init__(self, plain: socket.socket, deadline: Deadline) -> None:
        self._plain = plain
        self._deadline = deadline

    def sendall(self, data: Any) -> None:
        self._plain.settimeout(self._deadline.left())
        self._plain.sendall(data)

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_Received(self._plain, self._deadline))

    def close(self) -> None:
        """The socket stays open for what `makefile` has handed out."""
        self._plain.close()


class _Received(io.RawIOBase):
    """The bytes that come in; after MOST_READ of them the answer counts as ended."""

    def __init__(self, plain: socket.socket, deadline: Deadline) -> None:
        self._plain = plain
        self._bytes = plain.makefile("rb", buffering=0)
        self._deadline = deadline
        self._left = MOST_READ

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._plain.settimeout(self._deadline.left())
        count = self._bytes.readinto(memoryview(buffer)[: self._left]) or 0
        self._left -= count
        return count

    def close(self) -> None:
        self._bytes.close()
        super().close()
