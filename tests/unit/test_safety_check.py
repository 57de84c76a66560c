"""The check against the IFRA standards: worked examples, and what blocks."""

from __future__ import annotations

import math
from typing import Any

import pytest

from domain.kernel import BadInput
from domain.scents.safety.bounds import bounds
from domain.scents.safety.check import check
from domain.scents.safety.standard import Rule, Standard
from domain.scents.safety.verdict import Status, Verdict
from tests.safety_rules import (
    CAS,
    CITRAL,
    CITRAL_49,
    ETHANOL,
    GERANIAL,
    LIMONENE,
    MOSSES,
    OAKMOSS,
    TOLUENE,
    TREEMOSS,
    citral_49,
    cleared,
    shipped_clearances,
    shipped_standards,
    standard,
)


def judge(contents: dict[str, float], *standards: Standard, **said: Any) -> Verdict:
    amendment = said.get("amendment", "51")
    defaults = {"amendment": amendment, "category": "4", "dose": 1.0}
    clearances = cleared(ETHANOL, LIMONENE, amendment=amendment)
    return check(contents, CAS, standards, clearances, **{**defaults, **said})


def mosses() -> list[Standard]:
    return [
        standard("Oakmoss", OAKMOSS, limits="0.1", together=MOSSES),
        standard("Treemoss", TREEMOSS, limits="0.1", together=MOSSES),
    ]


def test_six_per_cent_of_citral_allow_a_tenth_of_the_oil_in_fine_fragrance() -> None:
    """The arithmetic of a perfumer's page that quotes the 49th amendment: citral at most 0.60 %
    of the product, so at 10 % of the oil, 6.0 % or less of it."""
    oil = {"citral": 0.06, "ethanol": 0.94}
    verdict = judge(oil, citral_49(), amendment="49", dose=0.1)
    assert verdict.passes
    assert verdict.largest_dose == pytest.approx(0.1, rel=1e-12)
    assert verdict.binding is not None
    assert (verdict.binding.subject, verdict.binding.materials) == ("Citral", ("citral",))
    assert not judge(oil, citral_49(), amendment="49", dose=0.101).passes


@pytest.mark.parametrize(("category", "limit"), CITRAL_49.items())
def test_each_category_of_citral_allows_its_own_dose(category: str, limit: str) -> None:
    expected = 1.0 if limit == "no restriction" else min(1.0, float(limit) / 6)
    verdict = judge({"citral": 0.06}, citral_49(), amendment="49", category=category)
    assert verdict.largest_dose == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("category", ["9", "10A"])
def test_a_category_that_the_source_does_not_give_blocks(category: str) -> None:
    verdict = judge({"citral": 1e-6}, citral_49(), amendment="49", category=category, dose=1e-6)
    assert not verdict.passes
    assert verdict.largest_dose is None
    assert verdict.binding is None
    assert verdict.findings[0].reason == f"gives no limit for category {category}"


@pytest.mark.parametrize(
    ("category", "dose"), [("4", 0.1), ("9", 0.1), ("10A", 0.1), ("10B", 0.1), ("12", 1.0)]
)
def test_treemoss_shares_its_tenth_of_a_per_cent_with_oakmoss(category: str, dose: float) -> None:
    """IFRA's 51st amendment, Treemoss extracts, as ScenTree quotes it: 0.1 % in categories 4, 9,
    10A and 10B, none in 12, less what there is of oakmoss."""
    verdict = check(
        {"oakmoss": 0.005, "treemoss": 0.005},
        CAS,
        shipped_standards(),
        [],
        amendment="51",
        category=category,
        dose=dose,
    )
    assert verdict.passes
    assert verdict.largest_dose == pytest.approx(dose, rel=1e-12)
    assert len(verdict.conditions) == 2


def test_the_shared_allowance_is_what_binds_where_each_alone_would_pass() -> None:
    verdict = judge({"oakmoss": 0.0008, "treemoss": 0.0006}, *mosses())
    assert [finding.status for finding in verdict.findings] == [
        Status.OK,
        Status.OK,
        Status.EXCEEDED,
    ]
    assert verdict.binding is not None
    assert verdict.binding.subject == MOSSES
    assert verdict.binding.materials == ("oakmoss", "treemoss")
    assert verdict.binding.use == pytest.approx(1.4)
    assert verdict.binding.share == pytest.approx(0.0014)


