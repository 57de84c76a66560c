"""How often a survey would choose wrongly: research 2.1's simulations, computed exactly."""

from fractions import Fraction
from itertools import product
from math import prod
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from domain.kernel import BadInput
from domain.scents.statistics.sequential import sprt
from domain.scents.statistics.share import fewest
from domain.scents.statistics.sizing import MOST, Outcome, outcomes
from domain.scents.statistics.stopping import evidence_rule, point_rule, wilson_rule

POINT = point_rule(Fraction(40, 100))
WILSON = wilson_rule(0.4)
EVIDENCE = evidence_rule(0.4, alpha=0.05)
RULES = (POINT, WILSON, EVIDENCE)


def wald(n):
    return sprt(n, p0=0.35, p1=0.45, alpha=0.05, beta=0.05)


def decided(outcome):
    return outcome.cheap + outcome.expensive


@pytest.mark.parametrize(("share", "wrong"), [(0.35, 0.17), (0.39, 0.46), (0.45, 0.13)])
def test_the_point_rule_with_a_hundred_answers_is_a_coin_toss_near_the_line(share, wrong):
    """Research 0.3 and 5."""
    (found,) = outcomes([share], most=100, stop=POINT, looks=[100])
    assert (found.expensive if share >= 0.40 else found.cheap) == pytest.approx(wrong, abs=0.005)
    assert found.undecided == 0
    assert found.mean_answers == pytest.approx(100)


def test_peeking_at_an_ordinary_interval_excludes_the_truth_in_42_percent_of_surveys():
    """Research 0.3: Wilson at 95 % after every answer from 20 to 1000, true 40 %; exactly 42.6."""
    (found,) = outcomes([0.4], most=1000, stop=WILSON, looks=range(20, 1001))
    assert decided(found) == pytest.approx(0.42, abs=0.01)
    assert decided(found) == pytest.approx(0.42556, abs=1e-5)


def test_an_interval_that_begins_at_the_threshold_is_for_the_cheap_one():
    """Of 4 answers with z = 2 the interval of none ends at exactly 1/2, and that of all begins."""
    assert wilson_rule(0.5, z=2.0)(4) == (-1, 4)


def test_one_look_at_an_ordinary_interval_excludes_the_truth_in_five_percent():
    (found,) = outcomes([0.4], most=1000, stop=WILSON, looks=[1000])
    assert decided(found) == pytest.approx(0.05, abs=0.005)


@pytest.mark.parametrize(("start", "exact"), [(1, 0.03618), (10, 0.03246), (20, 0.02481)])
def test_peeking_at_the_evidence_excludes_the_truth_in_three_percent(start, exact):
    """Research 0.3 simulated 3.3 %: between looking from the first and from the 20th answer."""
    (found,) = outcomes([0.4], most=1000, stop=EVIDENCE, looks=range(start, 1001))
    assert decided(found) == pytest.approx(exact, abs=1e-5)
    assert decided(found) == pytest.approx(0.033, abs=0.009)


@pytest.mark.parametrize("most", [1000, 2000])
def test_the_evidence_stops_after_few_answers(most):
    """Research 2.1 simulated 241 at 0.5 and 53 at 0.6 (alpha 5 %); exactly 235.0 and 53.5 with a
    look at every answer, with 1,000 answers at most as with more."""
    half, more = outcomes([0.5, 0.6], most=most, stop=EVIDENCE)
    assert half.mean_answers == pytest.approx(241, rel=0.03)
    assert more.mean_answers == pytest.approx(53, rel=0.03)
    assert half.mean_answers == pytest.approx(235.03, abs=0.06)
    assert more.mean_answers == pytest.approx(53.516, abs=0.001)


def test_the_evidence_never_errs_more_than_alpha_whatever_the_share():
    """Exactly, with 2,000 looks; at 0.40 the cheap one is right."""
    shares = [0.30, 0.35, 0.39, 0.40, 0.41, 0.45]
    found = outcomes(shares, most=2000, stop=EVIDENCE)
    wrong = [
        one.expensive if share >= 0.40 else one.cheap
        for share, one in zip(shares, found, strict=True)
    ]
    assert max(wrong) <= 0.05


def test_wald_s_test_stops_as_the_research_found():
    """Research 2.1 simulated 36/72/133/217/132/73."""
    found = outcomes([0.60, 0.50, 0.45, 0.40, 0.35, 0.30], most=3000, stop=wald)
    means = [one.mean_answers for one in found]
    assert means == pytest.approx([36, 72, 133, 217, 132, 73], rel=0.025)
    assert means == pytest.approx([36.72, 72.00, 130.10, 218.79, 133.04, 72.62], abs=0.01)


def test_wald_s_test_keeps_its_rates_of_error():
    at_p0, at_p1 = outcomes([0.35, 0.45], most=3000, stop=wald)
    assert at_p0.cheap <= 0.05
    assert at_p1.expensive <= 0.05


def test_a_survey_of_one_look_needs_262_answers_for_the_same():
    """Research 2.1's fixed-n equivalent: the fewest with both errors at most 5 %."""

    def errors(n):
        least = next(k for k in range(n + 1) if binom.sf(k - 1, n, 0.35) <= 0.05)
        at_p0, at_p1 = outcomes([0.35, 0.45], most=n, stop=lambda _: (least - 1, least), looks=[n])
        return max(at_p0.cheap, at_p1.expensive)

    assert errors(262) <= 0.05
    assert min(errors(n) for n in range(230, 262)) > 0.05


