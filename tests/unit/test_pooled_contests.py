"""From one contest to the next: what is pooled, and what is left behind when people change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scents.sourcing.contest import Count
from domain.scents.sourcing.drift import standing
from domain.scents.sourcing.policy import PLAIN
from domain.scents.sourcing.scent import Decision, Kind
from domain.scents.sourcing.zeroing import Zeroed, counted_since, zero_in
from domain.scents.statistics.strategies import Strategy
from domain.scents.surveys.assignment import assign
from domain.scents.surveys.plan import Candidate
from domain.scents.surveys.samples import Sample
from tests.variants import contest, variants

FIRST = date(2026, 11, 2)
NAMES = [one.formula for one in variants(3)]
CLEAR, TURNED = [(4, 40), (36, 40), (4, 40)], [(38, 40), (4, 40), (4, 40)]


def counts(
    scores: Sequence[tuple[int, int]], survey: str, day: int, *, is_over: bool = True
) -> list[Count]:
    on = FIRST + timedelta(day)
    named = zip(NAMES, scores, strict=True)
    return [Count(survey, is_over, name, on, *score) for name, score in named]


def zeroed(known: list[Count], survey: str, decisions: Sequence[Decision] = ()) -> Zeroed:
    return zero_in(
        contest(), known, survey=survey, decisions=decisions, policy=PLAIN, approved=NAMES
    )


def decided(found: Zeroed, day: int) -> Decision:
    assert found.contest.winner
    at = datetime.combine(FIRST + timedelta(day), datetime.min.time(), UTC)
    source = Candidate(formula=found.contest.winner)
    return Decision(Kind.VARIANT, source, "PLAIN@1", at, evidence=found.contest.evidence)


def test_while_people_stay_as_they_are_all_surveys_count() -> None:
    known = counts(CLEAR, "A", 0)
    before = decided(zeroed(known, "A"), 1)
    known += counts(CLEAR, "B", 2)
    found = zeroed(known, "B", [before])
    assert found.drift is None
    assert found.contest.evidence["surveys"] == ["A", "B"]
    assert counted_since([before, decided(found, 3)]) is None


def test_when_people_change_what_they_said_before_is_left_behind_for_good() -> None:
    """A thousand answers of spring would outvote those of autumn for years."""
    known = counts([(40, 400), (360, 400), (40, 400)], "A", 0)
    spring = decided(zeroed(known, "A"), 1)
    known += counts(TURNED, "B", 2)
    found = zeroed(known, "B", [spring])
    assert found.drift is not None
    autumn = decided(found, 3)
    assert (spring.source.formula, autumn.source.formula) == ("BREEZE@2", "BREEZE@1")
    known += counts(TURNED, "C", 4)
    later = zeroed(known, "C", [spring, autumn])
    assert (later.drift, later.contest.winner) == (None, "BREEZE@1")
    assert later.contest.evidence["surveys"] == ["B", "C"]
    assert counted_since([spring, autumn]) == FIRST + timedelta(1)


def test_fresh_answers_to_a_survey_that_is_open_still_speak_against_nothing() -> None:
    known = counts(CLEAR, "A", 0)
    before = decided(zeroed(known, "A"), 1)
    known += counts(TURNED, "B", 2, is_over=False)
    assert zeroed(known, "A", [before]).drift is None
    assert zeroed(known, "B", [before]).drift is not None


def test_the_last_of_each_kind_stands_since_a_person_decided() -> None:
    one = decided(zeroed(counts(CLEAR, "A", 0), "A"), 1)
    supplier = replace(one, kind=Kind.SUPPLIER, number=2)
    person = replace(one, kind=Kind.OVERRULED, number=3)
    later = replace(one, number=4)
    assert standing([]) == []
    assert standing([one, supplier, later]) == [later, supplier]
    assert standing([one, supplier, person]) == []
    assert standing([one, supplier, person, later]) == [later]


scores = st.lists(
    st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=6,
)


@given(scores, st.sampled_from(Strategy), st.floats(0, 1, exclude_max=True))
def test_whatever_was_answered_the_draw_keeps_the_floor(
    answered: list[tuple[int, int]], strategy: Strategy, u: float
) -> None:
    floor = Decimal("0.05")
    task = contest(len(answered), strategy=strategy, floor=floor)
    samples = tuple(Sample(each, (f"{n}00",)) for n, each in enumerate(task.candidates, 1))
    names = [one.formula for one in task.candidates]
    known = dict(zip(names, answered, strict=True))
    [row] = assign(
        1, task, samples, serials=[1], acceptance=known, approved=names, uniform=lambda: u
    )
    assert row.sample in {one.codes[0] for one in samples}
    assert row.propensity >= float(floor) - 1e-12
    if strategy is Strategy.UNIFORM:
        assert row.propensity == pytest.approx(1 / len(answered))
