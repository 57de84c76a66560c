"""The shipped starter set: its files are strict, agree with each other and name their sources."""

from __future__ import annotations

import csv
import re
from decimal import Decimal

import pytest
from thermo.unifac import UFSG

from domain.scents.cas import is_cas
from scents.lookups import UnknownCas, look_up
from tests.starter import CODE, CONSTITUENTS, FOLDER, MATERIALS, PROPERTIES, Row, known, rows

COLUMNS = {
    "materials": "code,name,kind,cas,descriptors,note",
    "properties": "material,property,value,parameters,unit,temperature_K,uncertainty,source",
    "constituents": "natural,constituent,typical,most,unit,source",
    "suppliers": "code,name,grade,email,note",
    "offers": "supplier,item_kind,item,from_quantity,quantity_unit,price,currency,price_unit,"
    "minimum_order,lead_time_days,fee,valid_from,valid_to,source",
}

NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?"
RANGE = rf"(?: lowest={NUMBER} highest={NUMBER})?"
PARAMETERS = {
    "molar_mass": "",
    "density": "",
    "vapour_pressure": rf"antoine A={NUMBER} B={NUMBER} C={NUMBER}{RANGE}"
    rf"|dippr101 A={NUMBER} B={NUMBER} C={NUMBER} D={NUMBER} E={NUMBER}{RANGE}"
    rf"|clausius H={NUMBER}|point",
    "unifac_groups": r"[0-9]+:[1-9][0-9]*(?: [0-9]+:[1-9][0-9]*)*",
    "odour_threshold": "",
    "dose_response": rf"C={NUMBER} D={NUMBER} Imax={NUMBER}",
}
UNITS = {
    "molar_mass": {"g/mol"},
    "density": {"g/mL", "kg/m3"},
    "vapour_pressure": {"Pa", "kPa", "mmHg"},
    "odour_threshold": {"g/m3", "mg/m3", "ug/m3", "ng/L"},
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_file_has_its_columns_and_no_field_more(name: str):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, strict=True))

    assert ",".join(lines[0]) == COLUMNS[name]
    assert {len(line) for line in lines} == {len(lines[0])}
    assert all(field == field.strip() for line in lines for field in line)


def test_materials_have_codes_of_their_own_and_a_kind():
    assert len(MATERIALS) == len(rows("materials"))
    for code, row in MATERIALS.items():
        assert CODE.fullmatch(code), code
        assert row["name"], code
        assert row["kind"] in {"chemical", "natural", "solvent"}, code


def test_cas_numbers_are_unique_and_their_check_digits_right():
    numbers = [row["cas"] for row in MATERIALS.values()]

    assert len(set(numbers)) == len(numbers)
    for cas in numbers:
        assert is_cas(cas), cas
        *digits, check = (int(digit) for digit in cas.replace("-", ""))
        weights = range(len(digits), 0, -1)
        assert sum(map(lambda digit, by: digit * by, digits, weights)) % 10 == check, cas


@pytest.mark.parametrize("row", PROPERTIES, ids=lambda row: f"{row['material']} {row['property']}")
def test_a_property_is_written_by_the_rules_or_has_no_data(row: Row):
    assert row["material"] in MATERIALS
    assert row["source"]
    if row["value"] == "no data":
        assert not row["parameters"] + row["unit"] + row["temperature_K"] + row["uncertainty"]
        return
    assert re.fullmatch(PARAMETERS[row["property"]], row["parameters"])
    for column in ("temperature_K", "uncertainty"):
        assert re.fullmatch(rf"(?:{NUMBER})?", row[column])
    if has_value(row):
        assert float(row["value"]) > 0
        assert row["unit"] in UNITS[row["property"]]
    else:
        assert not row["value"] + row["unit"] + row["temperature_K"]


def has_value(row: Row) -> bool:
    """Fits, groups and curves are told by their parameters alone."""
    told_by_parameters = ("antoine", "dippr101")
    return row["property"] in UNITS and not row["parameters"].startswith(told_by_parameters)


def test_a_property_is_told_once():
    told = [(row["material"], row["property"]) for row in PROPERTIES]

    assert len(set(told)) == len(told)


def test_every_chemical_has_a_molar_mass_and_says_what_is_missing():
    told = {(row["material"], row["property"]) for row in PROPERTIES}
    for code, row in MATERIALS.items():
        if row["kind"] != "natural":
            assert known(code, "molar_mass"), code
            assert {(code, name) for name in PARAMETERS} - told <= {
                (code, "odour_threshold"),
                (code, "dose_response"),
            }, code
            assert (code, "odour_threshold") in told or (code, "dose_response") in told, code


def test_molar_masses_agree_with_the_library():
    masses = [row for row in PROPERTIES if row["property"] == "molar_mass"]
    compared = 0
    for row in masses:
        try:
            found = look_up(MATERIALS[row["material"]]["cas"])
        except UnknownCas:
            continue
        compared += 1
        assert float(row["value"]) == pytest.approx(found.molar_mass.value, rel=1e-3), row
    assert compared > 50


def test_physically_impossible_values_are_not_shipped():
    for row in PROPERTIES:
        numbers = dict(re.findall(rf"(\w+)=({NUMBER})", row["parameters"]))
        if row["property"] == "dose_response":
            assert float(numbers["D"]) > 0, row
            assert float(numbers["Imax"]) > 1.4, row
        if "lowest" in numbers:
            assert 0 < float(numbers["lowest"]) < float(numbers["highest"]), row
        if row["parameters"].startswith("antoine"):
            assert float(numbers["B"]) > 0, row
            assert float(numbers["C"]) > -float(numbers["lowest"]), row
        if row["property"] == "density" and row["value"] != "no data":
            assert 0.5 < float(row["value"]) < 2, row


def test_constituents_are_known_chemicals_and_do_not_exceed_the_natural():
    for row in CONSTITUENTS:
        assert MATERIALS[row["natural"]]["kind"] == "natural", row
        assert MATERIALS[row["constituent"]]["kind"] == "chemical", row
        assert row["unit"] == "%", row
        assert row["source"], row
        assert 0 < Decimal(row["typical"]) <= Decimal(row["most"]) <= 100, row
    for natural in {row["natural"] for row in CONSTITUENTS}:
        own = [row for row in CONSTITUENTS if row["natural"] == natural]
        assert len({row["constituent"] for row in own}) == len(own), natural
        assert sum(Decimal(row["typical"]) for row in own) <= 100, natural


def test_groups_are_subgroups_of_the_original_unifac_table():
    for row in PROPERTIES:
        if row["property"] == "unifac_groups":
            for group in re.findall(r"([0-9]+):", row["parameters"]):
                assert int(group) in UFSG, row
