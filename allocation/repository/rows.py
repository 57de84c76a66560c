"""Rows of stock and order lines, as objects of the domain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from domain.allocation.batch import Batch, Status
from domain.allocation.claim import Claim, Terms
from domain.allocation.origin import Origin

Row = tuple[Any, ...]

BATCH = """b.reference, b.sku, b.purchased_quantity, b.eta, b.expiry, b.produced, b.status,
    b.allocated_quantity, b.shipped_quantity, b.announced_quantity, b.announced_eta,
    b.announced_released, b.formula, b.supplier"""
CLAIM = """l.orderid, l.qty, l.position, l.customer, l.priority, l.splittable, l.waiting_quantity,
    l.shipped_quantity, l.cancelled_quantity, l.promised"""
OPEN = "b.released AND b.has_room"
RANK = "(l.priority * -1), COALESCE(l.promised, '9999-12-31'::date), l.position"
"""Claim.rank, as the index `queue` has it."""


def batch(row: Sequence[Any]) -> Batch:
    ref, sku, purchased, eta, expiry, produced, status, allocated, shipped, *said = row
    return Batch(
        ref,
        sku,
        purchased,
        eta,
        expiry=expiry,
        produced=produced,
        status=Status(status),
        allocated=allocated,
        shipped=shipped,
        announced=(said[0], said[1], said[2]),
        origin=Origin(said[3], said[4]),
    )


def claim(row: Sequence[Any]) -> Claim:
    orderid, qty, position, customer, priority, splittable, waiting, shipped, cancelled, day = row
    return Claim(
        orderid,
        qty,
        position,
        Terms(customer, priority, splittable),
        waiting=waiting,
        shipped=shipped,
        cancelled=cancelled,
        promised=day,
    )


def one(sql: str, parameters: Any) -> Row | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: Row | None = cursor.fetchone()
        return row


def every(sql: str, parameters: Any) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
