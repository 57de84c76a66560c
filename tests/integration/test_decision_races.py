"""Deciders that meet on the same scent, on real PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from allocation.models import DecidedSource
from domain.kernel import Command
from domain.scents.commands import CloseSurvey, DecideSourcing, OverruleSourcing
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents.models import ScentSource, SourcingDecision
from tests.sourcing import answer, decided_survey, table
from tests.surveys import open_survey, stock_suppliers

ROUNDS = 20
pytestmark = pytest.mark.django_db(transaction=True)

Together = Callable[..., list[Any]]


@pytest.fixture
def together(bus: MessageBus) -> Iterator[Together]:
    """Carries out commands at the same moment, each in a thread of its own; their answers."""
    pool = ThreadPoolExecutor(4)

    def run(*orders: Command) -> list[Any]:
        start = threading.Barrier(len(orders))

        def one(command: Command) -> Any:
            start.wait(timeout=10)
            return bus.handle(command)

        return list(pool.map(one, orders))

    yield run
    closed = threading.Barrier(4)
    list(pool.map(lambda _: (connection.close(), closed.wait(timeout=10)), range(4)))
    pool.shutdown()


def numbers(scent: str) -> list[int]:
    rows = SourcingDecision.objects.filter(scent=scent).order_by("number")
    return [*rows.values_list("number", flat=True)]


def test_decisions_are_numbered_without_a_gap_and_the_last_one_stands(
    bus: MessageBus, together: Together
):
    stock_suppliers()
    for n in range(ROUNDS):
        scent = f"FOG-{n}"
        together(
            *[OverruleSourcing(scent, one, "", "why", "ann") for one in ("CHEAP", "EXPENSIVE")],
            *[OverruleSourcing(scent, one, "", "why", "ben") for one in ("CHEAP", "EXPENSIVE")],
        )
        assert numbers(scent) == [1, 2, 3, 4]
        last = SourcingDecision.objects.get(scent=scent, number=4)
        row = ScentSource.objects.get(pk=scent)
        assert (row.supplier, row.decision) == (last.supplier, 4)


def test_evidence_that_two_workers_weigh_at_once_decides_once(
    bus: MessageBus, together: Together, monkeypatch: pytest.MonkeyPatch
):
    """First decisions of new scents: there is no row yet on which one could wait."""
    stock_suppliers()
    monkeypatch.setitem(bus.subscribers, "weigh_evidence", print)
    for n in range(ROUNDS // 4):
        SourcingDecision.objects.all().delete()
        ScentSource.objects.all().delete()
        decided_survey(3, 4, f"SEA-{n}")
        answers = together(*[DecideSourcing(f"SEA-{n}", 1)] * 4)
        assert sum(one is not None for one in answers) == 1
        assert numbers("SEA-BREEZE") == [1]


def test_closings_a_table_and_a_person_at_once_leave_one_history(
    bus: MessageBus, together: Together
):
    stock_suppliers()
    for n in range(ROUNDS // 4):
        for code, cheap in ((f"A-{n}", 60), (f"B-{n}", 10)):
            open_survey(code)
            answer(cheap, 100, code)
        together(
            *[CloseSurvey(code, "enough", "rosa") for code in (f"A-{n}", f"B-{n}")],
            table(f"table {n}"),
            OverruleSourcing("SEA-BREEZE", "EXPENSIVE", "", "why", "ann"),
        )
        rows = [*SourcingDecision.objects.filter(scent="SEA-BREEZE").order_by("number")]
        assert [row.number for row in rows] == [*range(1, 4 * n + 5)]
        made = [row.supplier for row in rows]
        assert [row.reverses for row in rows] == [False, *(a != b for a, b in pairwise(made))]
        kept = DecidedSource.objects.get(sku="SEA-BREEZE")
        assert (kept.supplier, ScentSource.objects.get(pk="SEA-BREEZE").decision) == (
            made[-1], len(rows)
        )  # fmt: skip
    told = OutboxEvent.objects.filter(type="ScentUpdated", payload__scent="SEA-BREEZE")
    assert told.count() == 1 + sum(row.reverses for row in rows)


def test_a_table_that_two_people_send_at_once_counts_once(bus: MessageBus, together: Together):
    stock_suppliers()
    reports = together(*[table()] * 4)
    assert sorted(report.known for report in reports) == [False, True, True, True]
    assert SourcingDecision.objects.count() == 5
    assert OutboxEvent.objects.filter(type="MarketResearchImported").count() == 1
