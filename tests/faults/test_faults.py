"""Kill -9, and neighbours that go away: every event is delivered, every effect is there once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest
import requests
from stack import ROOT
from stack.valkey import Valkey

from tests.company import Company, MailServer, eventually

OUTAGE = 10.0  # seconds


def some_stock(company: Company, *, units: int = 1_000) -> str:
    sku = f"sku-{uuid4().hex[:8]}"
    company.add_batch(f"batch-{sku}", sku, units)
    return sku


def assert_published_once(company: Company, sku: str, orders: list[str]) -> None:
    assert eventually(lambda: company.undelivered() == 0, within=60)
    counts = Counter(entry["orderid"] for entry in company.published(sku))
    assert counts == Counter(orders)


def allocate_all(company: Company, sku: str, count: int) -> list[str]:
    orders = [f"o{n}" for n in range(count)]
    assert {company.allocate(orderid, sku, 1).status_code for orderid in orders} == {202}
    return orders


def test_a_worker_that_is_killed_before_it_delivers(frail: Company, mails: MailServer):
    sku = some_stock(frail, units=50)
    frail.kill("worker")

    orders = allocate_all(frail, sku, 50)
    assert frail.allocate("too-many", sku, 1).status_code == 202
    assert frail.undelivered() == 51
    assert all(frail.allocations(orderid).status_code == 200 for orderid in orders)
    frail.start("worker")

    assert_published_once(frail, sku, orders)
    assert len(mails.about(sku)) == 1


KILLED_AFTER_COMMIT = """
import django, os, signal, sys
django.setup()
import config.bootstrap as page
page.wake = lambda subscriber: os.kill(os.getpid(), signal.SIGKILL)
page.bootstrap().handle(page.commands.Allocate(sys.argv[1], sys.argv[2], 1))
"""


def test_a_web_process_that_is_killed_between_commit_and_wake_up(frail: Company):
    sku = some_stock(frail)

    assert frail.run_inside(KILLED_AFTER_COMMIT, "o1", sku).returncode == -9

    assert frail.allocations("o1").status_code == 200
    assert_published_once(frail, sku, ["o1"])


KILLED_AFTER_PUBLISHING = """
import django, os, signal
django.setup()
from messaging import relay, tasks
relay._remove = lambda ids: os.kill(os.getpid(), signal.SIGKILL)
tasks.drain("publish_allocated_event")
"""


def test_a_worker_that_is_killed_between_publishing_and_noting_it(frail: Company):
    sku = some_stock(frail)
    frail.kill("worker")
    orders = allocate_all(frail, sku, 5)

    assert frail.run_inside(KILLED_AFTER_PUBLISHING).returncode == -9
    assert len(frail.published(sku)) == 5
    assert frail.undelivered() == 5
    frail.start("worker")

    assert_published_once(frail, sku, orders)


def test_redis_is_down_for_10_seconds_and_orders_are_taken_all_the_same(
    frail: Company, valkey: Valkey
):
    sku = some_stock(frail)
    valkey.kill()
    down_since = time.monotonic()

    orders = allocate_all(frail, sku, 30)
    assert requests.get(f"{frail.url}/readyz", timeout=10).status_code == 503
    time.sleep(max(0.0, OUTAGE - (time.monotonic() - down_since)))
    valkey.start()

    assert_published_once(frail, sku, orders)
    assert eventually(lambda: requests.get(f"{frail.url}/readyz", timeout=10).status_code == 200)
    frail.redis.xadd("change_batch_quantity", {"batchref": f"batch-{sku}", "qty": 30})
    [shrunk] = eventually(
        lambda: frail.rows(
            "SELECT 1 FROM allocation_batch WHERE sku = %s AND purchased_quantity = 30", sku
        )
    )
    assert shrunk == (1,)


def test_the_mail_server_is_down_for_10_seconds_and_no_mail_is_lost_or_doubled(
    frail: Company, mails: MailServer
):
    mails.stop()
    skus = [some_stock(frail, units=1) for _ in range(3)]
    for sku in skus:
        assert frail.allocate("o1", sku, 2).status_code == 202
    time.sleep(OUTAGE)
    mails.start()

    assert eventually(lambda: frail.undelivered() == 0, within=60)
    assert [len(mails.about(sku)) for sku in skus] == [1, 1, 1]
    assert frail.rows("SELECT * FROM messaging_parked") == []


class Buyers:
    """Orders without pause, remembering which were accepted."""

    def __init__(self, company: Company, sku: str) -> None:
        self.accepted: list[str] = []
        self._company, self._sku = company, sku
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._buy, args=(n,)) for n in range(4)]
        for thread in self._threads:
            thread.start()

    def _buy(self, number: int) -> None:
        count = 0
        while not self._stopped.is_set():
            orderid = f"o{number}-{count}"
            try:
                if self._company.allocate(orderid, self._sku, 1).status_code == 202:
                    self.accepted.append(orderid)
                    count += 1
            except requests.RequestException:
                time.sleep(0.05)  # the same order again: it has one effect

    def stop(self) -> list[str]:
        self._stopped.set()
        for thread in self._threads:
            thread.join()
        return self.accepted


@pytest.mark.timeout(600)
def test_processes_that_are_killed_again_and_again_under_load(frail: Company, full: bool):
    sku = some_stock(frail, units=1_000_000)
    buyers = Buyers(frail, sku)
    for n in range(100 if full else 6):
        time.sleep(0.7)
        name = ("web", "worker", "consumer", "beat")[n % 4]
        frail.kill(name)
        frail.start(name)
    time.sleep(2)
    accepted = buyers.stop()

    assert len(accepted) > 50
    stored = frail.rows("SELECT orderid FROM allocations_view WHERE sku = %s", sku)
    assert {orderid for (orderid,) in stored} >= set(accepted), "an accepted order is lost"
    assert len(stored) == len(set(stored))
    assert_published_once(frail, sku, [orderid for (orderid,) in stored])
    audit = [sys.executable, str(Path(ROOT) / "manage.py"), "audit_stock"]
    assert (
        subprocess.run(audit, env={**frail.env, "PATH": os.environ["PATH"]}, check=False).returncode
        == 0
    )
