"""From a wish to the cheapest formula that smells the same."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel import BadInput
from domain.scents.briefing import Briefing, KeptIsTooMuch, UnknownSmell, briefing
from domain.scents.counter import NothingOffered
from domain.scents.material import Constituent, Kind, Material
from domain.scents.optimiser import Contradiction, Optimum, cheapest
from domain.scents.safety.bounds import Bound, Bounds
from domain.scents.supply.offer import Offer
from domain.scents.wish import Wish
from tests.shelf import A_PAPER, blend, chemical, library, offer, smelling, use

GROUPS = {1: 2, 2: 3}
ROSE = smelling("ROSE", 154.0, (7.0, 2400.0, -20.0), 1e-4, {**GROUPS, 14: 1})
LEMON = smelling("LEMON", 136.0, (6.8, 2075.0, -16.6), 2e-3, GROUPS)
ETHANOL = smelling("ETHANOL", 46.0, (7.24, 1582.0, -48.9), 5e-2, {1: 1, 2: 1, 14: 1})
SPIRIT = Material(**{**vars(ETHANOL), "code": "SPIRIT", "kind": Kind.SOLVENT})
OIL = Material("OIL", "Oil", Kind.NATURAL, constituents=(Constituent("LEMON", 1, 1, A_PAPER),))
SHELF = library(ROSE, LEMON, SPIRIT, OIL, chemical("TAR", None))
RECIPE = blend(use("ROSE", 10), use("LEMON", 10), use("SPIRIT", 80))
OFFERS = [
    offer("ROSE", "cheap", price="100"),
    offer("ROSE", "dear", price="150"),
    offer("LEMON", "cheap", price="40"),
    offer("OIL", "dear", price="25"),
    offer("SPIRIT", "cheap", price="2"),
]


def brief(
    offers: Sequence[Offer] = OFFERS, *, bounds: Bounds | None = None, **wish: Any
) -> Briefing:
    asked = Wish("SCENT", 1, **wish)
    return briefing(asked, RECIPE, SHELF, offers, bounds=bounds or Bounds((), ()))


def solved(asked: Briefing) -> Optimum:
    found = cheapest(asked.brief, smells=asked.smells)
    assert isinstance(found, Optimum)
    return found


def test_the_cheaper_offer_of_the_same_is_taken() -> None:
    found = solved(brief())
    assert set(found.shares) == {"ROSE from cheap", "OIL from dear", "SPIRIT from cheap"}
    assert found.reference_cost is not None
    assert found.cost < found.reference_cost


def test_odour_values_stay_within_the_band() -> None:
    found = solved(brief(band=0.1))
    for note in found.notes:
        assert note.target.low <= note.value * (1 + 1e-5)
        assert note.value <= note.target.high * (1 + 1e-5)
    assert {note.target.code for note in found.notes} >= {"ROSE", "LEMON"}


def test_only_the_suppliers_asked_for_are_bought_from() -> None:
    assert set(brief(suppliers=("cheap",)).offers) == {
        "ROSE from cheap",
        "LEMON from cheap",
        "SPIRIT from cheap",
    }


def test_what_is_ruled_out_is_not_used() -> None:
    assert "OIL from dear" not in solved(brief(without=("OIL",))).shares
    asked = brief(without=("ROSE",))
    found = cheapest(asked.brief, smells=asked.smells)
    assert isinstance(found, Contradiction)
    assert "ROSE is 0 of the formula" in found.demands


def test_grades_of_one_chemical_smell_the_same() -> None:
    grade = Material(**{**vars(ROSE), "code": "ROSE-2", "cas": "106-24-1"})
    shelf = library(Material(**{**vars(ROSE), "cas": "106-24-1"}), grade, LEMON, SPIRIT)
    offers = [one for one in OFFERS if one.item != "OIL"] + [offer("ROSE-2", price="60")]
    found = solved(briefing(Wish("SCENT", 1), RECIPE, shelf, offers))
    assert "ROSE-2 from cheap" in found.shares
    assert "ROSE from cheap" not in found.shares


def test_only_the_materials_asked_for_are_used_beside_those_of_the_formula() -> None:
    assert "OIL from dear" not in brief(materials=("ROSE",)).offers
    assert "OIL from dear" in brief(materials=("OIL",)).offers


def test_other_currencies_are_left_alone() -> None:
    with pytest.raises(NothingOffered):
        brief(currency="EUR")


def test_what_has_no_known_limit_is_not_used_and_named_where_it_is_in_the_way() -> None:
    assert "OIL from dear" not in solved(brief(bounds=Bounds((), ("OIL",)))).shares
    asked = brief(bounds=Bounds((), ("ROSE",)))
    found = cheapest(asked.brief, smells=asked.smells)
    assert isinstance(found, Contradiction)
    told = " ".join(found.demands)
    assert "ROSE (prohibited, or its limit is not known) is at most 0" in told
    assert "ROSE is at least" in told


def test_what_nobody_knows_the_molar_mass_of_is_left_out_with_the_reason() -> None:
    asked = brief([*OFFERS, offer("TAR")])
    assert asked.left_out == {"TAR from cheap": "nobody knows a molar mass of it"}


TARRED = blend(use("ROSE", 5), use("LEMON", 5), use("SPIRIT", 40), use("TAR", 50))
TAR_TOO = [*OFFERS, offer("TAR", price="8"), offer("TAR", "dear", price="9")]


def tarred(*, bounds: Bounds | None = None, **wish: Any) -> Briefing:
    asked = Wish("SCENT", 1, **wish)
    return briefing(asked, TARRED, SHELF, TAR_TOO, bounds=bounds or Bounds((), ()))


def test_what_nobody_can_replace_is_kept_and_the_rest_is_as_cheap_as_alone() -> None:
    asked, alone = tarred(), solved(brief())
    assert [(one.material, one.share, one.price) for one in asked.kept] == [("TAR", 0.5, 8)]
    assert asked.left_out == {}
    found = solved(asked)
    assert found.shares == pytest.approx(alone.shares)
    assert float(asked.cost(found.cost)) == pytest.approx(4 + float(alone.cost) / 2, abs=1e-3)


def test_what_is_kept_takes_its_part_of_a_limit() -> None:
    shared = Bound("Tarry", ("Tarry",), {"TAR": 1.0, "ROSE": 10.0})
    assert solved(tarred(bounds=Bounds((shared,), ())))  # 0.5 + 10 * 0.05 is just what there is
    [limit] = tarred(bounds=Bounds((shared,), ())).brief.limits
    assert limit.most == pytest.approx(0.5)
    assert limit.factors["ROSE"] == pytest.approx(5)


def test_what_is_kept_and_breaks_a_limit_by_itself_is_refused() -> None:
    alone = Bound("Tarry", ("Tarry",), {"TAR": 2.1})
    with pytest.raises(KeptIsTooMuch, match="Tarry"):
        tarred(bounds=Bounds((alone,), ()))
    with pytest.raises(KeptIsTooMuch, match="TAR, which stays"):
        tarred(bounds=Bounds((), ("TAR",)))


def test_suppliers_cannot_be_counted_where_something_is_kept() -> None:
    with pytest.raises(UnknownSmell, match="suppliers"):
        tarred(most_suppliers=1)


def test_no_more_is_used_than_can_be_had() -> None:
    free = solved(brief(batch=Decimal(10)))
    rose = free.shares["ROSE from cheap"] * 10
    asked = brief(batch=Decimal(10), available={"ROSE": rose * 1.01})
    assert solved(asked).cost == free.cost
    scarce = cheapest(brief(batch=Decimal(10), available={"ROSE": 0.1}).brief, smells=asked.smells)
    assert isinstance(scarce, Contradiction)
    assert "No more than 0.1 kg of ROSE can be had" in scarce.demands
    with pytest.raises(KeptIsTooMuch, match="TAR"):
        tarred(batch=Decimal(10), available={"TAR": 4.9})


def test_what_is_kept_must_be_on_offer() -> None:
    with pytest.raises(NothingOffered, match="TAR"):
        briefing(Wish("SCENT", 1), TARRED, SHELF, OFFERS)


def test_nothing_can_replace_a_formula_of_which_nothing_is_known() -> None:
    with pytest.raises(UnknownSmell):
        briefing(Wish("SCENT", 1), blend(use("TAR")), SHELF, TAR_TOO)


def test_limits_hold_at_the_dose() -> None:
    limit = Bound("Rose", ("Rose",), {"ROSE": 1 / 0.01})  # one per cent of the product
    found = solved(brief(bounds=Bounds((limit,), ()), dose=0.105))
    rose = sum(share for name, share in found.shares.items() if name.startswith("ROSE"))
    assert rose * 0.105 <= 0.01 * (1 + 1e-9)


def test_a_limit_that_no_such_smell_can_keep_is_a_contradiction_in_words() -> None:
    limit = Bound("Rose", ("Rose",), {"ROSE": 1 / 0.01})
    asked = brief(bounds=Bounds((limit,), ()), dose=1.0)
    found = cheapest(asked.brief, smells=asked.smells)
    assert isinstance(found, Contradiction)
    told = " ".join(found.demands)
    assert "Rose" in told
    assert "ROSE is at least" in told


def test_a_price_is_that_of_the_quantity_which_the_batch_needs() -> None:
    steps = offer("ROSE", steps={1: "100", 1000: "60"})
    others = [one for one in OFFERS if one.item != "ROSE"]
    small, large = (brief([steps, *others], batch=Decimal(kg)) for kg in (1, 100))
    assert [
        i.cost for b in (small, large) for i in b.brief.ingredients if i.material == "ROSE"
    ] == [
        100,
        60,
    ]


def test_price_steps_are_chosen_from_where_that_is_asked() -> None:
    steps = offer("ROSE", steps={1: "100", 1000: "60"})
    others = [one for one in OFFERS if one.item != "ROSE"]
    asked = brief([steps, *others], batch=Decimal(10), price_steps=True)
    assert [i.least for i in asked.brief.ingredients if i.material == "ROSE"] == [None, 1.0]
    found = solved(asked)
    assert found.shares["ROSE from cheap, from 1000 g"] >= 0.1 * (1 - 1e-9)


@pytest.mark.parametrize(
    "wish",
    [
        {"batch": Decimal(0)},
        {"batch": Decimal("NaN")},
        {"band": -0.1},
        {"band": float("nan")},
        {"dose": 0.0},
        {"dose": 1.1},
        {"least_dose": 1.0},
        {"most_materials": 0},
        {"fixed": {"ROSE": 2.0}},
        {"available": {"ROSE": -1.0}},
        {"available": {"ROSE": float("nan")}},
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(wish: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        Wish("SCENT", 1, **wish)
