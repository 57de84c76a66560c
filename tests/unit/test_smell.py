"""Thresholds and dose-response curves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.physics.smell import DoseResponse, Threshold

WAKAYAMA = "Wakayama et al. 2019, pyrfume-data wakayama_2019/wakayama-intensity.txt"
CURVES = st.builds(
    DoseResponse,
    c_half=st.floats(-5, 5),
    slope=st.floats(0.01, 1.5),
    most=st.floats(0.1, 1.4) | st.floats(2, 100),
    source=st.just(WAKAYAMA),
)
AIR = st.floats(0, 1e6)


@pytest.mark.parametrize(
    ("c_half", "slope", "most", "nanograms_per_litre"),
    [
        pytest.param(1.23, 0.69, 62.02, 42.66, id="benzaldehyde"),
        pytest.param(1.71, 0.50, 52.62, 813.2, id="limonene"),
        pytest.param(-0.65, 0.46, 44.56, 5.93, id="calone"),
    ],
)
def test_the_threshold_is_where_the_curve_is_barely_detectable(
    c_half, slope, most, nanograms_per_litre
):
    """The three of research 2.5: rows of Wakayama et al. (C, D, I_max); 1 ng/L is 1e-6 g/m3."""
    curve = DoseResponse(c_half, slope, most, WAKAYAMA)
    assert curve.threshold == pytest.approx(nanograms_per_litre * 1e-6, rel=1e-3)
    assert curve.intensity(curve.threshold) == pytest.approx(1.4)
    assert curve.odour_value(2 * curve.threshold) == pytest.approx(2)


def test_half_of_the_most_is_smelled_at_c_half():
    """c_half is log10 of ug/L, which is mg/m3."""
    curve = DoseResponse(1.23, 0.69, 62.02, WAKAYAMA)
    assert curve.intensity(1e-3 * 10**1.23) == pytest.approx(31.01)


def test_the_vanillin_row_of_no_slope_is_refused():
    """Wakayama et al. 2019 print vanillin as I_max 39.02, C -1.81, D 0."""
    with pytest.raises(BadInput) as refusal:
        DoseResponse(-1.81, 0.0, 39.02, WAKAYAMA)
    assert refusal.value.field == "slope"


@pytest.mark.parametrize("most", [1.4, 1.0, 0.01])
def test_what_never_gets_detectable_has_no_threshold(most):
    curve = DoseResponse(0.5, 0.5, most, WAKAYAMA)
    assert curve.threshold is None
    assert curve.odour_value(1.0) is None
    assert 0 < curve.intensity(1.0) <= most


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ((math.nan, 0.5, 40.0, "s"), "c_half"),
        ((0.5, -0.5, 40.0, "s"), "slope"),
        ((0.5, math.inf, 40.0, "s"), "slope"),
        ((0.5, 0.5, 0.0, "s"), "most"),
        ((0.5, 0.5, 40.0, " "), "source"),
        ((400.0, 0.5, 40.0, "s"), "c_half"),
        ((0.5, 1e200, 40.0, "s"), "c_half"),
    ],
)
def test_a_curve_that_cannot_be_is_refused(values, field):
    with pytest.raises(BadInput) as refusal:
        DoseResponse(*values)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ((0.0, "s"), "concentration"),
        ((-1.0, "s"), "concentration"),
        ((math.nan, "s"), "concentration"),
        ((1e-21, "s"), "concentration"),
        ((1e7, "s"), "concentration"),
        ((1.0, ""), "source"),
        ((1.0, "s", -0.1), "uncertainty"),
        ((1.0, "s", math.inf), "uncertainty"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused(values, field):
    with pytest.raises(BadInput) as refusal:
        Threshold(*values)
    assert refusal.value.field == field


def test_an_odour_value_counts_thresholds():
    threshold = Threshold(2.45e-3, "s")
    assert threshold.odour_value(4.9e-3) == pytest.approx(2)
    assert threshold.threshold == 2.45e-3
    assert threshold.intensity(1.0) is None


@pytest.mark.parametrize("air", [-1e-9, math.nan, math.inf])
def test_air_that_cannot_be_is_refused(air):
    smells = (Threshold(1.0, "s"), DoseResponse(0.5, 0.5, 40.0, "s"))
    for ask in (method for smell in smells for method in (smell.odour_value, smell.intensity)):
        with pytest.raises(BadInput):
            ask(air)


@given(CURVES, AIR, AIR)
def test_more_in_the_air_never_smells_weaker(curve, one, other):
    weaker, stronger = curve.intensity(min(one, other)), curve.intensity(max(one, other))
    assert 0 <= weaker <= stronger <= curve.most


@given(CURVES)
def test_clean_air_smells_of_nothing(curve):
    assert curve.intensity(0.0) == 0
    assert curve.odour_value(0.0) in (0, None)
