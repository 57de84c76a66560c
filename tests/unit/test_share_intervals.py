"""Shares out of counts: research 2.1's worked numbers, and what holds for every count."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from domain.kernel import BadInput
from domain.scents.statistics.counts import LARGEST
from domain.scents.statistics.share import Z95, fewest, lift, posterior_at_least, quantile, wilson

FORTY = Fraction(40, 100)


@st.composite
def counts(draw, most=100_000):
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(18, 20, 0.698966, 0.972134), (4, 20, 0.080658, 0.416017)]
)
def test_wilson_as_r_gives_it(k, n, low, high):
    """Research 2.1: R's binom package, by the results files of statsmodels."""
    assert wilson(k, n) == pytest.approx((low, high), abs=1e-6)


def test_wilson_of_the_exact_quantile_has_all_the_digits():
    """Research 2.1: 19/38, R's binom package by statsmodels."""
    found = wilson(19, 38, z=quantile(0.05))
    assert found == pytest.approx((0.348499283643951, 0.651500716356049), abs=1e-15)


@pytest.mark.parametrize(
    ("k", "low", "high"),
    [
        (60, 0.5020, 0.6906),  # sea breeze
        (65, 0.5525, 0.7364),  # nightclub
        (30, 0.2189, 0.3958),  # jungle
        (50, 0.4038, 0.5962),  # forest
        (51, 0.4135, 0.6058),  # busy street
    ],
)
def test_a_hundred_answers_for_each_scent_of_the_company_would_decide_all_five(k, low, high):
    """Research 2.1: the company's table, had 100 been asked for each row."""
    found = wilson(k, 100)
    assert found == pytest.approx((low, high), abs=5e-5)
    assert found[0] >= 0.40 or found[1] < 0.40


@pytest.mark.parametrize(
    ("k", "expected"), [(35, 0.1598), (40, 0.5108), (44, 0.7980), (50, 0.9791)]
)
def test_the_posterior_of_a_hundred_answers(k, expected):
    """Research 2.1: P(p >= 0.4 | Beta(1+k, 1+n-k))."""
    assert posterior_at_least(k, 100, threshold=0.4) == pytest.approx(expected, abs=5e-5)


def test_before_anybody_answers_the_posterior_is_the_uniform_prior():
    assert posterior_at_least(0, 0, threshold=0.4) == pytest.approx(0.6, abs=1e-15)


def test_the_quantile_is_that_of_the_normal_distribution():
    assert quantile(0.05) == pytest.approx(Z95, abs=5e-7)
    for alpha in (1e-12, 1e-6, 0.001, 0.1, 0.5, 0.99):
        assert quantile(alpha) == pytest.approx(norm.isf(alpha / 2), rel=1e-9)


def test_nobody_asked_is_nothing_known():
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, LARGEST), st.floats(1e-9, 10.0))
def test_none_and_all_reach_the_ends_of_the_interval(n, z):
    assert wilson(0, n, z=z)[0] == 0.0
    assert wilson(n, n, z=z)[1] == 1.0


@given(counts())
def test_wilson_agrees_with_scipy(count):
    k, n = count
    theirs = binomtest(k, n).proportion_ci(0.95, method="wilson")
    assert wilson(k, n, z=quantile(0.05)) == pytest.approx(tuple(theirs), abs=1e-12)


@given(counts(LARGEST), st.floats(0.01, 10.0))
def test_the_interval_holds_the_share_that_was_counted(count, z):
    k, n = count
    low, high = wilson(k, n, z=z)
    assert 0 <= low <= k / n <= high <= 1
    assert low < high


@given(counts(), st.floats(0.01, 10.0))
def test_swapping_the_two_things_mirrors_the_interval(count, z):
    k, n = count
    low, high = wilson(k, n, z=z)
    assert wilson(n - k, n, z=z) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(counts(), st.floats(0.01, 10.0))
def test_one_more_favourable_answer_raises_both_ends(count, z):
    k, n = count
    before, after = wilson(k, n + 1, z=z), wilson(k + 1, n + 1, z=z)
    assert before[0] < after[0]
    assert before[1] < after[1]


@given(counts(), st.floats(0.5, 4.0))
def test_being_surer_makes_the_interval_wider(count, z):
    k, n = count
    (low, high), (lower, higher) = wilson(k, n, z=z), wilson(k, n, z=z + 0.1)
    assert lower <= low <= high <= higher
    assert higher - lower > high - low


