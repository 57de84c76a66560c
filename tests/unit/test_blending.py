"""Blending programs: published examples, honest ends, progress and cancelling."""

import math
import time

import numpy as np
import pytest

from domain.kernel import BadInput
from domain.scents.optimiser.highs import Unbounded
from domain.scents.optimiser.program import (
    Choice,
    Contradiction,
    Program,
    Progress,
    Reason,
    Row,
    Solved,
    Stopped,
    Variable,
)
from domain.scents.optimiser.solve import solve


def test_the_feed_mix_of_limsolve():
    """R package limSolve, dataset "Blending" (man/Blending.Rd): 0.5909, 0.1364, 0.2727."""
    mix = Program(
        (Variable("first", 40), Variable("second", 60), Variable("filler")),
        (
            Row({"first": 1, "second": 1, "filler": 1}, 1, 1),
            Row({"first": 100, "second": 200}, low=80, demand="80 g of A"),
            Row({"first": 50, "second": 150}, low=50, demand="50 g of B"),
            Row({"first": 40, "second": 10}, low=25, demand="25 g of C"),
            Row({"first": 10}, low=5, demand="5 g of D"),
        ),
    )
    found = solve(mix)
    assert isinstance(found, Solved)
    assert [round(found.values[n], 4) for n in ("first", "second", "filler")] == [
        0.5909,
        0.1364,
        0.2727,
    ]
    assert found.cost == pytest.approx(31.818, abs=5e-4)
    assert found.gap == 0
    assert set(found.binding) == {"50 g of B", "25 g of C"}


MEATS = {  # per gram: cost in dollars, protein, fat, fibre, salt
    "chicken": (0.013, 0.100, 0.080, 0.001, 0.002),
    "beef": (0.008, 0.200, 0.100, 0.005, 0.005),
    "mutton": (0.010, 0.150, 0.110, 0.003, 0.007),
    "rice": (0.002, 0.000, 0.010, 0.100, 0.002),
    "wheat": (0.005, 0.040, 0.010, 0.150, 0.008),
    "gel": (0.001, 0.000, 0.000, 0.000, 0.000),
}


def cat_food(*names):
    """100 g of cat food: the case study of PuLP (examples/WhiskasModel1.py, WhiskasModel2.py)."""

    def row(column, **limits):
        return Row({name: MEATS[name][column] for name in names}, **limits)

    return Program(
        tuple(Variable(name, MEATS[name][0]) for name in names),
        (
            Row(dict.fromkeys(names, 1.0), 100, 100),
            row(1, low=8, demand="8 g of protein"),
            row(2, low=6, demand="6 g of fat"),
            row(3, high=2, demand="no more than 2 g of fibre"),
            row(4, high=0.4, demand="no more than 0.4 g of salt"),
        ),
    )


def test_the_cat_food_of_two_meats():
    found = solve(cat_food("chicken", "beef"))
    assert found.values == pytest.approx({"chicken": 33.3333, "beef": 66.6667}, abs=1e-3)
    assert found.cost == pytest.approx(0.9667, abs=5e-5)
    assert found.binding == ("no more than 0.4 g of salt",)


def test_the_cat_food_of_six_ingredients():
    found = solve(cat_food(*MEATS))
    used = {name: value for name, value in found.values.items() if value > 1e-9}
    assert used == pytest.approx({"beef": 60, "gel": 40})
    assert found.cost == pytest.approx(0.52)


def test_nothing_or_at_least_the_least():
    dear_or_much = Program(
        (Variable("dear", 3, high=1), Variable("cheap", 1, high=1, least=0.4)),
        (
            Row({"dear": 1, "cheap": 1}, 1, 1),
            Row({"cheap": 1}, high=0.3, demand="at most 0.3 of the cheap"),
        ),
    )
    found = solve(dear_or_much)
    assert found.values == pytest.approx({"dear": 1, "cheap": 0})


