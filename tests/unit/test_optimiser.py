"""The cheapest formula that smells the same, where the mixture is ideal and all can be reckoned."""

import itertools
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from scipy.optimize import linprog

from domain.scents.optimiser import (
    Contradiction,
    Limit,
    Optimum,
    Progress,
    Smells,
    Stopped,
    cheapest,
    verify,
)
from domain.scents.optimiser.program import Reason
from domain.scents.optimiser.targets import Held
from tests.optimiser_briefs import IDEAL, offer, rose_and_lemon, substance


def found(brief, **more):
    answer = cheapest(brief, smells=more.pop("smells", IDEAL), **more)
    assert isinstance(answer, Optimum), answer
    assert verify(brief, answer.shares, smells=IDEAL) == ()
    return answer


def test_the_reference_itself_is_the_answer_where_nothing_may_differ():
    answer = found(rose_and_lemon(band=0.0))
    assert answer.cost == answer.reference_cost == Decimal("9.9")
    assert answer.shares == pytest.approx({"geranium": 0.25, "lemon": 0.05, "solvent": 0.7})


def test_a_band_is_used_to_the_full_where_it_saves():
    """Both notes at 80 %: by moles, of 1.333 + 0.769 + 8.75 in the reference."""
    answer = found(rose_and_lemon(free=frozenset({"solvent"})))
    assert answer.cost < answer.reference_cost
    notes = {note.target.code: note for note in answer.notes}
    for code in ("rose", "lemon"):
        assert notes[code].value == pytest.approx(0.8 * notes[code].target.reference)
    assert set(answer.binding) == {notes[code].target.at_least() for code in ("rose", "lemon")}


def test_bands_of_single_substances_go_before_the_general_one():
    free = frozenset({"solvent"})
    answer = found(rose_and_lemon(free=free, bands={"lemon": 0.0}))
    notes = {note.target.code: note for note in answer.notes}
    assert notes["lemon"].value == pytest.approx(notes["lemon"].target.reference)
    assert notes["rose"].value == pytest.approx(0.8 * notes["rose"].target.reference)


def test_what_has_no_odour_value_is_held_by_its_share_and_flagged():
    blind = Smells({"rose": IDEAL.pure["rose"], "solvent": IDEAL.pure["solvent"]})
    brief = rose_and_lemon()
    answer = cheapest(brief, smells=blind)
    assert isinstance(answer, Optimum)
    notes = {note.target.code: note for note in answer.notes}
    assert notes["lemon"].target.held is Held.SHARE
    assert notes["rose"].target.held is Held.ODOUR
    assert 0.08 * (1 - 1e-8) <= notes["lemon"].value <= 0.12 * (1 + 1e-8)
    assert verify(brief, answer.shares, smells=blind) == ()


def with_stranger(**more):
    """A cheap source of rose that brings something else along."""
    brief = rose_and_lemon(**more)
    return replace(
        brief,
        ingredients=(*brief.ingredients, offer("base", "1", {"rose": 0.9, "mould": 0.1})),
        substances={**brief.substances, "mould": substance("mould", 120.0)},
    )


def test_a_stranger_is_let_in_as_far_as_it_is_hardly_smelled():
    strong = Smells({**IDEAL.pure, "mould": 1e6})
    shares = [
        cheapest(with_stranger(strangers=most), smells=strong).shares.get("base", 0.0)
        for most in (0.0, 0.01, 1.0)
    ]
    assert shares[0] == 0
    assert 0 < shares[1] < shares[2]


def test_a_stranger_without_an_odour_value_stays_out():
    assert "base" not in cheapest(with_stranger(), smells=IDEAL).shares
    free = with_stranger(free=frozenset({"mould"}))
    assert "base" in cheapest(free, smells=IDEAL).shares


def test_what_nobody_identified_is_no_cheap_filler():
    brief = rose_and_lemon()
    bulk = offer("resin", "0.1", {"solvent": 0.5})
    brief = replace(brief, ingredients=(*brief.ingredients, bulk))
    assert found(brief).shares.get("resin", 0.0) <= 0.02 * (1 + 1e-6)


