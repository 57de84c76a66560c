"""Laws of the optimiser, for any prices, bands, limits and sources; ideal mixtures."""

import math
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scents.optimiser import (
    Brief,
    Contradiction,
    Limit,
    Optimum,
    Smells,
    Unsettled,
    cheapest,
    verify,
)
from tests.optimiser_briefs import offer, substance

CODES = ("rose", "lemon", "moss", "water")
SMELLS = Smells({"rose": 4e4, "lemon": 9e4, "moss": 2e6})  # water has no odour value
CENT = Decimal("0.0002")  # the rounding of two costs

PRICES = st.decimals(1, 500, places=2)
BANDS = st.sampled_from([0.0, 0.05, 0.2, 0.5, 1.5])


@st.composite
def mixtures(draw):
    parts = draw(st.lists(st.integers(0, 20), min_size=4, max_size=4).filter(any))
    return {c: n / sum(parts) for c, n in zip(CODES, parts, strict=True) if n}


@st.composite
def briefs(draw):
    reference = draw(mixtures().filter(lambda m: len(m) > 1))
    sources = [offer(code, draw(PRICES)) for code in CODES]
    for n in range(draw(st.integers(0, 4))):
        makeup = draw(mixtures())
        worst = {code: min(1.0, 1.5 * share) for code, share in makeup.items()}
        sources.append(offer(f"blend {n}", draw(PRICES), makeup, worst=worst))
    limits = draw(
        st.lists(
            st.builds(
                Limit,
                st.sampled_from(["category 4", "category 12"]),
                st.dictionaries(
                    st.sampled_from(CODES), st.sampled_from([0.0, 0.5, 1.0, 2.0]), min_size=1
                ),
                st.sampled_from([0.0, 0.001, 0.1, 0.5, 1.0]),
            ),
            max_size=2,
        )
    )
    return Brief(
        reference,
        tuple(sources),
        {
            code: substance(code, mass)
            for code, mass in zip(CODES, (150, 130, 250, 18), strict=True)
        },
        band=draw(BANDS),
        limits=tuple(limits),
        least_dose=draw(st.sampled_from([0.0, 0.0, 0.03])),
        most_materials=draw(st.sampled_from([None, None, 3])),
    )


def answer_to(brief):
    answer = cheapest(brief, smells=SMELLS, gap=0.0)
    assert isinstance(answer, Optimum | Contradiction), answer
    return answer


@given(briefs())
@settings(max_examples=60, deadline=None)
def test_what_is_answered_adds_up_and_exceeds_no_limit(brief):
    answer = answer_to(brief)
    if isinstance(answer, Contradiction):
        assert answer.demands
        return
    assert math.isclose(sum(answer.shares.values()), 1, abs_tol=1e-8)
    assert all(share > 0 for share in answer.shares.values())
    sources = {i.name: i for i in brief.ingredients}
    for limit in brief.limits:
        total = 0.0
        for name, share in answer.shares.items():
            for code, factor in limit.members.items():
                most = max(sources[name].worst.get(code, 0), sources[name].makeup.get(code, 0))
                total += share * factor * most
        assert total <= limit.most * (1 + 1e-8) + 1e-12
    if brief.least_dose:
        assert min(answer.shares.values()) >= brief.least_dose * (1 - 1e-8)
    if brief.most_materials:
        assert len({sources[name].material for name in answer.shares}) <= brief.most_materials
    assert verify(brief, answer.shares, smells=SMELLS) == ()


@given(briefs())
@settings(max_examples=30, deadline=None)
def test_the_answer_is_never_dearer_than_the_reference(brief):
    answer = answer_to(brief)
    pure = sum(
        (i.cost * Decimal(repr(brief.reference.get(i.name, 0.0))) for i in brief.ingredients[:4]),
        Decimal(0),
    )
    free = not brief.limits and not brief.least_dose and not brief.most_materials
    if free:
        assert isinstance(answer, Optimum)
        assert answer.reference_cost <= pure + CENT
    if isinstance(answer, Optimum) and answer.reference_cost is not None:
        assert answer.cost <= answer.reference_cost


@given(briefs(), st.lists(st.decimals(0, 50, places=2), min_size=8, max_size=8))
@settings(max_examples=30, deadline=None)
def test_a_dearer_price_list_never_makes_it_cheaper(brief, rises):
    dearer = tuple(
        replace(i, cost=i.cost + rise) for i, rise in zip(brief.ingredients, rises, strict=False)
    )
    before, after = answer_to(brief), answer_to(replace(brief, ingredients=dearer))
    assert type(before) is type(after)
    if isinstance(before, Optimum):
        assert float(after.cost) >= float(before.cost) * (1 - 1e-5) - 2e-4


@given(briefs(), st.floats(0.0, 1.0))
@settings(max_examples=30, deadline=None)
def test_a_wider_band_never_makes_it_dearer(brief, more):
    before, after = answer_to(brief), answer_to(replace(brief, band=brief.band + more))
    if isinstance(before, Optimum):
        assert isinstance(after, Optimum)
        assert float(after.cost) <= float(before.cost) * (1 + 1e-5) + 2e-4


@given(briefs(), st.sampled_from([Decimal("0.01"), Decimal(10), Decimal(1000)]))
@settings(max_examples=30, deadline=None)
def test_the_currency_does_not_matter(brief, rate):
    exchanged = tuple(replace(i, cost=i.cost * rate) for i in brief.ingredients)
    before, after = answer_to(brief), answer_to(replace(brief, ingredients=exchanged))
    assert type(before) is type(after)
    if isinstance(before, Optimum):
        close = abs(after.cost - before.cost * rate)
        assert close <= before.cost * rate * Decimal("0.0001") + Decimal("0.0001") * (1 + rate)


@given(briefs())
@settings(max_examples=40, deadline=None)
def test_an_offer_twice_changes_nothing(brief):
    twice = (*brief.ingredients, *(replace(i, name=f"{i.name} again") for i in brief.ingredients))
    before, after = answer_to(brief), answer_to(replace(brief, ingredients=twice))
    assert type(before) is type(after)
    if isinstance(before, Optimum) and not brief.least_dose:
        assert abs(float(after.cost - before.cost)) <= 1e-4 * float(before.cost) + 2e-4


@given(briefs(), st.lists(st.sampled_from([-2.0, -0.5, 0.0, 1.0, 3.0]), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_in_mixtures_that_are_not_ideal_the_true_bands_are_kept(brief, strengths):
    """Each substance alone against the rest: ln gamma = A (1 - x)^2, after Margules."""

    def margules(fractions):
        return [math.exp(a * (1 - x) ** 2) for a, x in zip(strengths, fractions, strict=True)]

    smells = Smells(SMELLS.pure, margules)
    answer = cheapest(brief, smells=smells)
    free = not brief.limits and not brief.least_dose and not brief.most_materials
    if free:  # the reference can be bought
        assert isinstance(answer, Optimum)
        assert answer.cost <= answer.reference_cost
    if isinstance(answer, Optimum):
        assert verify(brief, answer.shares, smells=smells) == ()
        for note in answer.notes:
            slack = 1.001e-4 * note.target.size
            assert note.target.low - slack <= note.value <= note.target.high + slack
    elif isinstance(answer, Unsettled):
        assert answer.missed
    else:
        assert isinstance(answer, Contradiction)
        assert answer.demands
