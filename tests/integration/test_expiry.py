"""What has expired is taken out of sale, by the clock or by hand."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allocation import queries, rounds, tasks
from allocation.models import Allocation, Batch, OrderLine, StockMovement
from domain.allocation import commands
from messaging.bus import MessageBus

pytestmark = pytest.mark.django_db(transaction=True)


def today() -> date:
    return timezone.now().date()


def statuses() -> dict[str, str]:
    return dict(Batch.objects.values_list("reference", "status"))


@pytest.fixture
def expired(bus: MessageBus, sku: str) -> str:
    """Two batches that went off with a line on each; their days are set behind the rules' back."""
    for n in range(2):
        bus.handle(commands.CreateBatch(f"old{n}", sku, 5, None, today() + timedelta(days=1)))
        bus.handle(commands.Allocate(f"o{n}", sku, 5))
    Batch.objects.update(expiry=today())
    return sku


def test_what_expires_today_is_taken_out_of_sale_and_its_lines_get_other_units(
    bus: MessageBus, expired: str
):
    bus.handle(commands.CreateBatch("fresh", expired, 5, None, today() + timedelta(days=9)))
    tasks.expire_batches()

    assert statuses() == {"old0": "expired", "old1": "expired", "fresh": "released"}
    assert Allocation.objects.get().batch_id == "fresh"
    assert OrderLine.objects.filter(waiting_quantity=5).count() == 1
    moves = StockMovement.objects.filter(kind="expire")
    assert {(move.batchref, move.actor) for move in moves} == {("old0", "clock"), ("old1", "clock")}
    assert queries.counter_differences() == queries.misplaced_lines() == []


def test_what_is_blocked_or_in_quarantine_expires_too(bus: MessageBus, sku: str):
    bus.handle(commands.CreateBatch("held", sku, 5, None, today(), released=False))
    bus.handle(commands.CreateBatch("bad", sku, 5, None, today()))
    bus.handle(commands.BlockBatch("bad", "a doubt"))
    tasks.expire_batches()
    assert statuses() == {"held": "expired", "bad": "expired"}


def test_what_keeps_stays(bus: MessageBus, sku: str):
    bus.handle(commands.CreateBatch("keeps", sku, 5, None, today() + timedelta(days=1)))
    bus.handle(commands.CreateBatch("for ever", sku, 5))
    tasks.expire_batches()
    assert set(statuses().values()) == {"released"}


def test_a_second_round_finds_nothing_and_is_one_query(expired: str):
    tasks.expire_batches()
    with CaptureQueriesContext(connection) as asked:
        tasks.expire_batches()
    assert len(asked) == 1


def test_expired_batches_are_found_by_their_index(bus: MessageBus, expired: str):
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        with CaptureQueriesContext(connection) as asked:
            queries.batches_past_expiry(today())
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("RESET enable_seqscan")
    assert "batches_that_expire" in plan


def test_one_batch_that_fails_does_not_stop_the_others(
    bus: MessageBus, expired: str, monkeypatch: pytest.MonkeyPatch
):
    handle = bus.handle

    def fail_once(command: commands.ExpireBatch, **kwargs: str) -> object:
        if command.ref == "old0":
            raise ValueError("a fault of ours")
        return handle(command, **kwargs)

    monkeypatch.setattr(bus, "handle", fail_once)
    with pytest.raises(CommandError, match="1 failed") as error:
        call_command("expire_batches", stdout=(told := StringIO()))
    assert error.value.returncode == 1
    assert told.getvalue() == "1 batches expired\n"
    assert statuses() == {"old0": "released", "old1": "expired"}


def test_without_a_database_the_round_is_left_to_the_next_one(
    bus: MessageBus, expired: str, monkeypatch: pytest.MonkeyPatch
):
    tried = []

    def away(command: commands.ExpireBatch, **_: str) -> None:
        tried.append(command)
        raise OperationalError("the server is away")

    with monkeypatch.context() as patched:
        patched.setattr(bus, "handle", away)
        with pytest.raises(OperationalError):
            rounds.expire_batches(today(), actor="test")
    assert len(tried) == 1
    tasks.expire_batches()
    assert set(statuses().values()) == {"expired"}


def test_by_hand_it_does_the_same(expired: str):
    call_command("expire_batches", stdout=(told := StringIO()))
    assert told.getvalue() == "2 batches expired\n"
    assert set(statuses().values()) == {"expired"}
