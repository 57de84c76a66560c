"""Evidence that may be looked at after every answer: what it says, and how often it errs."""

from math import inf, log, nextafter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import binom

from domain.kernel import BadInput
from domain.scents.statistics.counts import LARGEST
from domain.scents.statistics.sequential import (
    boundaries,
    confidence_sequence,
    log_evidence,
    sprt,
)

SHARES = st.floats(0.01, 0.99)
ERRORS = st.floats(1e-6, 0.5)
ANSWERS = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
WALD = {"p0": 0.35, "p1": 0.45, "alpha": 0.05, "beta": 0.05}


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (3, 10), (9, 10), (20, 60)])
def test_the_evidence_is_the_mean_likelihood_over_that_at_the_threshold(k, n):
    """Research 2.1: B(1+k, 1+n-k) / (0.4^k 0.6^(n-k)); the beta function is an integral."""
    mixture, _ = quad(lambda p: p**k * (1 - p) ** (n - k), 0, 1, epsabs=0, epsrel=1e-12)
    assert log_evidence(k, n, threshold=0.4) == pytest.approx(
        log(mixture / (0.4**k * 0.6 ** (n - k)))
    )


@given(st.integers(0, 300), SHARES)
def test_the_evidence_is_one_on_average_where_the_share_is_the_threshold(n, threshold):
    k = np.arange(n + 1)
    evidence = [log_evidence(one, n, threshold=threshold) for one in k.tolist()]
    assert np.exp(binom.logpmf(k, n, threshold) + evidence).sum() == pytest.approx(1, rel=1e-6)


@pytest.mark.parametrize("k", [40_000_000, 40_020_000, 39_970_000])
def test_a_hundred_million_answers_keep_their_digits(k):
    """E_n = 1 / ((n+1) P(K = k)), with scipy's binomial by the saddle point."""
    expected = -log((LARGEST + 1) * binom.pmf(k, LARGEST, 0.4))
    assert log_evidence(k, LARGEST, threshold=0.4) == pytest.approx(expected, abs=1e-5)


def test_before_anybody_answers_there_is_no_evidence():
    assert log_evidence(0, 0, threshold=0.4) == 0
    assert boundaries(0, threshold=0.4, alpha=0.05) == (-1, 1)
    assert confidence_sequence(0, 0, alpha=0.05) == (0.0, 1.0)


@settings(deadline=None)
@given(st.integers(0, 300), SHARES, ERRORS)
def test_the_boundaries_agree_with_the_evidence_of_every_count(n, threshold, alpha):
    low, high = boundaries(n, threshold=threshold, alpha=alpha)
    for k in range(n + 1):
        says = log_evidence(k, n, threshold=threshold) >= -log(alpha)
        assert (k <= low) is (says and k < threshold * n)
        assert (k >= high) is (says and k > threshold * n)


def test_the_boundaries_of_many_answers_take_few_steps():
    low, high = boundaries(LARGEST, threshold=0.4, alpha=0.05)
    assert low < 40_000_000 < high
    for k, says in ((low, True), (low + 1, False), (high - 1, False), (high, True)):
        assert (log_evidence(k, LARGEST, threshold=0.4) >= log(20)) is says


@given(ANSWERS, SHARES, ERRORS)
def test_what_the_boundaries_decide_the_confidence_sequence_leaves_out(answers, threshold, alpha):
    k, n = answers
    below, above = boundaries(n, threshold=threshold, alpha=alpha)
    low, high = confidence_sequence(k, n, alpha=alpha)
    assert (k <= below) is (high <= threshold)
    assert (k >= above) is (low >= threshold)


@given(ANSWERS, ERRORS)
def test_the_confidence_sequence_ends_where_the_evidence_suffices(answers, alpha):
    k, n = answers
    low, high = confidence_sequence(k, n, alpha=alpha)
    assert 0 <= low <= k / n <= high <= 1
    assert (low == 0) is (k == 0)
    assert (high == 1) is (k == n)
    for end in {low, high} - {0.0, 1.0}:
        assert log_evidence(k, n, threshold=end) >= -log(alpha)
        assert log_evidence(k, n, threshold=nextafter(end, k / n)) < -log(alpha)


