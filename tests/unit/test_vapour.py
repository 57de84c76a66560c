"""Vapour pressures: what the correlations give, and what is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.physics.vapour import Correlation, ImpossiblePressure, VapourPressure

WATER_DIPPR = (73.649, -7258.2, -7.3037, 4.1653e-6, 2.0)
WIDE = st.floats(allow_nan=True, allow_infinity=True)


def vapour(correlation=Correlation.ANTOINE, coefficients=(7.0, 1600.0, -40.0), **more):
    return VapourPressure(correlation, coefficients, more.pop("source", "a test"), **more)


def test_antoine_gives_the_boiling_point_of_ethanol():
    """351.4 K at 101.325 kPa (CRC Handbook), with the Antoine coefficients of research 2.5."""
    ethanol = vapour(coefficients=(7.239148, 1582.195, -48.854770))
    assert ethanol.pressure(351.4) == pytest.approx(101_325, rel=0.01)


def test_dippr_101_gives_the_boiling_point_of_water():
    """101.325 kPa at 373.15 K; coefficients of Perry's Handbook, 8th edition, table 2-8."""
    water = vapour(Correlation.DIPPR101, WATER_DIPPR, lowest=273.16, highest=647.1)
    assert water.pressure(373.15) == pytest.approx(101_325, rel=0.005)


def test_clausius_goes_through_its_point_and_rises_by_its_heat():
    pressure = vapour(Correlation.CLAUSIUS, (100.0, 298.15, 50_000.0))
    assert pressure.pressure(298.15) == pytest.approx(100.0)
    ratio = math.exp(50_000 / 8.31446261815324 * (1 / 298.15 - 1 / 308.15))
    assert pressure.pressure(308.15) == pytest.approx(100.0 * ratio)


@pytest.mark.parametrize(
    ("temperature", "expected"), [(297.15, 5.0), (299.15, 5.0), (297.1, None), (299.2, None)]
)
def test_a_single_point_is_used_within_one_kelvin_and_never_guessed_from(temperature, expected):
    point = vapour(Correlation.POINT, (5.0, 298.15))
    assert point.pressure(temperature) == expected
    assert point.covers(temperature) == (expected is not None)


def test_a_correlation_covers_what_it_was_fitted_for():
    fitted = vapour(lowest=290.0, highest=350.0)
    assert [fitted.covers(t) for t in (289.9, 290.0, 350.0, 350.1)] == [False, True, True, False]
    assert fitted.pressure(289.9) is not None
    assert vapour(highest=350.0).covers(100.0)
    assert vapour().covers(1000.0)


@pytest.mark.parametrize(
    ("correlation", "coefficients", "field"),
    [
        (Correlation.ANTOINE, (7.0, 1600.0), "coefficients"),
        (Correlation.ANTOINE, (7.0, math.nan, -40.0), "B"),
        (Correlation.ANTOINE, (7.0, 0.0, -40.0), "B"),
        (Correlation.ANTOINE, (7.0, -1600.0, -40.0), "B"),
        (Correlation.ANTOINE, (6.90565, 1211.033, 220.79), "C"),
        (Correlation.DIPPR101, (73.6, -7258.2, -7.3), "coefficients"),
        (Correlation.DIPPR101, (73.6, math.inf, -7.3, 4e-6, 2.0), "B"),
        (Correlation.CLAUSIUS, (-1.0, 298.15, 5e4), "P0"),
        (Correlation.CLAUSIUS, (1.0, 0.0, 5e4), "T0"),
        (Correlation.CLAUSIUS, (1.0, 298.15, -5e4), "H"),
        (Correlation.POINT, (0.0, 298.15), "P0"),
        (Correlation.POINT, (1e10, 298.15), "P0"),
        (Correlation.CLAUSIUS, (1e-31, 298.15, 5e4), "P0"),
        (Correlation.POINT, (1.0, -5.0), "T0"),
        (Correlation.POINT, (), "coefficients"),
    ],
)
def test_coefficients_that_no_substance_could_have_are_refused(correlation, coefficients, field):
    with pytest.raises(BadInput) as refusal:
        vapour(correlation, coefficients)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"lowest": 350.0, "highest": 290.0}, "lowest"),
        ({"lowest": -1.0}, "temperature"),
        ({"highest": math.nan}, "temperature"),
        ({"lowest": 30.0}, "coefficients"),
        ({"uncertainty": -0.1}, "uncertainty"),
        ({"uncertainty": math.nan}, "uncertainty"),
        ({"source": " "}, "source"),
    ],
)
def test_a_range_that_cannot_be_is_refused(more, field):
    with pytest.raises(BadInput) as refusal:
        vapour(**more)
    assert refusal.value.field == field


def test_bounds_do_not_make_a_single_point_reach_farther():
    point = vapour(Correlation.POINT, (5.0, 298.15), lowest=298.15, highest=350.0)
    assert point.pressure(320.0) is None
    assert not point.covers(320.0)


def test_a_pressure_that_falls_as_it_gets_warmer_is_refused():
    with pytest.raises(BadInput, match="must not fall"):
        vapour(Correlation.DIPPR101, (5.0, 1000.0, 0.0, 0.0, 1.0), lowest=290.0, highest=350.0)


@pytest.mark.parametrize("bounds", [{}, {"lowest": 280.0}, {"highest": 350.0}])
def test_a_slip_in_a_sign_of_dippr_is_seen_without_a_range(bounds):
    """Water's B without its minus; Perry's Handbook, 8th edition, table 2-8, has it right."""
    with pytest.raises(BadInput):
        vapour(Correlation.DIPPR101, (5.0, 3000.0, 0.0, 0.0, 1.0), **bounds)
    assert vapour(Correlation.DIPPR101, WATER_DIPPR, **bounds).pressure(298.15) > 3_000


def test_a_fit_of_which_the_range_is_told_in_kelvin_may_have_any_constant():
    assert vapour(coefficients=(6.0, 2000.0, 200.0), lowest=290.0, highest=350.0).pressure(300.0)


def test_beyond_the_pole_of_antoine_there_is_no_pressure():
    for temperature in (40.0, 39.0, 1.0):
        with pytest.raises(ImpossiblePressure):
            vapour().pressure(temperature)
    with pytest.raises(ImpossiblePressure):  # 4.6 MPa, if one did not look
        vapour(coefficients=(1.0, 1600.0, -700.0)).pressure(100.0)


@pytest.mark.parametrize("temperature", [0.0, -1.0, math.nan, math.inf])
def test_a_temperature_that_cannot_be_is_refused(temperature):
    with pytest.raises(BadInput) as refusal:
        vapour().pressure(temperature)
    assert refusal.value.field == "temperature"


@given(st.sampled_from(Correlation), st.lists(WIDE, max_size=6), WIDE)
def test_any_numbers_give_a_possible_pressure_or_a_refusal(correlation, numbers, temperature):
    try:
        pressure = vapour(correlation, tuple(numbers)).pressure(temperature)
    except (BadInput, ImpossiblePressure):
        return
    assert pressure is None or 0 < pressure < math.inf
