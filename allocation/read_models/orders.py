"""What customers read of their orders: the moments, and the answers to their requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection

from allocation.ports import Answer
from domain.allocation.moments import Moment, OrderNews
from domain.kernel import Request
from messaging.changes import Change
from messaging.errors import KeyInUse, KeyReused
from messaging.sql import Statements

_RECALL = """SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0)),
    (SELECT fingerprint FROM allocation_answer WHERE customer = %s AND key = %s),
    (SELECT body::text FROM allocation_answer WHERE customer = %s AND key = %s)"""
_KEEP = """INSERT INTO allocation_answer (customer, key, fingerprint, body, answered_at)
    SELECT r.*, now() FROM ({rows}) r"""
_MOMENTS = """INSERT INTO allocation_ordermoment (orderid, at, kind, sku, qty, promised, text)
    {rows}"""


def forget_answers(before: datetime) -> None:
    """Whoever repeats a request after such a long time is known by the order id."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM allocation_answer WHERE answered_at < %s", [before])


class StoredNews:
    """The moments of each order, and one event for each order that has any."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self.seen: dict[str, OrderNews] = {}

    def note(self, orderid: str, customer: str, moment: Moment) -> None:
        news = self.seen.setdefault(orderid, OrderNews(orderid, customer, self._now))
        news.moments.append(moment)

    def store(self, changes: Sequence[Change[OrderNews]], statements: Statements) -> None:
        statements.add_rows(
            _MOMENTS,
            [
                (news.orderid, news.at, m["kind"], m["sku"], m["qty"], m["promised"], m["text"])
                for change in changes
                for news in [change.aggregate]
                for m in change.events[0].moments  # type: ignore[attr-defined]
            ],
            types="text, timestamptz, text, text, bigint, date, text",
        )


class StoredAnswers:
    """One row for each Idempotency-Key of a customer.

    Two requests with one key are kept apart by a lock for the length of the transaction; should
    they pass each other all the same, the unique key of the table makes the second one plan again.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[Request, Callable[[], Answer]]] = []

    def recall(self, request: Request) -> Answer | None:
        place = [request.client, request.key]
        with connection.cursor() as cursor:
            cursor.execute(_RECALL, [json.dumps(place), *place, *place])
            free, fingerprint, body = cursor.fetchone()
        if fingerprint not in (None, request.fingerprint):
            raise KeyReused(request.key)
        if body is not None:
            answer: Answer = json.loads(body)
            return answer
        if not free:
            raise KeyInUse(request.key)
        return None

    def keep(self, request: Request, answer: Callable[[], Answer]) -> None:
        self._kept.append((request, answer))

    def store(self, statements: Statements) -> None:
        statements.add_rows(
            _KEEP,
            [
                (request.client, request.key, request.fingerprint, json.dumps(answer()))
                for request, answer in self._kept
            ],
            types="text, text, text, jsonb",
        )
