"""Searches for cheaper formulas: asked for, solved, cancelled, taken over by another worker."""

from __future__ import annotations

import threading
import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from domain.scents.commands import (
    CancelOptimisation,
    FinishOptimisation,
    RequestOptimisation,
    RetireMaterial,
)
from domain.scents.optimisation import (
    AlreadyOver,
    OptimisationConflict,
    State,
    UnknownOptimisation,
)
from domain.scents.optimiser import Optimum, cheapest
from domain.scents.recipes.composition import compose
from domain.scents.recipes.mixture import Library
from domain.scents.wish import Wish
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents import queries, solver
from scents.models import Optimisation
from scents.repository.optimisations import claim, is_due, keep
from scents.solver import Solver
from scents.starter_set import load_starter_set

SCENTS = ["SEA-BREEZE", "NIGHTCLUB", "JUNGLE", "FOREST", "BUSY-STREET"]


@pytest.fixture
def laboratory(bus: MessageBus) -> MessageBus:
    load_starter_set(by="us")
    return bus


@pytest.fixture
def waiting(laboratory: MessageBus, monkeypatch: pytest.MonkeyPatch) -> MessageBus:
    """Nobody solves anything by himself."""
    monkeypatch.setitem(laboratory.subscribers, "start_solver", print)
    return laboratory


def wish(formula: str = "SEA-BREEZE", **asked: Any) -> Wish:
    return Wish(formula, 1, Decimal(25), **asked)


def search(bus: MessageBus, reference: str = "s1", **asked: Any) -> Optimisation:
    bus.handle(RequestOptimisation(reference, wish(**asked), "ann"))
    return Optimisation.objects.get(pk=reference)


def solve() -> None:
    Solver(clock=timezone.now, actor="test").drain()


@pytest.mark.parametrize("formula", SCENTS)
def test_each_scent_of_the_starter_set_is_found_as_cheap_or_cheaper_and_safe(
    laboratory: MessageBus, formula: str
) -> None:
    safe = {"delivery_format": "CARTRIDGE", "dose": 0.1}
    found = search(laboratory, formula=formula, **safe)
    assert found.state == State.SOLVED
    outcome = found.outcome
    assert Decimal(outcome["cost_per_kg"]) <= Decimal(outcome["reference_cost_per_kg"])
    assert sum(outcome["materials"].values()) == pytest.approx(1)
    for note in outcome["notes"]:
        assert note["low"] * (1 - 1e-4) <= note["value"] <= note["high"] * (1 + 1e-4)


@pytest.mark.parametrize("formula", ["SEA-BREEZE", "NIGHTCLUB", "OCEAN-DRIFTWOOD"])
def test_where_rounds_settle_in_a_dear_solvent_what_is_around_the_formula_is_found(
    laboratory: MessageBus, formula: str
) -> None:
    """A tenth less of all that smells, and more of the solvent, would keep the bands."""
    asked = queries.brief_of(wish(formula), date(2026, 11, 20))
    found = cheapest(asked.brief, smells=asked.smells)
    assert isinstance(found, Optimum)
    assert found.reference_cost is not None
    assert found.cost < Decimal("0.9") * found.reference_cost


def test_what_came_of_it_is_as_safe_as_was_asked(laboratory: MessageBus) -> None:
    found = search(laboratory, formula="FOREST", delivery_format="CARTRIDGE", dose=0.1)
    library = queries.library_of(found.outcome["materials"])
    shelf = Library(library)
    contents = compose(found.outcome["materials"], shelf).contents
    verdict = queries.verdict_on(contents, shelf, delivery_format="CARTRIDGE", dose=0.1)
    assert verdict.passes


def test_a_brief_that_cannot_be_kept_is_answered_with_what_contradicts(
    laboratory: MessageBus,
) -> None:
    found = search(laboratory, formula="SEA-BREEZE", without=("LINALOOL",))
    assert found.state == State.CONTRADICTION
    assert any("LINALOOL" in demand for demand in found.outcome["demands"])