def test_safety_counts_the_worst_of_all_sources():
    brief = rose_and_lemon()
    geranium = replace(brief.ingredients[2], worst={"lemon": 0.4})
    brief = replace(brief, ingredients=(*brief.ingredients[:2], geranium, brief.ingredients[3]))
    limit = Limit("Citrus", {"lemon": 1.0}, 0.1)
    shares = found(replace(brief, limits=(limit,))).shares
    assert shares.get("lemon", 0.0) + 0.4 * shares.get("geranium", 0.0) <= 0.1 * (1 + 1e-8)
    assert shares["geranium"] < found(brief).shares["geranium"]


def test_a_limit_of_nothing_keeps_a_material_out():
    limit = Limit("Geranium's lemon", frozenset({"lemon"}), 0.0)
    brief = rose_and_lemon(limits=(limit,), bands={"lemon": 1.0})
    assert found(brief).shares.keys() <= {"rose", "solvent"}


def test_fixed_shares_and_stock_are_kept():
    ingredients = rose_and_lemon().ingredients
    scarce = (*ingredients[:2], replace(ingredients[2], most=0.5), ingredients[3])
    answer = found(rose_and_lemon(ingredients=scarce, batch=10.0, fixed={"solvent": 0.7}))
    assert answer.shares["solvent"] == pytest.approx(0.7)
    assert answer.shares["geranium"] == pytest.approx(0.05)


def test_no_less_than_the_least_dose_is_weighed():
    ingredients = (
        *rose_and_lemon().ingredients,
        offer("trace", "0.5", {"solvent": 1.0}, most=0.03),
    )
    brief = rose_and_lemon(ingredients=ingredients, batch=1.0)
    assert 0 < found(brief).shares["trace"] < 0.05
    assert "trace" not in found(replace(brief, least_dose=0.05)).shares


def test_a_price_break_is_taken_only_from_its_amount_on():
    more = (
        *rose_and_lemon().ingredients,
        offer("rose, 25 kg", "20", {"rose": 1.0}, material="rose", least=25.0),
    )
    names = [
        "rose, 25 kg" in found(rose_and_lemon(ingredients=more, batch=batch), gap=0.0).shares
        for batch in (50.0, 500.0)
    ]
    assert names == [False, True]


def test_a_material_comes_from_one_supplier():
    two = (
        *rose_and_lemon().ingredients,
        offer("rose of B", "5", {"rose": 1.0}, material="rose", supplier="B", most=0.05),
    )
    half = rose_and_lemon(ingredients=two, batch=1.0, fixed={"rose": 0.18, "geranium": 0.0})
    assert {"rose", "rose of B"} <= found(half).shares.keys()
    assert "rose of B" not in found(replace(half, one_supplier_each=True)).shares


def test_of_two_offers_that_are_the_same_but_for_the_price_the_cheaper_is_bought():
    brief = rose_and_lemon()
    twin = replace(brief.ingredients[2], name="geranium again", cost=Decimal("29.99"))
    answer = found(replace(brief, ingredients=(*brief.ingredients, twin)))
    assert "geranium" not in answer.shares
    assert answer.shares["geranium again"] > 0


CASES = [
    {"least_dose": 0.08, "most_materials": 3},
    {"least_dose": 0.15},
    {"most_materials": 2},
    {"most_suppliers": 1},
    {"most_suppliers": 2, "least_dose": 0.02},
    {"one_supplier_each": True, "most_materials": 4},
]


def crowded(**more):
    ingredients = (
        offer("rose", "50"),
        offer("rose of B", "44", {"rose": 1.0}, material="rose", supplier="B"),
        offer("lemon", "20"),
        offer("lemon of C", "18", {"lemon": 0.9, "solvent": 0.1}, material="lemon", supplier="C"),
        offer("geranium", "31", {"rose": 0.8, "lemon": 0.2}),
        offer("solvent", "2", supplier="B"),
        offer("citrus base", "6", {"lemon": 0.2, "solvent": 0.8}, supplier="C"),
    )
    return rose_and_lemon(ingredients=ingredients, **more)


def by_enumeration(brief):
    """The least cost over all sets of ingredients, each a linear program of scipy's; written from
    the definition of the odour value, not from the optimiser's rows. None where none will do."""
    costs = []
    for size in range(1, len(brief.ingredients) + 1):
        for chosen in itertools.combinations(brief.ingredients, size):
            if allowed(brief, chosen):
                cost = least_cost(brief, chosen)
                costs += [] if cost is None else [cost]
    return min(costs, default=None)


