"""Units as people write them."""

from __future__ import annotations

import pytest

from scents.evaluation.units import WrongUnit, convert


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (0.84, "g/mL", "g/mL", 0.84),
        (840, "kg/m3", "g/mL", 0.84),
        (840, "kg·m-3", "g/mL", 0.84),
        (1, "ng / L", "g/m3", 1e-6),
        (77, "degF", "K", 298.15),
        (-40, "°C", "K", 233.15),
        (1, "mmHg", "Pa", 133.322387),
        (50, "kJ/mol", "J/mol", 50_000),
        (1, "lb", "g", 453.59237),
        (1, "mg m-3", "g/m3", 1e-3),
        (1, "µg/m³", "g/m3", 1e-6),
        (1, "g mol⁻¹", "g/mol", 1),
        (25, "℃", "K", 298.15),
        (1, "mTorr", "Pa", 0.133322368),
    ],
)
def test_units_are_converted(value: float, unit: str, to: str, expected: float):
    assert convert(value, unit, to=to) == pytest.approx(expected)


@pytest.mark.parametrize(
    "unit",
    ["", " ", "mol", "g/", "g**99", "g^g", "5 g", "(g)", "g+g", "ppm", "__import__", "g" * 41],
)
def test_what_is_no_unit_of_mass_is_refused(unit: str):
    with pytest.raises(WrongUnit):
        convert(1, unit, to="g")


@pytest.mark.parametrize(
    ("unit", "to"),
    [("gr", "g"), ("kgr", "g"), ("ton", "g"), ("dr", "g"), ("gr/m3", "g/m3"), ("gr m-3", "g/m3")],
)
def test_a_unit_that_means_two_things_is_refused(unit: str, to: str):
    with pytest.raises(WrongUnit, match="may be"):
        convert(1, unit, to=to)