def enumerated(share, most, stop, looks):
    """Every sequence of answers by itself."""
    sums = {"cheap": 0.0, "expensive": 0.0, "undecided": 0.0}
    mean = 0.0
    for answers in product((0, 1), repeat=most):
        chance = prod(share if answer else 1 - share for answer in answers)
        name, used = "undecided", most
        for n in sorted(looks):
            k = sum(answers[:n])
            low, high = stop(n)
            if k <= low or k >= high:
                name, used = ("cheap" if k >= high else "expensive"), n
                break
        sums[name] += chance
        mean += chance * used
    return Outcome(mean_answers=mean, **sums)


@st.composite
def surveys(draw):
    """Up to ten answers, a table of arbitrary bounds, and some looks."""
    most = draw(st.integers(1, 10))
    bounds = {}
    for n in range(1, most + 1):
        low = draw(st.integers(-1, n))
        bounds[n] = (low, draw(st.integers(low + 1, n + 1)))
    return most, bounds.__getitem__, draw(st.sets(st.integers(1, most)))


@settings(deadline=None)
@given(surveys(), st.floats(0, 1))
def test_the_recursion_equals_going_through_every_sequence_of_answers(survey, share):
    most, stop, looks = survey
    (found,) = outcomes([share], most=most, stop=stop, looks=looks)
    expected = enumerated(share, most, stop, looks)
    for name in ("cheap", "expensive", "undecided", "mean_answers"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-12)


@settings(deadline=None)
@given(st.sampled_from(RULES), st.lists(st.floats(0, 1), max_size=5), st.integers(1, 200))
def test_every_survey_ends_in_one_way(rule, shares, most):
    found = outcomes(shares, most=most, stop=rule)
    assert len(found) == len(shares)
    for one in found:
        assert decided(one) + one.undecided == pytest.approx(1, abs=1e-12)
        assert 1 - 1e-12 <= one.mean_answers <= most + 1e-9


@given(st.sampled_from((POINT, WILSON)), st.integers(1, 300), st.floats(0, 0.99))
def test_a_better_cheap_one_is_bought_more_often(rule, most, share):
    worse, better = outcomes([share, share + 0.01], most=most, stop=rule, looks=[most])
    assert worse.cheap <= better.cheap + 1e-12


@given(st.integers(1, 300), st.floats(0, 1))
def test_one_look_at_the_end_is_a_binomial(most, share):
    (found,) = outcomes([share], most=most, stop=POINT, looks=[most])
    needed = fewest(most, threshold=Fraction(40, 100))
    assert found.cheap == pytest.approx(binom.sf(needed - 1, most, share), abs=1e-12)


def test_a_share_in_a_list_is_as_one_by_itself():
    shares = [0.1, 0.4, 0.9]
    alone = [outcomes([share], most=50, stop=EVIDENCE)[0] for share in shares]
    assert outcomes(shares, most=50, stop=EVIDENCE) == alone


def test_certain_answers_decide_at_once():
    never, always = outcomes([0.0, 1.0], most=100, stop=POINT)
    assert never == Outcome(cheap=0, expensive=1, undecided=0, mean_answers=1)
    assert always == Outcome(cheap=1, expensive=0, undecided=0, mean_answers=1)


def test_a_picture_of_a_thousand_answers_takes_no_time():
    started = perf_counter()
    outcomes([n / 60 for n in range(60)], most=1000, stop=EVIDENCE)
    assert perf_counter() - started < 2  # 0.03 s on an idle machine


def test_the_largest_survey_can_be_looked_ahead_at():
    much_worse, worse, equal, better, much_better = outcomes(
        [0.3, 0.37, 0.4, 0.43, 0.5], most=MOST, stop=EVIDENCE
    )
    assert min(much_worse.expensive, much_better.cheap) > 0.998
    assert min(worse.expensive, better.cheap) > 0.97
    assert decided(equal) < 0.05
    assert much_worse.mean_answers < worse.mean_answers < equal.mean_answers <= MOST


def test_without_a_stop_every_path_is_kept_to_the_end():
    (found,) = outcomes([0.4], most=5000, stop=lambda n: (-1, n + 1))
    assert found.undecided == pytest.approx(1, abs=1e-12)
    assert found.mean_answers == pytest.approx(5000)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"most": 0}, "most"),
        ({"most": MOST + 1}, "most"),
        ({"most": True}, "most"),
        ({"looks": [0]}, "looks"),
        ({"looks": [11]}, "looks"),
        ({"looks": [1.5]}, "looks"),
        ({"stop": lambda _: (1, 1)}, "stop"),
    ],
)
def test_impossible_surveys_are_refused(change, field):
    with pytest.raises(BadInput, match=f"^{field}:"):
        outcomes([0.4], **({"most": 10, "stop": POINT} | change))


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_impossible_true_shares_are_refused(share):
    with pytest.raises(BadInput, match=r"^shares:"):
        outcomes([0.4, share], most=10, stop=POINT)


def test_rules_refuse_impossible_numbers_before_they_are_asked():
    with pytest.raises(BadInput, match=r"^threshold:"):
        point_rule(Fraction(1))
    with pytest.raises(BadInput, match=r"^threshold:"):
        wilson_rule(0.0)
    with pytest.raises(BadInput, match=r"^threshold:"):
        evidence_rule(1.0, alpha=0.05)
    with pytest.raises(BadInput, match=r"^alpha:"):
        evidence_rule(0.4, alpha=0.0)
