"""Reads what other systems send over Redis, and gives it to the bus as commands."""

from __future__ import annotations

import json
import logging
import threading
import traceback
from collections.abc import Callable, Mapping
from typing import Any

import redis
from django.db import Error, connection, transaction

from domain.kernel import BadInput, Command, DomainError
from messaging.bus import MessageBus
from messaging.database import is_outage
from messaging.errors import Busy, ConnectionLost, OutcomeUnknown
from messaging.inbox import is_first_arrival
from messaging.parked import park_incoming

logger = logging.getLogger(__name__)

GROUP = "scents"
LONGEST_MESSAGE = 1_000_000
PAUSE = 1.0  # seconds before the next try when Redis or the database is away

Parser = Callable[[Mapping[str, Any]], Command]
Fields = Mapping[bytes, bytes]


class RedisConsumer:
    """Two threads: one forwards the pub/sub channels to streams of the same names, so that there
    is one way in and nothing that was received is lost; the other reads the streams through a
    consumer group and acknowledges a message after its effect is stored.
    """

    def __init__(
        self, *, bus: MessageBus, channels: Mapping[str, Parser], url: str, name: str
    ) -> None:
        self._bus = bus
        self._channels = channels
        self._redis = redis.Redis.from_url(url, socket_timeout=10, socket_connect_timeout=2)
        self._name = name
        self._stopped = threading.Event()

    def run(self) -> None:
        """Until `stop` is called."""
        listener = threading.Thread(target=self._again_and_again, args=[self._listen], daemon=True)
        listener.start()
        self._again_and_again(self._read)
        listener.join(timeout=3)

    def stop(self) -> None:
        self._stopped.set()

    def _again_and_again(self, work: Callable[[], None]) -> None:
        """Redis and the database may go away at any moment; then try again, until stopped."""
        while not self._stopped.is_set():
            try:
                work()
            except (redis.RedisError, OSError, Error, Busy, ConnectionLost, OutcomeUnknown) as gone:
                logger.warning("%s waits: %s", work.__name__.strip("_"), gone)
                connection.close()
                self._stopped.wait(PAUSE)

    def _listen(self) -> None:
        client: Any = self._redis
        with client.pubsub(ignore_subscribe_messages=True) as pubsub:
            pubsub.subscribe(*self._channels)
            while not self._stopped.is_set():
                message = pubsub.get_message(timeout=0.5)
                if message is not None:
                    self._redis.xadd(message["channel"], {b"message": message["data"]})

    def _read(self) -> None:
        """First what an earlier run took and did not finish, then what is new."""
        for channel in self._channels:
            self._make_group(channel)
        last: dict[Any, Any] = dict.fromkeys(self._channels, "0")
        while not self._stopped.is_set():
            answer: Any = self._redis.xreadgroup(GROUP, self._name, last, count=100, block=500)
            for stream, entries in answer or []:
                channel = stream.decode()
                for entry, fields in entries:
                    self._receive(channel, entry.decode(), fields or {})
                if last[channel] != ">":
                    last[channel] = entries[-1][0].decode() if entries else ">"

    def _make_group(self, channel: str) -> None:
        try:
            self._redis.xgroup_create(channel, GROUP, id="0", mkstream=True)
        except redis.ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    def _receive(self, channel: str, entry: str, fields: Fields) -> None:
        """One message, one effect: the inbox is written in the transaction of the command."""
        try:
            with transaction.atomic():
                if is_first_arrival(channel, entry):
                    command = self._channels[channel](message_of(fields))
                    self._bus.handle(command, actor=f"redis:{channel}")
        except DomainError as refusal:
            self._park(channel, entry, fields, f"{type(refusal).__name__}: {refusal}")
        except Exception as error:
            if is_outage(error) or isinstance(error, Busy):
                raise
            self._park(channel, entry, fields, repr(error), traceback.format_exc())
        with self._redis.pipeline() as pipe:
            pipe.xack(channel, GROUP, entry)
            pipe.xdel(channel, entry)
            pipe.execute()

    def _park(self, channel: str, entry: str, fields: Fields, reason: str, trace: str = "") -> None:
        logger.warning("parked %s %s: %s", channel, entry, reason)
        with transaction.atomic():
            if is_first_arrival(channel, entry):
                park_incoming(channel, _as_text(fields), reason=reason, trace=trace)


def message_of(fields: Fields) -> Mapping[str, Any]:
    """A stream entry as a message: one field that holds JSON, or a field for each value.

    Raises BadInput.
    """
    if sum(map(len, fields.values())) > LONGEST_MESSAGE:
        raise BadInput("message", f"has more than {LONGEST_MESSAGE} bytes")
    try:
        texts = {name.decode(): value.decode() for name, value in fields.items()}
    except UnicodeDecodeError as error:
        raise BadInput("message", f"is not UTF-8: {error}") from error
    if len(texts) != 1:
        return texts
    try:
        message = json.loads(*texts.values())
    except (ValueError, RecursionError) as error:
        raise BadInput("message", f"is not JSON: {error}") from error
    if not isinstance(message, dict):
        raise BadInput("message", "is not a JSON object")
    return message


def _as_text(fields: Fields) -> str:
    """The raw message, as far as a person wants to read it."""
    raw = next(iter(fields.values())) if len(fields) == 1 else json.dumps(_decoded(fields)).encode()
    return raw[:LONGEST_MESSAGE].decode(errors="backslashreplace")


def _decoded(fields: Fields) -> dict[str, str]:
    replace = "backslashreplace"
    return {
        name.decode(errors=replace): value.decode(errors=replace) for name, value in fields.items()
    }
