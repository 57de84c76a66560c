"""How often is the best variant named? Contests with known shares, by the rules that surveys use.

CLEAR and CLOSE both lose 224 acceptances in 1,600 answers if all are shown alike, as the contest of
the research did, whose exact shares are not on record. Numbers in comments are of 1,000 runs.
"""

import math
import time

import numpy as np
import pytest

from domain.kernel import BadInput
from domain.scents.statistics.bandit import Strategy, pick, propensities, winner
from domain.scents.statistics.posteriors import COARSE, prospects
from domain.scents.statistics.simulation import simulate
from domain.scents.statistics.strategies import shares

CLEAR = (0.40, 0.42, 0.44, 0.46, 0.48, 0.50, 0.52, 0.62)
CLOSE = (0.40, 0.41, 0.43, 0.45, 0.47, 0.50, 0.56, 0.62)


def played(rates, most, strategy, *, floor=0.0, every=20, runs=400, seed=1):
    rng = np.random.default_rng(seed)
    return simulate(rates, most, strategy=strategy, floor=floor, every=every, runs=runs, rng=rng)


def after(simulated, answers):
    return next(stage for stage in simulated.stages if stage.answers == answers)


@pytest.fixture(scope="module")
def close():
    return {strategy: played(CLOSE, 1600, strategy, runs=600) for strategy in Strategy}


@pytest.mark.parametrize("floor", [0.0, 0.02])
def test_top_two_names_the_best_of_eight_after_800_answers(floor):
    """96 % without a floor, 94 to 96 % with one of 2 %; standard errors are 0.7 %."""
    found = played(CLEAR, 800, Strategy.TOP_TWO, floor=floor)
    assert found.named_best - 2 * found.standard_error >= 0.90


def test_showing_all_alike_names_the_best_of_eight_less_often():
    """87 %."""
    assert played(CLEAR, 800, Strategy.UNIFORM).named_best < 0.90


def test_of_a_close_contest_bandits_name_the_best_more_often_than_the_control(close):
    """After 800 answers 77 % of uniform, 88 to 89 % of the bandits. Hardly more is to be had:
    fixed shares that were tuned with the truth known name it in 86 %."""
    for answers, gain in ((400, 0.05), (800, 0.07), (1600, 0.04)):
        control = after(close[Strategy.UNIFORM], answers).named_best
        for strategy in (Strategy.TOP_TWO, Strategy.THOMPSON):
            assert after(close[strategy], answers).named_best > control + gain
    assert after(close[Strategy.UNIFORM], 800).named_best == pytest.approx(0.77, abs=0.05)
    assert after(close[Strategy.TOP_TWO], 800).named_best > 0.85


def test_thompson_loses_least_on_the_way_and_the_control_most(close):
    """The research found 71, 102 and 224 lost acceptances in 1,600 answers."""
    lost = {strategy: found.regret for strategy, found in close.items()}
    assert lost[Strategy.THOMPSON] == pytest.approx(71, abs=8)
    assert lost[Strategy.TOP_TWO] == pytest.approx(102, abs=10)
    assert lost[Strategy.UNIFORM] == pytest.approx(224, abs=2)


@pytest.mark.parametrize(
    ("strategy", "research"),
    [
        (Strategy.UNIFORM, (0.58, 0.76, 0.85)),
        (Strategy.THOMPSON, (0.71, 0.89, 0.96)),
        (Strategy.TOP_TWO, (0.76, 0.92, 0.98)),
    ],
)
def test_the_table_of_eight_variants_is_the_research_s(close, strategy, research):
    """Research 2.2: after 400, 800 and 1,600 answers. Its 200 runs and the 600 here differ by luck,
    by 3 standard errors at most. The goal of section 5, 90 % after 800, is on the line in this
    contest: 88 to 91 %, by seed. It is reached where second place is not so close (above)."""
    for answers, expected in zip((400, 800, 1600), research, strict=True):
        found = after(close[strategy], answers).named_best
        luck = math.sqrt(expected * (1 - expected) / 200 + found * (1 - found) / 600)
        assert abs(found - expected) < 3 * luck


def test_more_answers_name_the_best_more_often(close):
    for found in close.values():
        course = [after(found, answers).named_best for answers in (100, 400, 800, 1600)]
        assert course == sorted(course)
        assert (course[-1], found.runs) == (found.named_best, 600)


def test_the_control_agrees_with_counting_by_hand():
    """Two variants, 40 shown each: who has more, and half of the draws (both have the same chance
    then, and the first is named)."""
    rng = np.random.default_rng(8)
    first, second = rng.binomial(40, 0.6, 200_000), rng.binomial(40, 0.5, 200_000)
    expected = float((first > second).mean() + (first == second).mean() / 2)
    assert expected == pytest.approx(0.816, abs=0.005)
    found = played((0.6, 0.5), 80, Strategy.UNIFORM, every=80, runs=4000)
    assert found.named_best == pytest.approx(expected, abs=4 * found.standard_error)
    assert found.regret == pytest.approx(4.0, abs=0.1)