@given(counts(1000), st.floats(0.01, 0.99))
def test_the_posteriors_of_the_two_things_are_one_together(count, threshold):
    k, n = count
    one = posterior_at_least(k, n, threshold=threshold)
    other = posterior_at_least(n - k, n, threshold=1 - threshold)
    assert 0 <= one <= 1
    assert one + other == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(
    ("k", "cheap"), [(60, True), (65, True), (50, True), (51, True), (30, False), (40, True)]
)
def test_the_company_table_by_integers_with_equality_included(k, cheap):
    """Research 2.1: cheap if 100k >= 40n."""
    assert (k >= fewest(100, threshold=FORTY)) is cheap


@given(st.integers(1, LARGEST), st.integers(1, 99))
def test_the_fewest_is_exact(n, percent):
    found = fewest(n, threshold=Fraction(percent, 100))
    assert 100 * found >= percent * n > 100 * (found - 1)


def test_two_samples_as_growthbook_compares_them():
    """Research 2.1: 14/28 against 16/30, a test of GrowthBook's statistics."""
    found = lift(14, 28, 16, 30)
    assert found.relative == pytest.approx(0.06667, abs=5e-6)
    assert (found.low, found.high) == pytest.approx((-0.47767, 0.61101), abs=5e-6)
    assert found.p_value == pytest.approx(0.80707, abs=5e-6)


@given(counts(1000), counts(1000), st.floats(0.001, 0.5))
def test_a_lift_is_significant_where_its_interval_leaves_zero_out(first, second, alpha):
    found = lift(*first, *second, alpha=alpha)
    if found is not None and abs(found.p_value - alpha) > 1e-9:
        assert found.low < found.relative < found.high
        assert (found.p_value < alpha) is not (found.low <= 0 <= found.high)


@pytest.mark.parametrize(
    "samples",
    [(0, 9, 5, 9), (5, 9, 0, 9), (1, 1, 5, 9), (5, 9, 1, 1), (9, 9, 4, 4), (0, 0, 5, 9)],
)
def test_there_is_no_lift_where_it_says_nothing(samples):
    assert lift(*samples) is None


def test_there_is_a_lift_where_one_sample_is_of_one_mind():
    assert lift(9, 9, 5, 9).relative == pytest.approx(-4 / 9)
    assert lift(5, 9, 9, 9).relative == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    ("k", "n", "field"),
    [
        (-1, 5, "k"),
        (6, 5, "k"),
        (0, -1, "n"),
        (True, 5, "k"),
        (1, True, "n"),
        (1.0, 5, "k"),
        (1, 5.0, "n"),
        (1, float("nan"), "n"),
        (1, LARGEST + 1, "n"),
    ],
)
def test_impossible_counts_are_refused(k, n, field):
    calls = (
        lambda: wilson(k, n),
        lambda: posterior_at_least(k, n, threshold=0.4),
        lambda: lift(k, n, 5, 9),
        lambda: lift(5, 9, k, n),
    )
    for call in calls:
        with pytest.raises(BadInput) as refusal:
            call()
        assert refusal.value.field == field


@pytest.mark.parametrize("value", [0.0, 1.0, -0.1, 1.1, float("nan"), float("inf")])
def test_what_is_no_share_between_the_ends_is_refused(value):
    with pytest.raises(BadInput, match=r"^threshold:"):
        posterior_at_least(1, 5, threshold=value)
    with pytest.raises(BadInput, match=r"^alpha:"):
        quantile(value)
    with pytest.raises(BadInput, match=r"^alpha:"):
        lift(3, 9, 5, 9, alpha=value)


def test_an_error_rate_that_nobody_could_prove_is_refused():
    with pytest.raises(BadInput, match=r"^alpha:"):
        quantile(1e-13)


@pytest.mark.parametrize("z", [0.0, -1.0, 10.1, float("nan"), float("inf")])
def test_an_interval_needs_a_width(z):
    with pytest.raises(BadInput, match=r"^z:"):
        wilson(1, 5, z=z)


def test_of_no_answers_there_is_no_fewest():
    with pytest.raises(BadInput, match=r"^n:"):
        fewest(0, threshold=FORTY)
    with pytest.raises(BadInput, match=r"^threshold:"):
        fewest(5, threshold=Fraction(1))