def allowed(brief, chosen):
    materials = {i.material for i in chosen}
    suppliers = {i.supplier for i in chosen}
    pairs = {(i.material, i.supplier) for i in chosen}
    return (
        len(materials) <= (brief.most_materials or 99)
        and len(suppliers) <= (brief.most_suppliers or 99)
        and (not brief.one_supplier_each or len(pairs) == len(materials))
    )


def least_cost(brief, chosen):
    mass = {code: s.molar_mass for code, s in brief.substances.items()}
    moles = np.array([[i.makeup.get(c, 0.0) / mass[c] for i in chosen] for c in brief.codes])
    reference = np.array([brief.reference.get(c, 0.0) / mass[c] for c in brief.codes])
    wanted = reference / reference.sum()
    total = moles.sum(axis=0)
    rows = [(1 - brief.band) * x * total - row for row, x in zip(moles, wanted, strict=True)]
    rows += [row - (1 + brief.band) * x * total for row, x in zip(moles, wanted, strict=True)]
    answer = linprog(
        [float(i.cost) for i in chosen],
        A_ub=np.array(rows),
        b_ub=np.zeros(len(rows)),
        A_eq=np.ones((1, len(chosen))),
        b_eq=[1.0],
        bounds=[(brief.least_dose, 1.0)] * len(chosen),
    )
    return answer.fun if answer.status == 0 else None


@pytest.mark.parametrize("case", CASES, ids=str)
def test_choices_agree_with_trying_all_of_them(case):
    brief = crowded(**case)
    expected = by_enumeration(brief)
    answer = cheapest(brief, smells=IDEAL, gap=0.0)
    if expected is None:
        assert isinstance(answer, Contradiction)
    else:
        assert float(answer.cost) == pytest.approx(expected, rel=1e-4)
        assert verify(brief, answer.shares, smells=IDEAL) == ()


def test_a_brief_that_cannot_be_met_is_answered_with_the_demands_that_clash():
    limit = Limit("Rose, category 4", frozenset({"rose"}), 0.05)
    other = Limit("Lemon, category 4", frozenset({"lemon"}), 0.5)
    answer = cheapest(rose_and_lemon(limits=(other, limit)), smells=IDEAL)
    assert isinstance(answer, Contradiction)
    assert answer.smallest
    assert answer.exact
    assert "Rose, category 4 is at most 0.05" in answer.demands
    assert len(answer.demands) == 2
    assert any(d.startswith("The odour value of rose is at least") for d in answer.demands)


def test_a_material_that_nobody_offers_is_named():
    answer = cheapest(rose_and_lemon(fixed={"oak moss": 0.01}), smells=IDEAL)
    assert answer == Contradiction(("oak moss is 0.01 of the formula",), smallest=True)


def test_too_few_materials_are_part_of_the_contradiction():
    answer = cheapest(rose_and_lemon(most_materials=1), smells=IDEAL)
    assert "At most 1 materials are used" in answer.demands
    assert 2 <= len(answer.demands) <= 3


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_search_that_is_cancelled_stops_between_its_rounds(after):
    told = []

    def watch(progress: Progress) -> bool:
        told.append(progress)
        return len(told) <= after

    answer = cheapest(crowded(), smells=IDEAL, progress=watch)
    assert isinstance(answer, Stopped)
    assert answer.reason is Reason.CANCELLED
    assert len(told) == after + 1
    assert (answer.cost is None) == (after == 0)


def test_progress_tells_rounds_and_the_best_cost_so_far():
    told = []
    answer = found(crowded(least_dose=0.02), progress=lambda p: told.append(p) or True)
    rounds = [progress.round for progress in told]
    assert rounds == sorted(rounds)
    assert rounds[-1] == answer.rounds - 1
    assert any(p.cost is not None for p in told)


def test_when_time_is_up_the_answer_is_verified_or_there_is_none():
    answer = cheapest(crowded(least_dose=0.02), smells=IDEAL, time_limit=1e-6)
    if isinstance(answer, Optimum):
        assert verify(crowded(least_dose=0.02), answer.shares, smells=IDEAL) == ()
        assert 0 <= answer.gap <= 1
    else:
        assert answer == Stopped(Reason.TIME)