def test_simulations_show_what_surveys_would_show():
    """To a few thousandths, for contests as they are after 200 answers."""
    rng = np.random.default_rng(6)
    shown = rng.multinomial(200, [1 / 8] * 8, 40).astype(float)
    accepted = rng.binomial(shown.astype(int), CLOSE).astype(float)
    best = prospects(accepted, shown, nodes=COARSE).best
    for strategy in Strategy:
        rough = shares(best, accepted, shown, strategy=strategy, floor=0.02)
        for row, won, seen in zip(rough, accepted, shown, strict=True):
            counts = [int(a) for a in won], [int(n) for n in seen]
            exact = propensities(*counts, strategy=strategy, floor=0.02)
            assert row == pytest.approx(exact, abs=2e-3)


def test_many_contests_at_once_are_each_worked_out_alone():
    rng = np.random.default_rng(4)
    shown = rng.integers(0, 400, (70, 5)).astype(float)
    accepted = rng.binomial(shown.astype(int), 0.5).astype(float)
    together = prospects(accepted, shown)
    for n in range(70):
        alone = prospects(accepted[n : n + 1], shown[n : n + 1])
        assert together.best[n] == pytest.approx(alone.best[0], abs=1e-12)
        assert together.greatest[n] == pytest.approx(alone.greatest[0], abs=1e-12)


def survey(rates, rng, *, most):
    """Asked one by one, looked at every ten answers: who won, if anybody."""
    shown, accepted = [0] * len(rates), [0] * len(rates)
    for _ in range(most // 10):
        chances = propensities(accepted, shown, strategy=Strategy.TOP_TWO, floor=0.02)
        for _ in range(10):
            arm = pick(chances, rng.random())
            shown[arm] += 1
            accepted[arm] += int(rng.random() < rates[arm])
        won = winner(accepted, shown, confidence=0.95, least=20)
        if won is not None:
            return won
    return None


def test_looking_after_every_ten_answers_names_a_wrong_winner_in_at_most_five_of_a_hundred():
    """Of those named, where shares are as the prior has them. One by one, as the survey's pages
    do it: propensities, pick, winner."""
    rng = np.random.default_rng(12)
    contests = [rng.random(4) for _ in range(300)]
    named = [(survey(rates, rng, most=600), rates.argmax()) for rates in contests]
    decided = [won == best for won, best in named if won is not None]
    assert len(decided) > 200
    assert decided.count(False) <= 0.05 * len(decided)


def test_the_same_seed_tells_the_same_story():
    first, second, other = (
        played(CLOSE, 100, Strategy.TOP_TWO, runs=30, seed=seed) for seed in (1, 1, 2)
    )
    assert first == second != other


def test_the_last_stage_takes_the_answers_that_are_left():
    found = played((0.4, 0.6), 25, Strategy.THOMPSON, every=10, runs=5)
    assert [stage.answers for stage in found.stages] == [10, 20, 25]


@pytest.mark.parametrize("rates", [(0.0, 1.0), (1.0,) * 3, (0.0,) * 60])
@pytest.mark.parametrize("strategy", Strategy)
def test_variants_that_all_or_none_accept_are_played_as_well(rates, strategy):
    found = played(rates, 300, strategy, every=50, runs=4, floor=1 / 60)
    assert found.named_best == 1.0
    assert math.isfinite(found.regret)


def test_two_hundred_runs_of_800_answers_take_less_than_three_seconds():
    start = time.process_time()
    played(CLOSE, 800, Strategy.TOP_TWO, every=10, runs=200)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"rates": (0.5,)}, "rates: between 2 and 60"),
        ({"rates": (0.5,) * 61}, "rates: between 2 and 60"),
        ({"rates": (0.5, 1.1)}, "rates: shares"),
        ({"rates": (0.5, math.nan)}, "rates: shares"),
        ({"most": 0}, "most: 1 or more"),
        ({"every": 0}, "every: 1 or more"),
        ({"runs": 0}, "runs: 1 or more"),
        ({"floor": 0.6}, "floor: from 0 to 1/2"),
    ],
)
def test_contests_that_cannot_be_are_refused(changed, reason):
    asked = {"rates": (0.4, 0.6), "most": 10, "strategy": Strategy.TOP_TWO} | changed
    with pytest.raises(BadInput, match=reason):
        played(asked.pop("rates"), asked.pop("most"), asked.pop("strategy"), **asked)