def test_at_most_so_many_groups_are_used():
    names = ("a1", "a2", "b", "c")
    rows = tuple(Row({name: 1.0}, high=0.5, demand=f"half of {name}") for name in names)
    groups = (frozenset({"a1", "a2"}), frozenset({"b"}), frozenset({"c"}))
    cheap = {"a1": 3, "a2": 4, "b": 1, "c": 2}
    program = Program(
        tuple(Variable(name, cheap[name], high=1) for name in names),
        (Row(dict.fromkeys(names, 1.0), 1, 1), *rows),
        (Choice(groups, 1, "one supplier"),),
    )
    found = solve(program, gap=0)
    assert found.values == pytest.approx({"a1": 0.5, "a2": 0.5, "b": 0, "c": 0})
    assert found.bound == pytest.approx(3.5)


def test_what_pays_without_limit_is_refused():
    with pytest.raises(Unbounded):
        solve(Program((Variable("gold", -1.0),), (Row({"gold": 1}, low=1),)))


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, 1e300])
def test_numbers_that_are_none_are_refused(wrong):
    fine = Row({"a": 1.0}, low=1.0)
    for program in (
        Program((Variable("a", wrong),), (fine,)),
        Program((Variable("a", 1.0),), (Row({"a": wrong}, low=1.0),)),
        Program((Variable("a", 1.0),), (Row({"a": 1.0}, low=math.nan),)),
        Program((Variable("a", 1.0, low=math.nan),), (fine,)),
        Program((Variable("a", 1.0, high=1.0, least=wrong),), (fine,)),
    ):
        with pytest.raises(BadInput):
            solve(program)


def test_names_are_known_and_used_once():
    with pytest.raises(BadInput, match="no variable"):
        solve(Program((Variable("a"),), (Row({"b": 1.0}, low=1.0),)))
    with pytest.raises(BadInput, match="twice"):
        solve(Program((Variable("a"), Variable("a")), ()))


def test_what_is_chosen_needs_a_most():
    with pytest.raises(BadInput, match="finite"):
        solve(Program((Variable("a", least=1.0),), ()))


def test_a_program_without_rows_uses_what_must_be_used():
    assert solve(Program((Variable("a", 1.0, low=2.0),), ())).cost == 2.0


def knapsack(size=60, rows=25, seed=3):
    """Hard to prove, easy to begin."""
    dice = np.random.default_rng(seed)
    names = [f"v{n}" for n in range(size)]
    return Program(
        tuple(
            Variable(name, float(cost), high=1, integer=True)
            for name, cost in zip(names, dice.uniform(1, 2, size), strict=True)
        ),
        tuple(
            Row(dict(zip(names, map(float, dice.uniform(0, 1, size)), strict=True)), low=size / 6)
            for _ in range(rows)
        ),
    )


def test_a_solve_tells_how_far_it_is_and_stops_when_told():
    told = []

    def watch(progress: Progress) -> bool:
        told.append(progress)
        return not any(p.cost is not None for p in told)

    began = time.perf_counter()
    found = solve(knapsack(), gap=0, progress=watch)
    assert time.perf_counter() - began < 5
    assert isinstance(found, Stopped)
    assert found.reason is Reason.CANCELLED
    assert any(p.cost is not None for p in told)


def test_a_solve_that_is_cancelled_before_it_begins_does_not_begin():
    assert solve(cat_food(*MEATS), progress=lambda _: False) == Stopped(Reason.CANCELLED)


def test_an_error_of_the_watcher_reaches_the_caller():
    def watch(progress: Progress) -> bool:
        if progress.cost is not None:
            raise ConnectionError("nobody listens")
        return True

    with pytest.raises(ConnectionError):
        solve(knapsack(), gap=0, progress=watch)


def test_when_time_is_up_the_best_is_told_with_its_gap():
    found = solve(knapsack(), gap=0, time_limit=0.3)
    if isinstance(found, Solved):
        assert 0 < found.gap < 1
        assert found.bound == pytest.approx(found.cost * (1 - found.gap))
    else:
        assert found.reason is Reason.TIME


def test_demands_that_contradict_each_other_are_told_instead_of_an_answer():
    asked = cat_food("rice", "gel")
    found = solve(asked)
    assert isinstance(found, Contradiction)
    assert found.demands == ("8 g of protein",)