@given(ANSWERS, ERRORS)
def test_swapping_the_two_things_mirrors_the_confidence_sequence(answers, alpha):
    k, n = answers
    low, high = confidence_sequence(k, n, alpha=alpha)
    mirrored = confidence_sequence(n - k, n, alpha=alpha)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


def simulated(share, *, runs=2_000, answers=2_000):
    """The fraction of surveys that ever decide for the cheap one, and for the expensive one, when
    everybody looks after every answer and acts at once."""
    bounds = [boundaries(n, threshold=0.4, alpha=0.05) for n in range(1, answers + 1)]
    low, high = np.array(bounds, dtype=np.int16).T
    dice = np.random.default_rng(round(share * 100))
    k = (dice.random((runs, answers), dtype=np.float32) < share).cumsum(axis=1, dtype=np.int16)
    expensive, cheap = k <= low, k >= high
    decided = expensive | cheap
    when = decided.argmax(axis=1)
    rows = np.arange(runs)
    return cheap[rows, when].mean(), expensive[rows, when].mean()


@pytest.mark.parametrize("share", [0.30, 0.35, 0.39, 0.40, 0.41, 0.45])
def test_unlimited_peeking_chooses_wrongly_in_five_percent_at_most(share):
    """Research 5's goal. At 0.40 the cheap one is right: equality counts for it."""
    cheap, expensive = simulated(share)
    assert (expensive if share >= 0.40 else cheap) <= 0.05


@pytest.mark.parametrize(("share", "decided"), [(0.30, 0.99), (0.35, 0.85), (0.45, 0.85)])
def test_peeking_decides_rightly_where_it_can(share, decided):
    cheap, expensive = simulated(share)
    assert (cheap if share >= 0.40 else expensive) >= decided


@settings(deadline=None)
@given(st.integers(0, 500))
def test_wald_s_test_stops_at_nineteen_to_one(n):
    """Research 2.1: bounds +- ln 19."""
    low, high = sprt(n, **WALD)
    for k in range(n + 1):
        ratio = k * log(0.45 / 0.35) + (n - k) * log(0.55 / 0.65)
        assert (k <= low) is (ratio <= -log(19))
        assert (k >= high) is (ratio >= log(19))


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (0, -1), (True, 5), (2.0, 5)])
def test_impossible_counts_are_refused(k, n):
    with pytest.raises(BadInput, match=r"^[kn]:"):
        log_evidence(k, n, threshold=0.4)
    with pytest.raises(BadInput, match=r"^[kn]:"):
        confidence_sequence(k, n, alpha=0.05)


@pytest.mark.parametrize("n", [-1, True, 2.0, LARGEST + 1])
def test_an_impossible_number_of_answers_is_refused(n):
    with pytest.raises(BadInput, match=r"^n:"):
        boundaries(n, threshold=0.4, alpha=0.05)
    with pytest.raises(BadInput, match=r"^n:"):
        sprt(n, **WALD)


@pytest.mark.parametrize("value", [0.0, 1.0, -0.1, inf, float("nan")])
def test_impossible_shares_and_error_rates_are_refused(value):
    for field in WALD:
        with pytest.raises(BadInput, match=f"^{field}:"):
            sprt(5, **(WALD | {field: value}))
    with pytest.raises(BadInput, match=r"^threshold:"):
        log_evidence(1, 5, threshold=value)
    with pytest.raises(BadInput, match=r"^threshold:"):
        boundaries(5, threshold=value, alpha=0.05)
    with pytest.raises(BadInput, match=r"^alpha:"):
        boundaries(5, threshold=0.4, alpha=value)
    with pytest.raises(BadInput, match=r"^alpha:"):
        confidence_sequence(1, 5, alpha=value)


@pytest.mark.parametrize(("change", "field"), [({"p1": 0.35}, "p1"), ({"beta": 0.95}, "beta")])
def test_wald_s_test_needs_two_shares_and_some_certainty(change, field):
    with pytest.raises(BadInput, match=f"^{field}:"):
        sprt(5, **(WALD | change))
