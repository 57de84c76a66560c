"""Whether samples can be told apart: research 2.1's tables, and what holds for every test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from domain.kernel import BadInput
from domain.scents.statistics.discrimination import (
    PAIRED,
    TRIANGLE,
    critical_count,
    distinguishers,
    p_value,
)

CHANCES = st.sampled_from((TRIANGLE, PAIRED, 0.1, 0.9))
ANSWERS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("n", "counts"), [(24, (12, 13, 15, 16)), (60, (26, 27, 30, 33))], ids=("24", "60")
)
def test_the_triangle_table_of_the_fao(n, counts):
    """Research 2.1: at 10, 5, 1 and 0.1 %; the binomial of 1/3, and the table of the FAO."""
    found = [critical_count(n, chance=TRIANGLE, alpha=alpha) for alpha in (0.1, 0.05, 0.01, 0.001)]
    assert tuple(found) == counts


@pytest.mark.parametrize(("n", "count"), [(20, 15), (30, 20), (50, 32)])
def test_the_paired_table(n, count):
    """Research 2.1: one-sided, 5 %, the binomial of 1/2."""
    assert critical_count(n, chance=PAIRED, alpha=0.05) == count


def test_too_few_answers_are_never_significant():
    assert critical_count(2, chance=TRIANGLE, alpha=0.05) == 3  # 1/9 at best
    assert critical_count(0, chance=TRIANGLE, alpha=0.05) == 1


@given(ANSWERS, CHANCES)
def test_the_tail_agrees_with_scipy(answers, chance):
    k, n = answers
    assert p_value(k, n, chance=chance) == pytest.approx(binom.sf(k - 1, n, chance), rel=1e-9)


@given(st.integers(0, 2000), CHANCES, st.floats(1e-6, 0.9))
def test_the_critical_count_is_the_first_that_is_significant(n, chance, alpha):
    count = critical_count(n, chance=chance, alpha=alpha)
    assert p_value(count - 1, n, chance=chance) > alpha
    assert count == n + 1 or p_value(count, n, chance=chance) <= alpha


def test_distinguishers_are_those_who_do_not_guess():
    assert distinguishers(60, 60) == 1.0
    assert distinguishers(20, 60) == 0.0
    assert distinguishers(10, 60) == 0.0  # worse than guessing
    assert distinguishers(40, 60) == pytest.approx(0.5)  # 30 tell, and 10 of the others guess


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (0, -1), (True, 5), (2.0, 5)])
def test_impossible_counts_are_refused(k, n):
    for call in (
        lambda: p_value(k, n, chance=TRIANGLE),
        lambda: distinguishers(k, n),
    ):
        with pytest.raises(BadInput):
            call()


@pytest.mark.parametrize("value", [0.0, 1.0, -1.0, float("nan")])
def test_impossible_chances_are_refused(value):
    with pytest.raises(BadInput, match=r"^chance:"):
        p_value(1, 5, chance=value)
    with pytest.raises(BadInput, match=r"^chance:"):
        critical_count(5, chance=value, alpha=0.05)
    with pytest.raises(BadInput, match=r"^alpha:"):
        critical_count(5, chance=PAIRED, alpha=value)


def test_of_no_answers_there_are_no_distinguishers():
    with pytest.raises(BadInput, match=r"^n:"):
        distinguishers(0, 0)
