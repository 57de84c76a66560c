"""What is drawn for whom, by the answers that are in."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from domain.kernel import BadInput
from domain.scents.statistics.bandit import propensities
from domain.scents.statistics.strategies import Strategy
from domain.scents.surveys.assignment import Assignment, NothingToSmell, assign
from domain.scents.surveys.plan import Candidate, Method, Task
from domain.scents.surveys.samples import Sample, Samples
from tests.surveys import task
from tests.variants import contest

COUNTED = {"BREEZE@1": (30, 100), "BREEZE@3": (80, 100), "ELSEWHERE@1": (9, 9)}
ALL = ("BREEZE@1", "BREEZE@2", "BREEZE@3")
UNIFORM = contest(strategy=Strategy.UNIFORM)


def samples_of(one: Task) -> Samples:
    return tuple(Sample(each, (f"{n}00",)) for n, each in enumerate(one.candidates, 1))


def drawn(one: Task, *, draws: int = 30, approved: tuple[str, ...] = ALL) -> list[Assignment]:
    uniform = random.Random(1).random
    serials = range(5, 5 + draws)
    return assign(
        2,
        one,
        samples_of(one),
        serials=serials,
        acceptance=COUNTED,
        approved=approved,
        uniform=uniform,
    )


def test_each_draw_keeps_the_chance_it_had_by_all_answers_to_the_scent() -> None:
    rows = drawn(contest())
    chances = propensities([30, 0, 80], [100, 0, 100], strategy=Strategy.TOP_TWO, floor=0.02)
    assert [row.serial for row in rows] == list(range(5, 35))
    assert {row.task for row in rows} == {2}
    assert {(row.sample, row.propensity) for row in rows} <= {
        (f"{n}00", chance) for n, chance in enumerate(chances, 1)
    }


def test_what_is_drawn_is_what_the_random_number_falls_on() -> None:
    numbers = iter([0.0, 0.5, 0.99])
    rows = assign(
        1,
        UNIFORM,
        samples_of(UNIFORM),
        serials=[7, 8, 9],
        acceptance={},
        approved=ALL,
        uniform=lambda: next(numbers),
    )
    assert [(row.serial, row.sample) for row in rows] == [(7, "100"), (8, "200"), (9, "300")]
    assert all(row.propensity == pytest.approx(1 / 3) for row in rows)


@pytest.mark.parametrize(
    ("approved", "codes"),
    [(ALL[1:], {"200", "300"}), (ALL[2:], {"300"}), (ALL, {"100", "200", "300"})],
)
def test_what_is_not_approved_any_more_is_given_to_nobody(
    approved: tuple[str, ...], codes: set[str]
) -> None:
    rows = drawn(UNIFORM, approved=approved)
    assert {row.sample for row in rows} == codes
    assert all(row.propensity == pytest.approx(1 / len(codes)) for row in rows)


def test_where_nothing_is_approved_nothing_is_given() -> None:
    with pytest.raises(NothingToSmell):
        drawn(UNIFORM, approved=())


@pytest.mark.parametrize(
    "candidates",
    [
        (Candidate("CHEAP"), Candidate("EXPENSIVE")),
        (Candidate("CHEAP", "BREEZE@1"), Candidate("EXPENSIVE", "BREEZE@1")),
        (Candidate(formula="BREEZE@1"), Candidate("CHEAP")),
    ],
)
def test_acceptance_is_asked_of_different_versions_of_formulas(
    candidates: tuple[Candidate, ...],
) -> None:
    with pytest.raises(BadInput, match="formulas"):
        task(method=Method.ACCEPTANCE, candidates=candidates)


def test_a_floor_leaves_room_for_all() -> None:
    with pytest.raises(BadInput, match="floor"):
        contest(floor=Decimal("0.34"))
