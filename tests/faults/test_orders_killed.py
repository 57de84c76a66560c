"""Customers who repeat their requests while processes are killed: each order is there once."""

from __future__ import annotations

import threading
import time
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.company import Company, eventually

ISSUE_A_KEY = """
import django, sys
django.setup()
from django.utils import timezone
from datetime import timedelta
from allocation.api_keys import new_key
from config.bootstrap import bootstrap
from domain.allocation import commands
bus, key, customer = bootstrap(), new_key(), sys.argv[1]
bus.handle(commands.RegisterCustomer(customer, "Stubborn", "theatre"))
until = timezone.now() + timedelta(days=1)
scopes = ("orders:read", "orders:write")
bus.handle(commands.IssueApiKey(customer, "test", scopes, until, key.prefix, key.digest))
print(key.text)
"""


class StubbornCustomer:
    """Places orders of two lines, each under one key until it is answered with 201."""

    def __init__(self, company: Company, skus: list[str]) -> None:
        self._company, self._skus = company, skus
        name = f"stubborn-{uuid4().hex[:6]}"
        self.code = name
        key = company.run_inside(ISSUE_A_KEY, name).stdout.strip()
        self._bearer = {"Authorization": f"Bearer {key}"}
        self.answers: dict[str, Any] = {}
        self.repeated = 0
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._buy, args=(n,)) for n in range(3)]
        for thread in self._threads:
            thread.start()

    def place(self, orderid: str) -> requests.Response:
        lines = [{"sku": sku, "qty": 1} for sku in self._skus]
        return requests.post(
            f"{self._company.url}/api/v1/orders",
            json={"id": orderid, "lines": lines},
            headers={**self._bearer, "Idempotency-Key": f"key-{orderid}"},
            timeout=10,
        )

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _buy(self, number: int) -> None:
        count = 0
        while not self._stopped.is_set():
            orderid = f"o{number}-{count}"
            try:
                response = self.place(orderid)
            except requests.RequestException:
                self.repeated += 1
                time.sleep(0.05)
                continue
            if response.status_code == 201:
                self.answers[orderid] = response.json()
                count += 1
            else:
                assert response.status_code in (409, 429, 502, 503), response.text
                time.sleep(0.1)


@pytest.mark.timeout(600)
def test_no_answered_order_is_lost_and_none_is_there_twice(frail: Company, full: bool):
    skus = [f"sku-{uuid4().hex[:8]}" for _ in range(2)]
    for sku in skus:
        frail.add_batch(f"batch-{sku}", sku, 1_000_000)
    customer = StubbornCustomer(frail, skus)
    for n in range(60 if full else 4):
        time.sleep(0.7)
        name = ("web", "worker")[n % 2]
        frail.kill(name)
        frail.start(name)
    time.sleep(2)
    customer.stop()

    assert len(customer.answers) > 20
    assert customer.repeated
    stored = frail.rows(
        """SELECT o.reference, count(l.id), sum(l.qty) FROM allocation_order o
        JOIN allocation_orderline l ON l.orderid = o.orderid WHERE o.customer = %s
        GROUP BY o.reference""",
        customer.code,
    )
    assert {reference for reference, *_ in stored} >= set(customer.answers)
    assert {(lines, units) for _, lines, units in stored} == {(2, 2)}
    for orderid in list(customer.answers)[::7]:
        again = eventually(lambda orderid=orderid: answered(customer, orderid))
        assert again == customer.answers[orderid], "a repetition is answered as the first time"
    assert eventually(lambda: frail.undelivered() == 0, within=90)
    taken = frail.rows("SELECT allocated_quantity FROM allocation_batch WHERE sku = ANY(%s)", skus)
    assert taken == [(len(stored),), (len(stored),)]


def answered(customer: StubbornCustomer, orderid: str) -> Any:
    try:
        response = customer.place(orderid)
    except requests.RequestException:
        return None
    return response.json() if response.status_code == 201 else None
