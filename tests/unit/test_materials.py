"""What a material must be, and what happens to it in the library."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents import facts
from domain.scents.cas import require_cas
from domain.scents.entry import MaterialEntry, NotAChemical, require_chemicals
from domain.scents.events.materials import (
    ConstituentsRecorded,
    MaterialDescribed,
    MaterialRestored,
    MaterialRetired,
    PropertyRecorded,
)
from domain.scents.material import Constituent, Groups, Kind, Material, NoData
from domain.scents.measured import Measured
from domain.scents.physics.smell import Threshold
from domain.scents.recipes.mixture import UnknownMaterial
from messaging.serialization import to_json
from tests.laboratory_values import curves, groups, measured, texts, thresholds, vapours

MASS = Measured(136.23, "g/mol", "CRC", uncertainty=0.01)
LIMONENE = Material("LIMONENE", "Limonene", cas="5989-27-5", molar_mass=MASS)


def part(code: str = "LIMONENE", typical: float = 0.5, most: float = 0.6) -> Constituent:
    return Constituent(code, typical, most, "ISO")


@pytest.mark.parametrize("cas", ["5989-27-5", "64-17-5", "7732-18-5", "8008-57-9", "106-24-1"])
def test_a_cas_number_is_known_by_its_check_digit(cas: str):
    require_cas(cas)
    wrong = f"{cas[:-1]}{(int(cas[-1]) + 1) % 10}"
    with pytest.raises(BadInput, match="check digit"):
        require_cas(wrong)


@pytest.mark.parametrize("cas", ["", "5989275", "05989-27-5", "5989-27-55", "٥٩٨٩-27-5", "5-27-5"])
def test_what_does_not_look_like_a_cas_number_is_none(cas: str):
    with pytest.raises(BadInput, match="look like"):
        require_cas(cas)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"code": ""}, "letters, digits"),
        ({"code": "-A"}, "letters, digits"),
        ({"code": "A B"}, "letters, digits"),
        ({"code": "A" * 41}, "letters, digits"),
        ({"name": " "}, "blank"),
        ({"cas": "5989-27-6"}, "check digit"),
        ({"molar_mass": Measured(0.136, "kg/mol", "x")}, "must be in g/mol"),
        ({"molar_mass": Measured(-136.0, "g/mol", "x")}, "from 1 to"),
        ({"density": Measured(842.0, "g/mL", "x")}, "to 25 g/mL"),
        ({"density": Measured(0.0, "g/mL", "x")}, "from 1e-05"),
        ({"density": Measured(0.8, "g/mL", "x", temperature=25.0)}, "100 to 1000 K"),
        ({"constituents": (part(),)}, "only a natural"),
        ({"kind": Kind.NATURAL, "constituents": (part(), part())}, "twice"),
        ({"kind": Kind.NATURAL, "constituents": (part(), part("B", 0.51))}, "add up to 1.01"),
    ],
)
def test_what_no_material_can_be_is_refused(changes: dict[str, Any], fault: str):
    with pytest.raises(BadInput, match=fault):
        replace(LIMONENE, **changes)


@pytest.mark.parametrize(
    ("typical", "most"),
    [(0, 0.5), (-0.1, 0.5), (0.6, 0.5), (0.5, 1.01), (float("nan"), 0.5), (0.5, float("inf"))],
)
def test_shares_of_a_constituent_stay_within_the_whole(typical: float, most: float):
    with pytest.raises(BadInput, match="0 < typical <= most <= 1"):
        part("A", typical, most)


def test_shares_that_add_up_to_one_but_for_rounding_are_fine():
    parts = tuple(part(f"A{n}", 0.1, 0.2) for n in range(10))
    assert Material("OIL", "Oil", Kind.NATURAL, constituents=parts).gaps == ("density",)


@pytest.mark.parametrize("counts", [(), ((2, 1), (1, 1)), ((1, 1), (1, 2)), ((0, 1),), ((1, 0),)])
def test_groups_are_named_once_in_order_with_counts(counts: tuple[tuple[int, int], ...]):
    with pytest.raises(BadInput):
        Groups(counts, "x")


def test_that_nothing_was_found_says_where_it_was_looked_for():
    with pytest.raises(BadInput, match="blank"):
        NoData(" ")


def test_a_new_material_tells_all_that_is_known_of_it():
    entry = MaterialEntry.enter(replace(LIMONENE, density=NoData("CRC")))

    described, mass, density = entry.events
    assert described == MaterialDescribed("LIMONENE", "Limonene", "chemical", "5989-27-5", (), "")
    assert isinstance(mass, PropertyRecorded)
    assert (mass.name, mass.value["value"], mass.value["source"]) == ("molar_mass", 136.23, "CRC")
    assert density == PropertyRecorded("LIMONENE", "density", {"is": "NoData", "searched": "CRC"})
    assert entry.version_number == 3


def test_what_is_the_same_changes_nothing_and_what_is_not_told_of_is_kept():
    entry = MaterialEntry(LIMONENE)
    entry.become(LIMONENE)
    entry.become(Material("LIMONENE", "Limonene", cas="5989-27-5"))

    assert not entry.events
    assert entry.material == LIMONENE


def test_a_property_has_values_of_its_own_kind_only():
    entry = MaterialEntry(LIMONENE)
    for name, value in [("density", Threshold(1.0, "x")), ("smell", MASS), ("colour", MASS)]:
        with pytest.raises(BadInput):
            entry.record_property(name, value)
    assert not entry.events


def test_filling_takes_what_is_a_gap_and_leaves_what_is_known():
    entry = MaterialEntry(replace(LIMONENE, density=NoData("here")))
    found = Material(
        "OTHER",
        "Another name",
        molar_mass=Measured(1.5, "g/mol", "library"),
        density=Measured(0.84, "g/mL", "library"),
        groups=NoData("library"),
    )

    assert set(entry.fill(found)) == {"density", "groups"}
    assert entry.material == replace(LIMONENE, density=found.density, groups=found.groups)
    assert entry.fill(found) == ()


def test_a_retired_material_can_come_back_and_says_so_once():
    entry = MaterialEntry(LIMONENE)
    for _ in range(2):
        entry.retire()
    for _ in range(2):
        entry.restore()
    assert entry.events == [MaterialRetired("LIMONENE"), MaterialRestored("LIMONENE")]


def test_a_natural_is_made_of_chemicals_that_are_there():
    natural = Material("OIL", "Oil", Kind.NATURAL, constituents=(part("A"), part("B", 0.1)))

    require_chemicals(natural, {"A": Kind.CHEMICAL, "B": Kind.SOLVENT})
    with pytest.raises(UnknownMaterial, match="no material B"):
        require_chemicals(natural, {"A": Kind.CHEMICAL})
    with pytest.raises(NotAChemical, match="B, a constituent of OIL, is a natural"):
        require_chemicals(natural, {"A": Kind.CHEMICAL, "B": Kind.NATURAL})


def test_constituents_are_told_as_a_whole():
    entry = MaterialEntry(Material("OIL", "Oil", Kind.NATURAL))
    entry.record_constituents((part("A"),))

    told = {"code": "A", "typical": 0.5, "most": 0.6, "source": "ISO"}
    assert entry.events == [ConstituentsRecorded("OIL", [told])]
    with pytest.raises(BadInput, match="one at least"):
        entry.record_constituents(())


@given(measured | vapours | groups | curves | thresholds | st.builds(NoData, texts))
def test_every_property_comes_back_from_plain_data_as_it_was(value: Any):
    stored = json.loads(json.dumps(facts.to_facts(value)))
    assert facts.from_facts(stored) == value
    assert value.__class__.__name__ in to_json(PropertyRecorded("A", "x", facts.to_facts(value)))