def test_what_is_retired_is_not_bought_any_more(laboratory: MessageBus) -> None:
    laboratory.handle(RetireMaterial("LINALOOL"))
    found = search(laboratory)
    assert found.state == State.CONTRADICTION


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"formula": "NOBODY"}, "there is no formula NOBODY"),
        ({"currency": "EUR"}, "no supplier offers"),
        ({"delivery_format": "TRUMPET"}, "TRUMPET"),
    ],
)
def test_a_wish_that_cannot_be_looked_at_is_refused_with_the_reason(
    laboratory: MessageBus, asked: dict[str, Any], why: str
) -> None:
    found = search(laboratory, **asked)
    assert found.state == State.REFUSED
    assert why in found.outcome["reason"]


def test_the_same_request_again_has_one_effect_and_another_is_a_conflict(
    waiting: MessageBus,
) -> None:
    search(waiting)
    search(waiting)
    assert Optimisation.objects.count() == 1
    with pytest.raises(OptimisationConflict):
        search(waiting, band=0.3)


def test_what_is_over_is_not_cancelled(laboratory: MessageBus) -> None:
    search(laboratory)
    with pytest.raises(AlreadyOver):
        laboratory.handle(CancelOptimisation("s1"))
    with pytest.raises(UnknownOptimisation):
        laboratory.handle(CancelOptimisation("s2"))


def test_what_waits_is_cancelled_at_once_and_nobody_solves_it(waiting: MessageBus) -> None:
    search(waiting)
    waiting.handle(CancelOptimisation("s1"))
    solve()
    assert Optimisation.objects.get().state == State.CANCELLED
    assert Optimisation.objects.get().attempts == 0


def test_what_is_under_way_ends_soon_after_it_is_cancelled(
    waiting: MessageBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "BEAT", 0.0)
    search(waiting, formula="JUNGLE", most_materials=12, least_dose=0.001, price_steps=True)
    worker = threading.Thread(target=_solve_and_close)
    worker.start()
    _until(lambda: bool(Optimisation.objects.get().progress))
    waiting.handle(CancelOptimisation("s1"))
    worker.join(20)
    assert not worker.is_alive()
    one = Optimisation.objects.get()
    assert (one.state, one.outcome) == (State.CANCELLED, {})
    assert OutboxEvent.objects.filter(type="OptimisationFinished").count() == 0


def test_the_page_is_told_how_far_a_long_search_is(
    waiting: MessageBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "BEAT", 0.0)
    search(waiting, most_suppliers=1)
    solve()
    one = Optimisation.objects.get()
    assert one.progress.keys() == {"round", "cost", "gap"}
    assert one.state == State.SOLVED
    assert one.outcome["gap"] <= solver.GAP + 1e-9


def test_a_search_whose_worker_died_is_done_by_the_next(waiting: MessageBus) -> None:
    search(waiting)
    now = timezone.now()
    assert claim(now, timedelta(seconds=30)) is not None  # and then it is killed
    assert claim(now, timedelta(seconds=30)) is None
    assert not is_due(now)
    Solver(clock=lambda: now + timedelta(seconds=31), actor="test").drain()
    assert Optimisation.objects.get().state == State.SOLVED


def test_a_worker_that_was_taken_for_dead_is_told_to_stop(waiting: MessageBus) -> None:
    search(waiting)
    now = timezone.now()
    first = claim(now, timedelta(seconds=1))
    assert first is not None
    assert claim(now + timedelta(seconds=2), timedelta(seconds=30)) is not None
    assert keep(first, due=now, progress={}) is False


def test_a_search_that_kills_every_worker_is_given_up(waiting: MessageBus) -> None:
    search(waiting)
    Optimisation.objects.update(attempts=solver.MOST_ATTEMPTS)
    solve()
    one = Optimisation.objects.get()
    assert (one.state, one.outcome["reason"]) == (State.FAILED, "the worker died in each attempt")


def test_a_search_that_takes_too_long_is_stopped_and_says_what_to_ask_for(
    waiting: MessageBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "LONGEST", 0.0)
    search(waiting)
    solve()
    one = Optimisation.objects.get()
    assert one.state == State.STOPPED
    assert "ask for fewer choices" in one.outcome["reason"]


def test_an_outcome_that_comes_too_late_changes_nothing(waiting: MessageBus) -> None:
    search(waiting)
    waiting.handle(CancelOptimisation("s1"))
    waiting.handle(FinishOptimisation("s1", "solved", {"late": True}))
    assert Optimisation.objects.get().outcome == {}


def _solve_and_close() -> None:
    try:
        solve()
    finally:
        connections.close_all()


def _until(condition: Any, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