def test_one_of_the_two_mosses_alone_has_all_of_it() -> None:
    verdict = judge({"oakmoss": 0.001}, *mosses())
    assert [finding.subject for finding in verdict.findings] == ["Oakmoss"]
    assert verdict.passes


def test_lemon_and_bergamot_oil_use_up_the_same_allowance() -> None:
    """IFRA 51, note on phototoxic ingredients: the sum of the shares, each in per cent of its own
    limit (2 % and 0.4 %), does not exceed 100."""
    numbers = {"lemon": "8008-56-8", "bergamot": "8007-75-8"}
    oils = {"lemon": 0.01, "bergamot": 0.003}
    said = {"amendment": "51", "category": "4", "dose": 1.0}
    verdict = check(oils, numbers, shipped_standards(), [], **said)
    assert verdict.largest_dose == pytest.approx(1 / (0.5 + 0.75))
    assert check(oils, numbers, shipped_standards(), [], **{**said, "category": "12"}).passes


def test_members_of_a_standard_count_together() -> None:
    verdict = judge({"citral": 0.004, "geranial": 0.007}, standard("Citral", CITRAL, GERANIAL))
    (finding,) = verdict.findings
    assert finding.status is Status.EXCEEDED
    assert finding.share == pytest.approx(0.011)
    assert finding.materials == ("geranial", "citral")


def test_a_natural_counts_as_itself_and_with_its_constituents() -> None:
    """Lemon oil diluted to a tenth: 3 % of citral in the oil are 0.3 % of what is weighed."""
    contents = {"lemon": 0.1, "citral": 0.1 * 0.03, "ethanol": 0.9}
    numbers = {**CAS, "lemon": "8008-56-8"}
    rules = [standard("Lemon", "8008-56-8", limits="2"), standard("Citral", CITRAL, limits="0.6")]
    verdict = check(
        contents, numbers, rules, cleared(ETHANOL), amendment="51", category="4", dose=0.2
    )
    assert verdict.passes
    assert verdict.largest_dose == pytest.approx(0.2)
    assert verdict.binding is not None
    assert verdict.binding.subject == "Lemon"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("nameless", "has no CAS number"),
        ("never heard of", "has no CAS number"),
        ("hexane", "has neither a standard nor a clearance"),
    ],
)
def test_what_nobody_has_looked_at_blocks_however_little_it_is(code: str, reason: str) -> None:
    verdict = judge({"ethanol": 1.0, code: 1e-12}, dose=1e-6)
    assert not verdict.passes
    (finding,) = verdict.blocking
    assert (finding.status, finding.subject, finding.reason) == (Status.UNKNOWN, code, reason)
    assert verdict.largest_dose is None


def test_rules_of_another_amendment_do_not_count() -> None:
    verdict = judge({"citral": 1e-6}, citral_49(), amendment="51")
    assert [finding.status for finding in verdict.findings] == [Status.UNKNOWN]


def test_a_standard_outdoes_a_clearance() -> None:
    rule = standard("Ethanol", ETHANOL, limits=Rule.PROHIBITED)
    assert [each.status for each in judge({"ethanol": 1.0}, rule).findings] == [Status.PROHIBITED]


def test_the_prohibited_allows_no_dose_even_beside_the_unknown() -> None:
    rule = standard("Toluene", TOLUENE, limits=Rule.PROHIBITED)
    verdict = judge({"toluene": 1e-9, "hexane": 0.1}, rule)
    assert not verdict.passes
    assert verdict.largest_dose == 0
    assert verdict.binding is not None
    assert verdict.binding.subject == "Toluene"


def test_what_is_there_at_nought_is_not_there() -> None:
    assert judge({"ethanol": 1.0, "hexane": 0.0}).passes


