"""Listens to a Redis channel, at so little cost that it does not disturb what is measured."""

import json
import socket
import threading
import time
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_MARK = b"$7\r\nmessage\r\n"


class Listener:
    """Notes when which bytes came; they are read as messages only after the load."""

    def __init__(self, redis_url: str, channel: str) -> None:
        url = urlsplit(redis_url)
        self._socket = socket.create_connection((url.hostname or "", url.port or 6379))
        self._socket.sendall(f"SUBSCRIBE {channel}\r\n".encode())
        self._chunks: list[tuple[float, bytes]] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._ended = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended = True
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def count(self) -> int:
        """Messages so far."""
        return b"".join(data for _, data in list(self._chunks)).count(_MARK)

    def orders(self) -> list[tuple[str, float]]:
        """The order id of each message, and when its last byte was here (seconds since 1970)."""
        text, ends, found = b"", [], []
        for moment, data in self._chunks:
            text += data
            ends.append((len(text), moment))
        place, at = 0, 0
        while (start := text.find(b'{"orderid"', place)) >= 0:
            place = text.index(b"}", start) + 1
            while ends[at][0] < place:
                at += 1
            found.append((json.loads(text[start:place])["orderid"], ends[at][1]))
        return found

    def _listen(self) -> None:
        while not self._ended and (data := self._socket.recv(1 << 20)):
            self._chunks.append((time.time(), data))
