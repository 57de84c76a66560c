"""A change of a batch is looked at before it is made."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest

from domain.allocation import commands
from domain.allocation.plan import Plan, PlanChanged
from domain.allocation.product import UnknownBatch
from tests.fakes import NOW, STORED, TestApp, bootstrap_test_app

TODAY = NOW.date()
LATER = TODAY + timedelta(days=9)


@pytest.fixture
def app() -> TestApp:
    """20 in the warehouse, all taken; 8 on their way, all free."""
    app = bootstrap_test_app()
    app.handle(commands.CreateBatch("here", "FOREST", 20, None))
    app.handle(commands.CreateBatch("way", "FOREST", 8, LATER))
    for n, qty in enumerate((8, 7, 5)):
        app.handle(commands.PlaceOrder("studio", f"o{n}", {"FOREST": qty}))
    return app


def state(app: TestApp) -> str:
    rows = [getattr(app.uow, name) for name in STORED]
    products = {sku: vars(product) for sku, product in rows[0]._products.items()}
    batches = [vars(batch) for product in rows[0]._products.values() for batch in product.batches]
    return repr(copy.deepcopy((products, batches, rows[3].units, rows[4].rows, rows[5].told)))


def test_a_simulated_shrink_tells_who_moves_and_who_waits(app: TestApp):
    plan: Plan = app.handle(commands.Simulate(commands.ChangeBatchQuantity("here", 8)))

    assert (plan.moved, plan.waiting, plan.disturbs) == (1, 1, True)
    first, second = plan.moves
    assert (first.orderid, first.left, first.reached) == (
        "studio/o1",
        (("here", 7),),
        (("way", 7),),
    )
    assert (first.before, first.after) == (TODAY, LATER)
    assert (second.orderid, second.left, second.waiting) == ("studio/o2", (("here", 5),), 5)
    assert (second.before, second.after) == (TODAY, None)
    assert second.reason == "the batch shrank"
    assert second.customer == "studio"


@pytest.mark.parametrize(
    "change",
    [
        commands.ChangeBatchQuantity("here", 8),
        commands.ScrapUnits("here", 12, "broken"),
        commands.BlockBatch("here", "a doubt"),
        commands.ReceiveBatch("way", 3),
        commands.ChangeBatchEta("way", LATER + timedelta(days=1)),
    ],
    ids=lambda change: type(change).__name__,
)
def test_a_simulation_changes_nothing_and_tells_nobody(app: TestApp, change: commands.BatchChange):
    before, published, mails = state(app), [*app.publish.messages], dict(app.notifications.sent)

    app.handle(commands.Simulate(change))

    assert state(app) == before
    assert app.publish.messages == published
    assert app.notifications.sent == mails


def test_what_was_simulated_is_what_happens(app: TestApp):
    change = commands.BlockBatch("here", "a doubt")
    plan: Plan = app.handle(commands.Simulate(change))
    app.handle(commands.CarryOut(change, plan.fingerprint))

    forest = app.uow.products.get("FOREST")
    for move in plan.moves:
        claim = forest.claims[move.orderid]
        assert claim.waiting == move.waiting
        held = {batch.reference: batch.held[move.orderid] for batch in forest.holders(move.orderid)}
        assert held == dict(move.reached)


def test_a_plan_that_is_overtaken_is_not_carried_out(app: TestApp):
    change = commands.ChangeBatchQuantity("here", 8)
    plan: Plan = app.handle(commands.Simulate(change))
    app.handle(commands.CancelOrder("studio/o2"))

    with pytest.raises(PlanChanged):
        app.handle(commands.CarryOut(change, plan.fingerprint))
    assert app.uow.products.get("FOREST").batch("here").purchased_quantity == 20


def test_a_change_that_takes_nothing_from_anybody_disturbs_nobody(app: TestApp):
    plan: Plan = app.handle(commands.Simulate(commands.ChangeBatchQuantity("way", 1)))
    assert not plan.disturbs


def test_who_gains_by_a_change_stands_in_the_plan_and_is_not_disturbed(app: TestApp):
    app.handle(commands.PlaceOrder("studio", "late", {"FOREST": 9}))
    plan: Plan = app.handle(commands.Simulate(commands.ChangeBatchQuantity("way", 9)))

    (move,) = plan.moves
    assert (move.reached, move.waiting) == ((("way", 9),), -9)
    assert (move.before, move.after) == (None, LATER)
    assert not plan.disturbs


def test_an_order_whose_promise_moves_away_is_disturbed(app: TestApp):
    app.handle(commands.PlaceOrder("studio", "late", {"FOREST": 8}))
    worse: Plan = app.handle(commands.Simulate(commands.ChangeBatchEta("way", date(2027, 3, 1))))
    better: Plan = app.handle(commands.Simulate(commands.ChangeBatchEta("way", TODAY)))

    assert worse.disturbs
    assert worse.moves[0].after == date(2027, 3, 1)
    assert not better.disturbs


def test_an_unknown_batch_is_refused(app: TestApp):
    with pytest.raises(UnknownBatch):
        app.handle(commands.Simulate(commands.BlockBatch("ghost", "")))
