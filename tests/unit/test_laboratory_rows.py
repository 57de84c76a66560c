"""What the files of the laboratory may say, and how a row is refused."""

from __future__ import annotations

import pytest

from domain.scents.entry import MaterialEntry
from domain.scents.intake import Intake, Report
from domain.scents.material import Groups, Kind, Material, NoData
from domain.scents.measured import Measured
from domain.scents.physics.smell import DoseResponse, Threshold
from domain.scents.physics.vapour import Correlation, VapourPressure
from scents.exchange import NamedFile, read_laboratory
from scents.exchange.properties import FIELDS, Told, read_property
from tests.laboratory import csv_of

LIMONENE = ("LIMONENE", "Limonene", "chemical", "5989-27-5")
OIL = ("OIL", "Orange oil", "natural", "8008-57-9")


def take(*files: NamedFile, entries: tuple[Material, ...] = ()) -> Report:
    """What the files would do to a library of these."""
    intake = Intake(
        entries={one.code: MaterialEntry(one) for one in entries},
        suppliers={},
        price_lists={},
        holders=lambda _: {},
    )
    return intake.take(read_laboratory(files))


def faults_of(*files: NamedFile, entries: tuple[Material, ...] = ()) -> list[str]:
    return [*map(str, take(*files, entries=entries).faults)]


def read(property: str, *cells: str) -> object:
    return read_property(property, Told(*cells))


def test_values_are_turned_into_our_units_without_noise():
    source = ("", "", "x")
    assert read("molar_mass", "0.13623", "", "kg/mol", *source) == Measured(136.23, "g/mol", "x")
    assert read("density", "842", "", "kg/m3", "293.15", "1", "x") == Measured(
        0.842, "g/mL", "x", 293.15, 0.001
    )
    for value, unit in [
        ("0.00245", "g/m3"),
        ("2.45", "mg/m3"),
        ("2450", "ug/m3"),
        ("2450", "ng/L"),
    ]:
        assert read("odour_threshold", value, "", unit, *source) == Threshold(0.00245, "x")


def test_vapour_pressures_are_read_by_the_names_of_their_coefficients():
    parameters = "antoine C=-16.65 A=6.81591 B=2075.62 lowest=288 highest=323"
    assert read("vapour_pressure", "", parameters, "", "", "0.05", "x") == VapourPressure(
        Correlation.ANTOINE, (6.81591, 2075.62, -16.65), "x", 288, 323, 0.05
    )
    assert read("vapour_pressure", "2", "point", "kPa", "298.15", "", "x") == VapourPressure(
        Correlation.POINT, (2000, 298.15), "x"
    )
    assert read("vapour_pressure", "1", "clausius H=5e4", "mmHg", "300", "", "x") == VapourPressure(
        Correlation.CLAUSIUS, (133.322387415, 300, 5e4), "x"
    )
    dippr = "dippr101 A=73.649 B=-7258.2 C=-7.3037 D=4.1653e-06 E=2"
    assert read("vapour_pressure", "", dippr, "", "", "", "x") == VapourPressure(
        Correlation.DIPPR101, (73.649, -7258.2, -7.3037, 4.1653e-06, 2), "x"
    )


def test_at_which_temperature_something_is_smelled_stands_with_its_source():
    found = read("odour_threshold", "5", "", "mg/m3", "298.15", "", "a panel")
    assert found == Threshold(0.005, "a panel", temperature=298.15)


def test_groups_and_curves_are_read():
    assert read("unifac_groups", "", "2:3 1:2", "", "", "", "x") == Groups(((1, 2), (2, 3)), "x")
    curve = read("dose_response", "", "C=1.5 D=0.4 Imax=3", "", "", "", "x")
    assert curve == DoseResponse(1.5, 0.4, 3, "x")


@pytest.mark.parametrize("property", FIELDS)
def test_that_nothing_was_found_is_a_value(property: str):
    assert read(property, "no data", "", "", "", "", "CRC") == NoData("CRC")


