"""Zeroing in on the variant that most people accept: chances, propensities, and when it is over."""

import math
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.statistics.bandit import (
    Strategy,
    chances_of_best,
    expected_loss,
    pick,
    propensities,
    winner,
)

MILLIONS = 10**7
PLAIN = ((0, 0), (0, 0)), ((5, 9), (20, 20)), ((3, 0, 60), (7, 1, 110)), ((0, 30, 0), (50, 50, 1))
EXTREME = (
    ((MILLIONS // 2, 0), (MILLIONS, 0)),
    ((MILLIONS // 2, MILLIONS // 2 + 500), (MILLIONS, MILLIONS)),
    ((MILLIONS, MILLIONS - 1, 0), (MILLIONS, MILLIONS, 0)),
    ((0, 1, 0), (MILLIONS, MILLIONS, 40)),
    ((3, 4_000_000, 30, 0), (7, MILLIONS, 70, 0)),
    ((46_640_268, 0), (92_592_198, 0)),
    ((0, 123_474), (479_240, 1_510_781)),
    ((0, 47_531), (23, 503_798)),
)


@st.composite
def answers(draw, most=12):
    """Counts of arms, some hardly shown and some a million times."""
    arms = draw(st.integers(2, most))
    shown = [draw(st.integers(0, 10 ** draw(st.integers(0, 7)))) for _ in range(arms)]
    return tuple(draw(st.integers(0, n)) for n in shown), tuple(shown)


def spread(strategy, counts, floor=0.0):
    return propensities(*counts, strategy=strategy, floor=floor)


def betas(accepted, shown):
    from scipy.stats import beta

    return [beta(1 + a, 1 + n - a) for a, n in zip(accepted, shown, strict=True)]


def by_quad(integrand, posteriors):
    """scipy's adaptive integral, cut where some posterior begins, peaks or ends."""
    from scipy.integrate import quad

    levels = [1e-9, 1e-4, 0.02, 0.2, 0.5, 0.8, 0.98, 1 - 1e-4, 1 - 1e-9]
    cuts = sorted({0.0, 1.0, *(float(q) for p in posteriors for q in p.ppf(levels))})
    pieces = pairwise(cuts)
    return sum(quad(integrand, low, high, epsabs=1e-13, epsrel=1e-9)[0] for low, high in pieces)


def best_by_quad(counts, arm):
    posteriors = betas(*counts)
    others = [p for k, p in enumerate(posteriors) if k != arm]
    return by_quad(
        lambda x: posteriors[arm].pdf(x) * math.prod(p.cdf(x) for p in others), posteriors
    )


@pytest.mark.parametrize("counts", [*PLAIN, *EXTREME], ids=str)
def test_chances_of_being_the_best_are_those_of_scipys_integral(counts):
    found = chances_of_best(*counts)
    expected = [best_by_quad(counts, arm) for arm in range(len(found))]
    assert found == pytest.approx(expected, abs=5e-7, rel=0)


@pytest.mark.parametrize("counts", [*PLAIN, *EXTREME], ids=str)
def test_losses_are_those_of_scipys_integral(counts):
    """The greatest share is on average 1 minus the integral of its distribution function."""
    posteriors = betas(*counts)
    greatest = 1 - by_quad(lambda x: math.prod(p.cdf(x) for p in posteriors), posteriors)
    expected = [max(0.0, greatest - p.mean()) for p in posteriors]
    assert expected_loss(*counts) == pytest.approx(expected, abs=5e-7, rel=0)


def test_two_arms_compare_as_evan_miller_counts_them():
    """P(B > A) = sum over i of B(a_A + i, b_A + b_B) / ((b_B + i) B(1 + i, b_B) B(a_A, b_A)) for i
    below a_B: Miller, Formulas for Bayesian A/B Testing, 2014."""
    from scipy.special import betaln

    (alpha, beta), (other, rest) = (31, 71), (46, 56)
    terms = (
        betaln(alpha + i, beta + rest) - betaln(1 + i, rest) - betaln(alpha, beta)
        - math.log(rest + i)
        for i in range(other)
    )  # fmt: skip
    assert chances_of_best((30, 45), (100, 100))[1] == pytest.approx(
        sum(map(math.exp, terms)), abs=1e-8
    )


@pytest.mark.parametrize("counts", [((60, 36), (100, 100)), ((300, 200, 190), (500, 500, 420))])
def test_tiny_chances_are_right_in_proportion(counts):
    """So that seconds are told apart where the leader is almost sure."""
    found = chances_of_best(*counts)
    for arm in range(1, len(found)):
        assert found[arm] < 1e-3
        assert found[arm] == pytest.approx(best_by_quad(counts, arm), rel=1e-4)


@settings(deadline=None, max_examples=60)
@given(answers())
@example(((0, 0), (MILLIONS, MILLIONS)))
@example(((MILLIONS, 0), (MILLIONS, MILLIONS)))
@example(((0,) * 60, (0,) * 60))
def test_whatever_was_answered_chances_sum_to_one_and_losses_are_shares(counts):
    chances, losses = chances_of_best(*counts), expected_loss(*counts)
    assert math.fsum(chances) == pytest.approx(1.0, abs=1e-12)
    assert all(0 <= value <= 1 for value in (*chances, *losses))


@settings(deadline=None, max_examples=40)
@given(answers(), st.randoms(use_true_random=False))
def test_names_of_arms_do_not_matter(counts, random):
    order = random.sample(range(len(counts[0])), len(counts[0]))
    renamed = tuple(tuple(row[arm] for arm in order) for row in counts)
    plain = chances_of_best(*counts)
    assert chances_of_best(*renamed) == pytest.approx([plain[arm] for arm in order], abs=1e-6)


def test_sixty_arms_without_answers_are_equal():
    nothing = ((0,) * 60, (0,) * 60)
    assert chances_of_best(*nothing) == pytest.approx([1 / 60] * 60, abs=1e-9)
    assert expected_loss(*nothing) == pytest.approx([60 / 61 - 1 / 2] * 60, abs=1e-7)


def test_eight_arms_take_about_a_millisecond():
    counts = ((40, 42, 44, 46, 48, 50, 56, 62), (100,) * 8)
    chances_of_best(*counts)
    took = []
    for _ in range(10):
        start = time.perf_counter()
        chances_of_best(*counts)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.005


@settings(deadline=None, max_examples=60)
@given(answers(), st.sampled_from(Strategy), st.floats(0, 1))
@example(((MILLIONS, 0, 0), (MILLIONS,) * 3), Strategy.TOP_TWO, 0.0)
def test_every_arm_gets_its_floor_and_all_together_one(counts, strategy, part):
    floor = part / len(counts[0])
    found = spread(strategy, counts, floor)
    assert math.fsum(found) == pytest.approx(1.0, abs=1e-12)
    assert min(found) >= floor * (1 - 1e-9)


def test_thompson_shows_an_arm_as_often_as_it_is_likely_the_best():
    counts = PLAIN[2]
    best = chances_of_best(*counts)
    assert spread(Strategy.THOMPSON, counts) == pytest.approx(best)
    floored = [0.1 + 0.7 * chance for chance in best]
    assert spread(Strategy.THOMPSON, counts, 0.1) == pytest.approx(floored)


def test_top_two_is_what_drawing_until_another_arm_comes_gives():
    """Russo's rule, played a hundred thousand times from the posteriors themselves."""
    counts, rng = ((9, 12, 15, 8), (30, 30, 31, 22)), np.random.default_rng(2)
    draws = np.array([p.rvs(400_000, random_state=rng) for p in betas(*counts)]).argmax(axis=0)
    shown, position = np.zeros(4), 0
    for _ in range(100_000):
        first = draws[position]
        position += 1
        if rng.random() < 0.5:
            while draws[position] == first:
                position += 1
            first = draws[position]
            position += 1
        shown[first] += 1
    assert spread(Strategy.TOP_TWO, counts) == pytest.approx(shown / 1e5, abs=0.006)


@settings(deadline=None, max_examples=40)
@given(answers(most=2))
def test_two_arms_of_top_two_are_shown_alike(counts):
    assert spread(Strategy.TOP_TWO, counts) == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize("ahead", [70, 80, 90, 95, 99])
def test_the_sure_leader_gets_half_and_the_nearest_most_of_the_rest(ahead):
    """Across the border where integrals give way to the normal tail, and far beyond it."""
    found = spread(Strategy.TOP_TWO, ((10 * ahead, 300, 200), (1000, 1000, 1000)))
    assert found[0] == pytest.approx(0.5, abs=1e-6)
    assert found[1] > 0.49 > 0.01 > found[2]


def test_an_arm_hardly_shown_is_the_second_of_a_sure_leader():
    """Its wide posterior reaches up; that of the close but well known arm does not."""
    found = spread(Strategy.TOP_TWO, ((600_000, 590_000, 0), (1_000_000, 1_000_000, 2)))
    assert found[2] > 0.45 > 0.01 > found[1]


def test_the_control_is_uniform_whatever_was_answered():
    assert spread(Strategy.UNIFORM, PLAIN[2], 0.2) == pytest.approx([1 / 3] * 3)


@given(st.lists(st.integers(0, 9), min_size=1).filter(any), st.floats(0, 1, exclude_max=True))
def test_a_random_number_falls_on_an_arm_that_has_a_share(weights, u):
    arm = pick([weight / sum(weights) for weight in weights], u)
    assert weights[arm] > 0
    assert sum(weights[:arm]) / sum(weights) <= u + 1e-9
    assert u <= sum(weights[: arm + 1]) / sum(weights) + 1e-9


def test_arms_are_picked_in_proportion():
    picked = [pick((0.2, 0.0, 0.5, 0.3), n / 1000) for n in range(1000)]
    assert [picked.count(arm) for arm in range(4)] == pytest.approx([200, 0, 500, 300], abs=1)


def test_the_winner_is_the_best_with_enough_confidence_and_answers_of_its_own():
    counts = ((20, 62, 2), (50, 90, 10))
    chance = chances_of_best(*counts)[1]
    assert 0.95 < chance < 0.999
    assert winner(*counts, confidence=0.95, least=90) == 1
    assert winner(*counts, confidence=0.95, least=91) is None
    assert winner(*counts, confidence=0.999, least=0) is None


def test_what_was_starved_of_answers_bars_no_winner_but_what_was_never_shown_does():
    assert winner((70, 1, 1), (100, 9, 9), confidence=0.95, least=50) == 0
    assert winner((70, 1, 0), (100, 9, 0), confidence=0.95, least=50) is None


@pytest.mark.parametrize(
    ("accepted", "shown", "reason"),
    [
        ((1,), (2,), "shown: between 2 and 60"),
        ((0,) * 61, (1,) * 61, "shown: between 2 and 60"),
        ((1, 1, 1), (2, 2), "accepted: as many"),
        ((3, 1), (2, 2), "accepted: counts"),
        ((-1, 1), (2, 2), "accepted: counts"),
        ((0, 0), (2, -2), "shown: counts"),
        ((0, math.nan), (2, 2), "accepted: counts"),
        ((0, 0), (2, 1.5), "shown: counts"),
        ((0, 0), (2, 10**9), "shown: counts"),
    ],
)
def test_counts_that_cannot_be_are_refused(accepted, shown, reason):
    with pytest.raises(BadInput, match=reason):
        chances_of_best(accepted, shown)


@pytest.mark.parametrize("floor", [-0.01, 0.34, math.nan, math.inf])
def test_floors_that_do_not_fit_are_refused(floor):
    with pytest.raises(BadInput, match="floor: from 0 to 1/3"):
        spread(Strategy.TOP_TWO, PLAIN[2], floor)


@pytest.mark.parametrize("u", [-0.1, 1.0, math.nan])
def test_random_numbers_lie_from_zero_to_below_one(u):
    with pytest.raises(BadInput, match="u: "):
        pick((0.5, 0.5), u)


@pytest.mark.parametrize("shares", [(), (0.0, 0.0), (0.5, -0.5), (math.nan, 1.0), (math.inf, 1.0)])
def test_shares_that_add_up_to_nothing_are_refused(shares):
    with pytest.raises(BadInput, match="propensities: "):
        pick(shares, 0.5)


@pytest.mark.parametrize("confidence", [0.5, 1.0, math.nan])
def test_a_winner_needs_a_confidence_that_only_one_arm_can_have(confidence):
    with pytest.raises(BadInput, match="confidence: "):
        winner(*PLAIN[1], confidence=confidence, least=0)


def test_a_least_number_below_zero_is_refused():
    with pytest.raises(BadInput, match="least: "):
        winner(*PLAIN[1], confidence=0.9, least=-1)
