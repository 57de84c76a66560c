"""Results by method, worked out by hand or after textbooks."""

from __future__ import annotations

from datetime import date, timedelta
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scents.surveys.plan import Method
from domain.scents.surveys.results.acceptance import acceptance
from domain.scents.surveys.results.choice import choice
from domain.scents.surveys.results.counts import Row, gather
from domain.scents.surveys.results.paired import paired
from domain.scents.surveys.results.rating import rating
from domain.scents.surveys.results.task import task_result
from domain.scents.surveys.results.triangle import triangle
from domain.scents.surveys.results.words import OTHER, words

A, B, C = "137", "418", "902"
DAY = date(2026, 11, 1)


def test_a_choice_tells_shares_their_difference_and_the_effect_of_the_order() -> None:
    marks = {(A, "chosen"): 18, (B, "chosen"): 2, ("#1", "chosen"): 12, ("#2", "chosen"): 8}
    found = choice((A, B), marks)
    assert found.n == 20
    assert [one.value for one in found.by_code] == [0.9, 0.1]
    assert found.difference is not None
    assert found.difference.value == pytest.approx(0.8)
    assert found.difference.at_end == pytest.approx((0.397932, 0.944268), abs=2e-6)
    low, high = found.by_code[0].anytime
    assert found.difference.anytime == pytest.approx((2 * low - 1, 2 * high - 1))
    assert found.positions.counts == (12, 8)
    assert found.positions.p_value == pytest.approx(0.3711, abs=1e-4)  # chi-square 0.8


def test_a_choice_among_many_has_no_difference_and_one_of_nobody_no_share() -> None:
    assert choice((A, B, C), {(A, "chosen"): 3}).difference is None
    empty = choice((A, B), {})
    assert (empty.n, empty.difference, empty.by_code[0].value) == (0, None, None)
    assert empty.positions.p_value is None


def test_two_compared_are_as_strong_as_their_wins() -> None:
    """Bradley and Terry of two items without ties: the odds are the wins, 30 to 10."""
    found = paired((A, B), {(f"{A} {B}", A): 30, (f"{A} {B}", B): 10})
    assert found.ranking is not None
    assert found.ranking.log_strengths == pytest.approx((log(3) / 2, -log(3) / 2))
    assert not found.ranking.regularised
    assert found.wins == ((0, 30), (10, 0))
    assert [one.value for one in found.won] == [0.75, 0.25]
    assert found.ties.value == 0


def test_three_compared_rank_as_in_the_textbook() -> None:
    """Wins 0 > 1 twice, 1 > 2, 2 > 0: 0.419618, -0.419618, 0 (the example of choix)."""
    marks = {(f"{A} {B}", A): 2, (f"{B} {C}", B): 1, (f"{A} {C}", C): 1}
    found = paired((A, B, C), marks)
    assert found.ranking is not None
    assert found.ranking.log_strengths == pytest.approx((0.419618, -0.419618, 0), abs=1e-5)


def test_only_ties_make_all_alike_and_are_flagged() -> None:
    found = paired((A, B), {(f"{A} {B}", "="): 12})
    assert (found.n, found.ties.count, found.tied) == (12, 12, ((0, 12), (12, 0)))
    assert [one.value for one in found.won] == [None, None]
    assert found.ranking is not None
    assert found.ranking.log_strengths == pytest.approx((0, 0))
    assert found.ranking.regularised


def test_nobody_compared_is_no_ranking() -> None:
    found = paired((A, B), {})
    assert (found.n, found.ranking) == (0, None)


def test_a_triangle_is_tested_against_guessing() -> None:
    """Of 30, 15 are significant at 5 % (ISO 4120, table A.1); (3/2 - 1)/2 are distinguishers."""
    found = triangle({("", "right"): 15, ("", "wrong"): 15})
    assert (found.n, found.critical) == (30, 15)
    assert found.p_value == pytest.approx(0.0435, abs=1e-3)
    assert found.distinguishers == pytest.approx(0.25)
    assert found.at_end[0] < 0.25 < found.at_end[1]
    assert not found.told_apart
    assert triangle({("", "right"): 90, ("", "wrong"): 10}).told_apart


def test_a_triangle_of_nobody_says_nothing() -> None:
    found = triangle({})
    assert (found.n, found.p_value, found.critical, found.distinguishers) == (0, None, None, None)


def test_ratings_have_a_mean_a_spread_and_an_interval() -> None:
    """3, 4, 5, 6, 7: mean 5, standard deviation sqrt(2.5), t(4) = 2.776: 5 +- 1.963."""
    [found] = rating((A,), {(A, str(point)): 1 for point in range(3, 8)})
    assert (found.n, found.mean, found.distribution) == (5, 5.0, (0, 0, 1, 1, 1, 1, 1))
    assert found.spread == pytest.approx(2.5**0.5)
    assert found.at_end == pytest.approx((3.0368, 6.9632), abs=1e-4)
    assert found.believable.value == pytest.approx(0.6)
    assert found.anytime == (1.0, 7.0)


def test_ratings_of_one_person_have_no_spread_and_of_nobody_no_mean() -> None:
    one, nobody = rating((A, B), {(A, "4"): 1})
    assert (one.mean, one.spread, one.at_end) == (4.0, None, None)
    assert (nobody.n, nobody.mean, nobody.anytime) == (0, None, None)