POINT = ("vapour_pressure", "point", "Pa", "298.15")


@pytest.mark.parametrize(
    ("property", "cells", "fault"),
    [
        ("molar_mass", "nan,,g/mol,,,x", "must be a finite number"),
        ("molar_mass", "inf,,g/mol,,,x", "must be a finite number"),
        ("molar_mass", "1e999,,g/mol,,,x", "must be a finite number"),
        ("odour_threshold", "1e308,,kg/m3,,,x", "too large"),
        ("molar_mass", "1_0,,g/mol,,,x", "must be a finite number"),
        ("molar_mass", ",,g/mol,,,x", "must be a finite number"),
        ("molar_mass", "-3,,g/mol,,,x", "must be from 1 to"),
        ("molar_mass", "3,,kg,,,x", "must be in g/mol"),
        ("molar_mass", "3,,furlong,,,x", "must be in g/mol"),
        ("molar_mass", "3,,9**9**9,,,x", "must be a unit such as"),
        ("molar_mass", "3,,,,,x", "must be a unit such as"),
        ("molar_mass", "3,,g/mol,,,", "where it comes from"),
        ("molar_mass", "30,A=1,g/mol,,,x", "parameters must be empty"),
        ("molar_mass", "30,,g/mol,,-1,x", "uncertainty"),
        ("molar_mass", "no data,,,,,", "must not be blank"),
        ("molar_mass", "no data,,g/mol,,,x", "unit must be empty"),
        ("density", "842,,g/mL,,,x", "to 25 g/mL"),
        ("density", "0.8,,g/mL,20,,x", "100 to 1000 K"),
        ("density", "0.8,,degC,,,x", "must be in g/mL"),
        ("odour_threshold", "0,,g/m3,,,x", "above zero"),
        ("odour_threshold", "5,,Pa,,,x", "must be in g/m3"),
        ("odour_threshold", "5,,ppm,,,x", "must be in g/m3"),
        ("dose_response", ",C=1 D=0 Imax=3,,,,x", "D (the slope) must be above zero"),
        ("dose_response", ",C=1 D=1 Imax=0,,,,x", "Imax must be above zero"),
        ("dose_response", ",C=1 D=nan Imax=3,,,,x", "D must be a finite number"),
        ("dose_response", ",C=1 D=1,,,,x", "C= D= Imax="),
        ("dose_response", ",C=1 C=2 D=1 Imax=3,,,,x", "each once"),
        ("vapour_pressure", "-2,point,Pa,298.15,,x", "value must be above zero"),
        ("vapour_pressure", "0,point,Pa,298.15,,x", "value must be above zero"),
        ("vapour_pressure", "2,point,Pa,0,,x", "temperature_K must be above zero"),
        ("vapour_pressure", "2,point,Pa,,,x", "must be a finite number"),
        ("vapour_pressure", "2,point,g/mL,298.15,,x", "must be in Pa"),
        ("vapour_pressure", "2,clausius H=-4,Pa,298.15,,x", "H must be above zero"),
        ("vapour_pressure", ",antoine A=1 B=2,,,,x", "A= B= C="),
        ("vapour_pressure", ",antoine A=1 B=2 C=3 D=4,,,,x", "A= B= C="),
        ("vapour_pressure", "3,antoine A=1 B=2 C=3,Pa,,,x", "value, unit must be empty"),
        ("vapour_pressure", ",guess A=1,,,,x", "must begin with one of antoine"),
        ("unifac_groups", ",1:0,,,,x", "above zero"),
        ("unifac_groups", ",1:1 1:2,,,,x", "once"),
        ("unifac_groups", ",CH3:1,,,,x", "subgroups with their counts"),
        ("colour", "3,,,,,x", "must be one of molar_mass"),
    ],
)
def test_an_impossible_property_is_refused_with_its_row(property: str, cells: str, fault: str):
    row = ["LIMONENE", property, *cells.split(",")]
    [told] = faults_of(csv_of("materials", LIMONENE), csv_of("properties", row))
    assert told.startswith("properties.csv, row 2: ")
    assert fault in told