def test_a_specification_passes_with_a_condition_for_a_person_to_see_to() -> None:
    rule = standard("Limonene", LIMONENE, limits=Rule.SPECIFICATION, condition="few peroxides")
    verdict = judge({"limonene": 1.0}, rule)
    assert verdict.passes
    assert verdict.largest_dose == 1
    assert [(each.standard, each.materials, each.text) for each in verdict.conditions] == [
        ("Limonene", ("limonene",), "few peroxides")
    ]


def test_an_empty_formula_contains_nothing_that_blocks() -> None:
    assert judge({}).largest_dose == 1


def test_a_share_that_equals_its_limit_but_for_rounding_is_within_it() -> None:
    rule = standard("Citral", CITRAL, limits="0.6")
    share = 0.1 + 0.2  # a little above 0.3
    assert share > 0.3
    assert judge({"citral": share}, rule, dose=0.02).passes
    assert not judge({"citral": 0.3 * (1 + 1e-8)}, rule, dose=0.02).passes


@pytest.mark.parametrize("dose", [0, -0.1, 1.0001, math.nan, math.inf])
def test_a_dose_is_a_share_of_the_product(dose: float) -> None:
    with pytest.raises(BadInput, match="dose"):
        judge({"ethanol": 1.0}, dose=dose)


@pytest.mark.parametrize("share", [-1e-9, 1.1, math.nan, math.inf])
def test_contents_are_mass_fractions(share: float) -> None:
    with pytest.raises(BadInput, match=r"contents\.ethanol"):
        judge({"ethanol": share})


@pytest.mark.parametrize(
    "said", [{"amendment": "48"}, {"amendment": ""}, {"category": "5"}, {"category": "4a"}]
)
def test_categories_are_those_of_the_amendment(said: dict[str, str]) -> None:
    with pytest.raises(BadInput, match=r"amendment|category"):
        judge({"ethanol": 1.0}, **said)


def test_of_two_standards_of_one_name_nobody_knows_which_holds() -> None:
    with pytest.raises(BadInput, match="stands twice"):
        judge({"citral": 0.1}, standard("Citral", CITRAL), standard("Citral", GERANIAL))


def test_an_optimiser_is_given_the_same_bounds_and_what_is_barred() -> None:
    rules = [standard("Citral", CITRAL, limits="0.5"), *mosses()]
    rules.append(standard("Toluene", TOLUENE, limits=Rule.PROHIBITED))
    found = bounds(CAS, CAS, rules, cleared(ETHANOL, LIMONENE), amendment="51", category="4")
    weights = {bound.name: dict(bound.weights) for bound in found.bounds}
    assert weights == {
        "Citral": {"citral": 200.0},
        "Oakmoss": {"oakmoss": 1000.0},
        "Treemoss": {"treemoss": 1000.0},
        MOSSES: {"oakmoss": 1000.0, "treemoss": 1000.0},
    }
    assert found.barred == ("geranial", "hexane", "nameless", "toluene")


def test_a_category_without_a_limit_bars_the_optimiser_too() -> None:
    found = bounds(["citral"], CAS, [citral_49()], [], amendment="49", category="9")
    assert (found.bounds, found.barred) == ((), ("citral",))


def test_the_shipped_rules_answer_for_an_ocean_breeze() -> None:
    """Calone, dihydromyrcenol, Hedione, limonene and linalool in dipropylene glycol, citral at
    1 %: citral binds, at 0.6 / 1 of the product in category 4."""
    numbers = {
        "calone": "28940-11-6",
        "dihydromyrcenol": "18479-58-8",
        "hedione": "24851-98-7",
        "limonene": "5989-27-5",
        "linalool": "78-70-6",
        "citral": "5392-40-5",
        "dpg": "25265-71-8",
    }
    contents = dict.fromkeys(numbers, 0.01) | {"dpg": 0.94}
    verdict = check(
        contents,
        numbers,
        shipped_standards(),
        shipped_clearances(),
        amendment="51",
        category="4",
        dose=0.5,
    )
    assert verdict.passes
    assert verdict.largest_dose == pytest.approx(0.6)
    assert {each.standard for each in verdict.conditions} == {"Limonene", "Linalool"}