def test_people_who_agree_leave_no_interval_of_width_zero() -> None:
    [found] = rating((A,), {(A, "5"): 2})
    assert (found.mean, found.spread, found.at_end, found.anytime) == (5.0, 0.0, None, (1.0, 7.0))


def test_ratings_may_be_looked_at_with_the_wider_interval() -> None:
    """V = 9000, r = 90: sqrt(9090 ln(9090 / (90 x 0.0025))) / 1000 = 0.3105."""
    [found] = rating((A,), {(A, "3"): 500, (A, "5"): 500})
    assert found.anytime == pytest.approx((4 - 0.3105, 4 + 0.3105), abs=1e-4)


def test_words_tell_samples_apart() -> None:
    """tar: 20 of 40 here, 1 of 40 there: ln(20.5/20.5) - ln(1.5/39.5) = 3.271, over 0.8131."""
    marks = {(A, "tar"): 20, (A, "sea"): 20, (B, "tar"): 1, (B, "sea"): 39}
    first, second = words((A, B), marks)
    assert first.frequent == (("sea", 20), ("tar", 20))
    assert [told.word for told in first.telling] == ["tar"]
    z = log(39.5 / 1.5) / (1 / 20.5 + 1 / 20.5 + 1 / 1.5 + 1 / 39.5) ** 0.5
    assert first.telling[0].z == pytest.approx(z)
    assert [told.word for told in second.telling] == ["sea"]
    assert second.n == 40


def test_words_beyond_the_thirtieth_are_counted_but_not_told() -> None:
    marks = {(A, f"word {n:02}"): 100 - n for n in range(40)}
    [found] = words((A,), marks)
    assert [word for word, _ in found.frequent] == [f"word {n:02}" for n in range(30)]
    assert found.n == sum(marks.values())
    assert found.telling == ()
    kept = {mark: n for mark, n in marks.items() if n > 70}
    assert words((A,), {**kept, (A, OTHER): sum(marks.values()) - sum(kept.values())}) == (found,)


def test_acceptance_tells_who_is_probably_the_best() -> None:
    marks = {(A, "yes"): 60, (A, "no"): 40, (B, "yes"): 30, (B, "no"): 70}
    first, second = acceptance((A, B), marks)
    assert (first.share.value, second.share.value) == (0.6, 0.3)
    assert first.best is not None
    assert second.best is not None
    assert first.best + second.best == pytest.approx(1)
    assert first.best > 0.999
    assert second.loss == pytest.approx((61 - 31) / 102, abs=1e-3)


def test_acceptance_of_nobody_has_no_best() -> None:
    assert [(one.best, one.loss) for one in acceptance((A, B), {})] == [(None, None)] * 2


def test_marks_are_followed_by_group_and_over_days() -> None:
    rows = [
        Row(A, "chosen", "women", DAY, 3),
        Row(B, "chosen", "women", DAY, 1),
        Row(B, "chosen", "men", DAY + timedelta(2), 4),
        Row(A, "chosen", "men", DAY, 0),
    ]
    found = task_result(Method.CHOICE, (A, B), gather(rows), groups=("women", "men", "children"))
    assert found.n == 8
    assert found.by_group.n == (4, 4, 0)
    assert [one.value for one in found.by_group.shares[A]] == [0.75, 0.0, None]
    assert found.over_time.places == (DAY, DAY + timedelta(2))
    assert found.over_time.n == (4, 8)
    assert [one.value for one in found.over_time.shares[A]] == [0.75, 0.375]


@pytest.mark.parametrize("method", Method)
def test_a_task_without_answers_has_results(method: Method) -> None:
    found = task_result(method, (A, B), gather([]), groups=("all",))
    assert (found.n, found.over_time.places, found.by_group.n) == (0, (), (0,))


OUTCOMES = {
    Method.CHOICE: [(A, "chosen"), (B, "chosen"), ("#1", "chosen"), ("#2", "chosen")],
    Method.PAIRED: [(f"{A} {B}", A), (f"{A} {B}", B), (f"{A} {B}", "=")],
    Method.TRIANGLE: [("", "right"), ("", "wrong")],
    Method.RATING: [(code, str(point)) for code in (A, B) for point in range(1, 8)],
    Method.WORDS: [(code, word) for code in (A, B) for word in ("sea", "tar", "salt")],
    Method.ACCEPTANCE: [(code, said) for code in (A, B) for said in ("yes", "no")],
}


@given(st.data(), st.sampled_from(list(Method)))
@settings(max_examples=60, deadline=None)
def test_results_do_not_depend_on_how_marks_were_counted(
    data: st.DataObject, method: Method
) -> None:
    """Mark by mark, or summed up; and the last day says what the whole says."""
    mark = st.tuples(st.sampled_from(OUTCOMES[method]), st.sampled_from("xy"), st.integers(0, 3))
    marks = data.draw(st.lists(mark, max_size=30))
    single = [Row(*told, group, DAY + timedelta(day), 1) for told, group, day in marks]
    summed = [
        Row(*told, group, DAY + timedelta(day), marks.count((told, group, day)))
        for told, group, day in set(marks)
    ]
    groups = ("x", "y")
    found = task_result(method, (A, B), gather(single), groups=groups)
    assert found == task_result(method, (A, B), gather(summed), groups=groups)
    if method is not Method.RATING:  # each of which is of all codes at once
        assert sum(found.by_group.n) == found.n
    if found.over_time.places and method is Method.CHOICE:
        assert [one[-1] for one in found.over_time.shares.values()] == [*found.whole.by_code]