@pytest.mark.parametrize(
    ("kind", "row", "fault"),
    [
        ("materials", ("A B", "Name", "chemical"), "letters, digits"),
        ("materials", ("A", "", "chemical"), "must not be blank"),
        ("materials", ("A", "Name", "mineral"), "must be one of chemical, natural, solvent"),
        ("materials", ("A", "Name", "chemical", "5989-27-6"), "check digit"),
        ("properties", ("NONE", "density", "no data", "", "", "", "", "x"), "no material NONE"),
        ("constituents", ("OIL", "NONE", "1", "2", "%", "x"), "no material NONE"),
        ("constituents", ("NONE", "LIMONENE", "1", "2", "%", "x"), "no material NONE"),
        ("constituents", ("OIL", "LIMONENE", "95", "90", "%", "x"), "typical <= most"),
        ("constituents", ("OIL", "LIMONENE", "95", "97", "fraction", "x"), "most <= 1"),
        ("constituents", ("OIL", "LIMONENE", "1", "2", "g", "x"), "must be in fraction"),
        ("constituents", ("OIL", "LIMONENE", "1", "2", "%", ""), "must not be blank"),
        ("constituents", ("OIL", "OIL", "1", "2", "%", "x"), "OIL, a constituent of OIL, is a"),
        ("constituents", ("LIMONENE", "LIMONENE", "1", "2", "%", "x"), "only a natural"),
        ("suppliers", ("S", "Name", "cheap"), "must be one of premium, standard"),
        ("suppliers", ("S", "Name", "premium", "nobody"), "must look like"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(
    kind: str, row: tuple[str, ...], fault: str
):
    entries = (Material(*LIMONENE[:2]), Material("OIL", "Oil", Kind.NATURAL))
    [told] = faults_of(csv_of(kind, row), entries=entries)
    assert told.startswith(f"{kind}.csv, row 2: ")
    assert fault in told


def test_two_naturals_cannot_contain_each_other():
    told = faults_of(
        csv_of("materials", OIL, ("BASE", "Base", "natural")),
        csv_of("constituents", ("OIL", "BASE", 5, 6, "%", "x"), ("BASE", "OIL", 5, 6, "%", "x")),
    )
    assert len(told) == 2
    assert "BASE, a constituent of OIL, is a natural itself" in told[0]


def test_shares_that_are_more_than_the_whole_are_told_at_their_last_row():
    parts = [("OIL", code, 60, 70, "%", "x") for code in ("A", "B")]
    materials = csv_of("materials", OIL, ("A", "A", "chemical"), ("B", "B", "chemical"))
    told = faults_of(materials, csv_of("constituents", *parts))
    assert told == [
        "constituents.csv, row 3: constituents: the typical shares add up to 1.2, more than 1"
    ]


def test_what_refers_to_a_faulty_row_is_not_called_unknown_as_well():
    told = faults_of(
        csv_of("materials", ("LIMONENE", "Limonene", "chemical", "5989-27-6")),
        csv_of("properties", ("LIMONENE", "density", "no data", "", "", "", "", "x")),
        csv_of("properties", ("OTHER", "density", "no data", "", "", "", "", "x")),
    )
    assert [fault.split(":")[0] for fault in told] == [
        "materials.csv, row 2",
        "properties.csv, row 2",
    ]
    assert "OTHER" in told[1]


def test_the_same_thing_told_twice_is_a_fault_of_the_second_row():
    density = ("LIMONENE", "density", "no data", "", "", "", "", "x")
    told = faults_of(
        csv_of("materials", LIMONENE, LIMONENE), csv_of("properties", density, density)
    )
    assert told == [
        "materials.csv, row 3: LIMONENE stands in row 2 already",
        "properties.csv, row 3: LIMONENE density stands in row 2 already",
    ]
