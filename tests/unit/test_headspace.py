"""The air above a liquid: research 2.5's worked example, and what is not known."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.physics.headspace import headspace, leading, saturated
from domain.scents.physics.liquid import Flag, Model
from domain.scents.physics.smell import DoseResponse
from domain.scents.physics.substance import Substance
from domain.scents.physics.vapour import Correlation, ImpossiblePressure, VapourPressure
from tests.odorants import (
    ETHANOL,
    LIMONENE,
    MYSTERY,
    QUARTET,
    SHARES,
    VANILLIN_MISREAD,
    antoine,
)

ONE_POINT = VapourPressure(Correlation.POINT, (5.0, 298.15), "a test")
AMOUNTS = st.lists(st.floats(1e-6, 1.0), min_size=4, max_size=4)


def without_groups(substance):
    return Substance(
        substance.code, substance.molar_mass, substance.vapour_pressure, (), substance.smell
    )


def odour_values(notes):
    return [note.odour_value for note in notes]


def test_the_quartet_of_the_research():
    """Research 2.5: limonene, geraniol, vanillin and ethanol at 298.15 K. Its vanillin was made of
    the ether group CH-O (26) where the aldehyde (20) belongs: thermo calls both "CHO"."""
    quartet = (*QUARTET[:2], VANILLIN_MISREAD, ETHANOL)
    notes = headspace(quartet, SHARES)
    assert [note.gamma for note in notes] == pytest.approx(
        (5.020, 1.0073, 0.8670, 1.1071), rel=1e-4
    )
    assert odour_values(notes) == pytest.approx((3743, 1251, 906, 2033), rel=1e-3)
    assert [note.code for note in leading(notes)] == ["limonene", "ethanol", "geraniol", "vanillin"]


def test_the_quartet_by_raoult():
    """Research 2.5: with an ideal liquid limonene is the weakest of the four."""
    notes = headspace([without_groups(substance) for substance in QUARTET], SHARES)
    assert odour_values(notes) == pytest.approx((746, 1242, 1046, 1837), rel=1e-3)
    assert [note.code for note in leading(notes)] == ["ethanol", "geraniol", "vanillin", "limonene"]
    assert {note.model for note in notes} == {Model.RAOULT}


def test_the_quartet_with_vanillin_an_aldehyde():
    """Gammas by thermo's UNIFAC for the right groups; limonene leads all the same."""
    notes = headspace(QUARTET, SHARES)
    assert [note.gamma for note in notes] == pytest.approx(
        (5.3416982, 1.0450257, 1.0892562, 1.0905527), rel=1e-7
    )
    assert leading(notes)[0].code == "limonene"


def test_a_pure_substance_fills_the_air_by_its_vapour_pressure():
    """Ethanol at 298.15 K: 7.807 kPa, so 7807 * 46.07 / (8.314463 * 298.15) = 145.1 g/m3."""
    (note,) = headspace((ETHANOL,), (1.0,))
    assert note.pressure == pytest.approx(7807, rel=1e-3)
    assert note.concentration == pytest.approx(145.1, rel=1e-3)
    assert note.concentration == pytest.approx(saturated(ETHANOL))
    assert note.flags == ()


def test_what_is_not_known_is_none_and_flagged():
    notes = headspace((ETHANOL, MYSTERY), (0.5, 0.5))
    assert (notes[1].pressure, notes[1].concentration, notes[1].odour_value) == (None, None, None)
    assert notes[1].intensity is None
    assert notes[1].flags == (Flag.RAOULT, Flag.NO_VAPOUR_PRESSURE, Flag.NO_THRESHOLD)
    assert [note.code for note in leading(notes)] == ["ethanol"]
    assert saturated(MYSTERY) is None


def test_a_single_point_says_nothing_at_another_temperature():
    substance = Substance("point", 150.0, ONE_POINT, smell=LIMONENE.smell)
    (at_room,), (warm,) = (
        headspace((substance,), (1.0,), temperature=temperature) for temperature in (298.15, 310.0)
    )
    assert at_room.pressure == 5.0
    assert Flag.NO_VAPOUR_PRESSURE not in at_room.flags
    assert (warm.pressure, warm.concentration, warm.odour_value) == (None, None, None)
    assert Flag.NO_VAPOUR_PRESSURE in warm.flags
    assert saturated(substance, temperature=310.0) is None


def test_an_extrapolated_pressure_is_used_and_told():
    antoine = LIMONENE.vapour_pressure
    fitted = VapourPressure(antoine.correlation, antoine.coefficients, "s", lowest=320.0)
    (note,) = headspace((Substance("limonene", 136.23, fitted, LIMONENE.groups),), (1.0,))
    assert note.flags == (Flag.EXTRAPOLATED, Flag.NO_THRESHOLD)
    assert note.concentration == pytest.approx(saturated(LIMONENE))


def test_an_intensity_is_told_where_a_curve_is_known():
    """Limonene's row of Wakayama et al. 2019."""
    curve = DoseResponse(1.71, 0.5, 52.62, "Wakayama et al. 2019")
    limonene = Substance("limonene", 136.23, LIMONENE.vapour_pressure, LIMONENE.groups, curve)
    notes = headspace((limonene, ETHANOL), (0.1, 0.9))
    assert notes[0].intensity == pytest.approx(curve.intensity(notes[0].concentration))
    assert notes[0].odour_value == pytest.approx(notes[0].concentration / 8.132e-4, rel=1e-3)
    assert notes[1].intensity is None


def test_a_curve_below_detection_is_told_as_no_threshold():
    faint = DoseResponse(0.0, 0.5, 1.0, "a test")
    (note,) = headspace((Substance("faint", 136.23, LIMONENE.vapour_pressure, (), faint),), (1.0,))
    assert Flag.NO_THRESHOLD in note.flags
    assert note.odour_value is None
    assert note.intensity > 0


def test_what_is_not_in_the_liquid_is_not_in_the_air():
    notes = headspace(QUARTET, (0.0, 0.5, 0.0, 0.5))
    assert notes[0].concentration == notes[0].odour_value == 0
    assert leading(notes)[-1].odour_value == 0


@settings(deadline=None)
@given(AMOUNTS, st.floats(273.15, 423.15), st.floats(1e-3, 1e3))
def test_odour_values_are_finite_and_know_no_scale(amounts, temperature, factor):
    notes = headspace(QUARTET, amounts, temperature=temperature)
    scaled = headspace(QUARTET, [a * factor for a in amounts], temperature=temperature)
    assert all(0 < value < math.inf for value in odour_values(notes))
    assert odour_values(scaled) == pytest.approx(odour_values(notes), rel=1e-9)
    assert sum(note.mole_fraction for note in notes) == pytest.approx(1)
    assert all(type(note.gamma) is float for note in notes)


@given(st.permutations(range(4)))
def test_the_lead_does_not_depend_on_the_order(order):
    notes = headspace([QUARTET[n] for n in order], [SHARES[n] for n in order])
    values = odour_values(leading(notes))
    assert values == sorted(values, reverse=True)
    assert leading(notes)[0].code == "limonene"


def test_a_correlation_that_breaks_down_is_refused_by_name():
    wrong = Substance("wrong", 100.0, antoine(7.0, 1600.0, -300.0))
    with pytest.raises(ImpossiblePressure, match="wrong: antoine"):
        headspace((ETHANOL, wrong), (0.5, 0.5))


def test_a_temperature_in_celsius_is_refused():
    with pytest.raises(BadInput):
        headspace(QUARTET, SHARES, temperature=25.0)
