"""Everything that can be said of a mixture."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.scents.evaluation import Evaluation, Rules, Use, evaluate
from domain.scents.material import Constituent, Kind, Material
from domain.scents.safety.standard import Clearance, Standard
from tests.shelf import A_PAPER, blend, chemical, library, offer, smelling, use

ETHANOL = smelling(
    "ETHANOL",
    46.07,
    (7.239148, 1582.195, -48.85477),
    5.53e-2,
    {1: 1, 2: 1, 14: 1},
    cas="64-17-5",
)
LIMONENE = smelling(
    "LIMONENE",
    136.23,
    (6.81591, 2075.62, -16.65),
    2.45e-3,
    {1: 2, 2: 3, 3: 1, 7: 1, 8: 1},
    cas="5989-27-5",
)
MUSK = chemical("MUSK", 258.4, cas="1222-05-5")
OIL = Material(
    "OIL",
    "Oil",
    Kind.NATURAL,
    "8008-57-9",
    constituents=(Constituent("LIMONENE", 0.9, 0.95, A_PAPER),),
)
SHELF = library(ETHANOL, LIMONENE, MUSK, OIL)
MIXTURE = blend(use("ETHANOL", 70), use("OIL", 20), use("MUSK", 10))


def evaluated(**asked: object) -> Evaluation:
    return evaluate(MIXTURE, SHELF, **asked)  # type: ignore[arg-type]


def test_the_strongest_odour_value_leads() -> None:
    found = evaluated()
    values = {note.code: note.odour_value for note in found.notes}
    assert found.leading == ("LIMONENE", "ETHANOL")
    assert values["LIMONENE"] > values["ETHANOL"]


def test_what_cannot_be_smelled_of_data_is_told_and_not_guessed() -> None:
    [musk] = [note for note in evaluated().notes if note.code == "MUSK"]
    assert (musk.odour_value, musk.model) == (None, "Raoult")
    assert {"raoult", "no_vapour_pressure", "no_threshold"} == set(musk.flags)


def test_mole_fractions_of_all_notes_add_up_to_one() -> None:
    assert sum(note.mole_fraction for note in evaluated().notes) == pytest.approx(1)


def test_the_unidentified_rest_of_a_natural_is_told() -> None:
    assert evaluated().composition.unidentified == pytest.approx(0.02)


def test_what_evaporates_faster_is_gone_first() -> None:
    courses = {one.code: one for one in evaluated().evaporation.courses}  # type: ignore[union-attr]
    assert courses["ETHANOL"].half_life < courses["LIMONENE"].half_life
    assert courses["MUSK"].left[-1] == 1


def test_it_costs_what_the_offers_say() -> None:
    offers = [offer("ETHANOL", price="2"), offer("OIL", price="30"), offer("MUSK", price="100")]
    costings = evaluated(offers=offers, batch=Decimal(500)).costs
    assert {one.supplier: one.cost for one in costings} == {
        "cheap": Decimal("8.70"),
        "": Decimal("8.70"),
    }


TODAY = Use("51", "4", 0.2, date(2026, 11, 20))
LIMIT = Standard("Limonene", "51", frozenset({"5989-27-5"}), {"4": Decimal("5")})
CLEAR = [Clearance(number, "51", A_PAPER) for number in ("64-17-5", "1222-05-5", "8008-57-9")]


def test_a_limit_counts_what_a_natural_may_hold_at_most() -> None:
    verdict = evaluated(use=TODAY, rules=Rules([LIMIT], CLEAR)).verdict
    assert verdict is not None
    assert verdict.passes
    assert verdict.largest_dose == pytest.approx(0.05 / (0.2 * 0.95))


def test_without_rules_everything_is_unknown_and_blocks() -> None:
    verdict = evaluated(use=TODAY).verdict
    assert verdict is not None
    assert not verdict.passes
    assert verdict.largest_dose is None


def test_without_a_use_nothing_is_said_of_safety() -> None:
    assert (evaluated().verdict, evaluated().label) == (None, None)


def test_of_a_mixture_of_unknown_chemicals_there_is_no_headspace_and_still_a_cost() -> None:
    shelf = library(chemical("TAR", None))
    found = evaluate(blend(use("TAR")), shelf, offers=[offer("TAR", price="3")])
    assert (found.notes, found.evaporation, found.leading) == ((), None, ())
    assert found.costs[0].cost_per_kg == 3
