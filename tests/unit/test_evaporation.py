"""An open film that dries: against exact solutions, a stiff solver, and the laws it obeys."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.physics.drying import Drying
from domain.scents.physics.evaporation import DAY, STEPS, Tier, Tiers, evaporate
from domain.scents.physics.film import Film
from domain.scents.physics.headspace import headspace, saturated
from domain.scents.physics.liquid import Flag
from domain.scents.physics.substance import Substance
from domain.scents.physics.vapour import Correlation, VapourPressure
from tests.odorants import ETHANOL, GERANIOL, LIMONENE, MYSTERY, QUARTET, SHARES, WATER, antoine

GAS_CONSTANT = 8.31446261815324
MOIST = Substance("water", 18.015, antoine(7.19621, 1730.63, -39.724), WATER.groups)
"""Water by Antoine's equation as in Poling (8.07131, 1730.63, 233.426 in mmHg and Celsius)."""
LONG = 3e8


def volatile(code, pascals, molar_mass=100.0):
    """An ideal substance, so that the equations have an exact solution."""
    vapour = VapourPressure(Correlation.POINT, (pascals, 298.15), "a test")
    return Substance(code, molar_mass, vapour)


def speed(substance, film):
    """In mol/s, by hand: A k Psat / (R T)."""
    k = film.transfer * (18.015 / substance.molar_mass) ** (1 / 3)
    pressure = substance.vapour_pressure.pressure(film.temperature)
    return film.area * k * pressure / (GAS_CONSTANT * film.temperature)


def by_a_stiff_solver(substances, fractions, film, times):
    """Fractions left, from scipy's LSODA on ln(n) with thermo's UNIFAC."""
    from scipy.integrate import solve_ivp
    from thermo.unifac import UNIFAC

    masses = np.array([substance.molar_mass for substance in substances])
    fractions = np.array(fractions) / sum(fractions)
    moles = film.mass * fractions / (fractions @ masses)
    speeds = np.array([speed(substance, film) for substance in substances])
    groups = [dict(substance.groups) for substance in substances]
    unifac = UNIFAC.from_subgroups(film.temperature, fractions, groups, version=0)

    def slopes(_, logarithms):
        left = moles * np.exp(logarithms)
        gammas = unifac.to_T_xs(film.temperature, left / left.sum()).gammas()
        return -speeds * gammas / left.sum()

    start = np.zeros(len(substances))
    span = (0.0, times[-1])
    solved = solve_ivp(slopes, span, start, "LSODA", t_eval=times, rtol=1e-7, atol=1e-8)
    return np.exp(solved.y)


@pytest.mark.parametrize(
    ("substances", "fractions"),
    [
        pytest.param(QUARTET, SHARES, id="quartet"),
        pytest.param((LIMONENE, ETHANOL, MOIST), (0.02, 0.50, 0.48), id="cologne"),
        pytest.param((GERANIOL, ETHANOL, MOIST), (0.10, 0.50, 0.40), id="rose water"),
    ],
)
def test_a_real_film_dries_as_a_stiff_solver_says(substances, fractions):
    film = Film()
    drying = evaporate(substances, fractions, film=film, duration=20_000)
    expected = by_a_stiff_solver(substances, fractions, film, np.array(drying.times))
    assert np.array([course.left for course in drying.courses]) == pytest.approx(expected, abs=2e-3)


def test_a_pure_liquid_dries_at_a_steady_rate():
    """dm/dt = -M g, so that half is gone after m / (2 M g)."""
    film, pure = Film(), volatile("pure", 100.0)
    drying = evaporate((pure,), (1.0,), film=film)
    whole = film.mass / (pure.molar_mass * speed(pure, film))
    (course,) = drying.courses
    assert course.half_life == pytest.approx(whole / 2)
    assert course.left == pytest.approx([1 - time / whole for time in drying.times], abs=1e-12)
    assert drying.left == pytest.approx(course.left)
    assert drying.times[-1] < whole


def test_an_ideal_mixture_dries_as_rayleigh_says():
    """Rayleigh's equation of open distillation: (n1/n1')^(1/g1) = (n2/n2')^(1/g2)."""
    film, pair = Film(), (volatile("quick", 300.0), volatile("slow", 20.0, 250.0))
    quick, slow = evaporate(pair, (0.4, 0.6), film=film).courses
    ratio = speed(pair[0], film) / speed(pair[1], film)
    expected = [left**ratio for left in slow.left]
    assert quick.left == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_the_mass_transfer_coefficient_goes_by_the_cube_root_of_the_molar_masses():
    """Crowl & Louvar, Chemical Process Safety, on source models: 0.482 cm/s for toluene (92 g/mol),
    from 0.83 cm/s for water."""
    assert Film(area=1.0).conductance(92.0) == pytest.approx(0.00482, rel=1e-3)


def test_the_odour_starts_as_that_of_the_headspace():
    drying = evaporate(QUARTET, SHARES)
    notes = headspace(QUARTET, SHARES)
    started = [course.odour_values[0] for course in drying.courses]
    assert started == pytest.approx([note.odour_value for note in notes])


def test_what_evaporates_last_leads_in_the_end():
    """Vanillin alone is left, so its odour value nears that of the pure substance."""
    drying = evaporate(QUARTET, SHARES)
    last = [course.odour_values[-1] for course in drying.courses]
    alone = saturated(QUARTET[2]) / QUARTET[2].smell.threshold
    assert max(last) == last[2] == pytest.approx(alone, rel=1e-3)


def test_citrus_is_a_top_note_rose_a_heart_note_and_vanilla_a_base_note():
    tiers = [course.tier for course in evaporate(QUARTET, SHARES).courses]
    assert tiers == [Tier.TOP, Tier.HEART, Tier.BASE, Tier.TOP]


@pytest.mark.parametrize(
    ("half_life", "tier"),
    [
        (0.0, "top"),
        (60.0, "top"),
        (60.1, "heart"),
        (600.0, "heart"),
        (601.0, "base"),
        (None, "base"),
    ],
)
def test_the_half_life_decides_the_tier(half_life, tier):
    assert Tiers(top=60.0, heart=600.0).of(half_life, watched=600.0) == tier


def test_a_base_note_is_told_from_a_heart_note_by_watching_long_enough():
    assert Tiers(top=60.0, heart=600.0).of(None, watched=599.0) is None


def test_what_nobody_knows_the_vapour_pressure_of_stays_and_is_told():
    drying = evaporate((LIMONENE, MYSTERY), (0.5, 0.5), duration=LONG)
    known, unknown = drying.courses
    assert set(unknown.left) == {1.0}
    assert (unknown.tier, unknown.half_life, unknown.odour_values) == (None, None, None)
    assert Flag.NO_VAPOUR_PRESSURE in unknown.flags
    assert known.left[-1] < 1e-3
    assert drying.left[-1] == pytest.approx(200 / 336.23, rel=1e-3)


def test_a_film_of_which_nothing_evaporates_lasts():
    drying = evaporate((MYSTERY,), (1.0,), duration=600.0)
    assert drying.times == (0.0, 600.0)
    assert drying.left == (1.0, 1.0)


def test_what_is_not_in_the_film_has_no_tier():
    absent = evaporate(QUARTET, (0.0, 0.3, 0.0, 0.7)).courses[0]
    assert set(absent.left) == set(absent.odour_values) == {0.0}
    assert (absent.tier, absent.half_life) == (None, None)
    pair = (volatile("quick", 1e5), volatile("absent", 1e-25))
    alone, together = evaporate(pair[:1], (1.0,)), evaporate(pair, (1.0, 0.0))
    assert together.times == pytest.approx(alone.times)


def test_what_is_still_there_at_the_end_has_no_half_life():
    drying = evaporate(QUARTET, SHARES, duration=10.0)
    assert drying.times[-1] == 10.0
    assert [course.half_life is None for course in drying.courses] == [True, True, True, False]
    assert [course.tier for course in drying.courses] == [None, None, None, Tier.TOP]


def test_a_film_twice_as_thick_takes_twice_as_long():
    thin, thick = (
        evaporate(QUARTET, SHARES, film=Film(mass=mass), duration=LONG) for mass in (0.1, 0.2)
    )
    for one, other in zip(thin.courses, thick.courses, strict=True):
        assert other.half_life == pytest.approx(2 * one.half_life)


def test_the_less_air_the_slower_and_the_stronger():
    films = [Film(airflow=airflow) for airflow in (1e-5, 1e-4, 1e-2, None)]
    limonene = [evaporate(QUARTET, SHARES, film=f, duration=LONG).courses[0] for f in films]
    lives = [course.half_life for course in limonene]
    assert lives == sorted(lives, reverse=True)
    reaches = [course.reach for course in limonene[:3]]
    assert all(0 < reach < 1 for reach in reaches)
    assert reaches == sorted(reaches, reverse=True)
    assert limonene[3].reach is None


def test_the_air_of_a_room_takes_what_the_film_gives():
    """c_room Q = A k (c_film - c_room), so that a reach of a half comes where Q = A k."""
    conductance = Film().conductance(100.0)
    assert Film(airflow=conductance).reach(100.0) == pytest.approx(0.5)
    films = (Film(), Film(airflow=conductance))
    open_air, room = (evaporate((volatile("a", 100.0),), (1.0,), film=film) for film in films)
    assert room.courses[0].half_life == pytest.approx(2 * open_air.courses[0].half_life)


def test_what_is_held_back_and_then_let_go_is_never_gone_at_once():
    """Both are a thousand million times as active once there is little of the first."""
    drying = Drying(
        np.array([1.0, 1.0]),
        np.array([1.0, 1e-3]),
        lambda fractions: np.full(2, 1.0 if fractions[0] > 0.01 else 1e9),
    )
    moments = list(drying.moments(duration=DAY, steps=STEPS))
    assert all(0 < moment.left.sum() < math.inf for moment in moments)
    assert (moments[-1].left < 1e-3).all()


AMOUNTS = st.lists(st.sampled_from((0.0, 1e-300, 1e-12, 1e-3, 0.1, 1.0)), min_size=6, max_size=6)
FILMS = st.builds(
    Film,
    mass=st.floats(1e-6, 1e4),
    area=st.floats(1e-6, 1e3),
    temperature=st.floats(273.15, 423.15),
    transfer=st.floats(1e-5, 1.0),
    airflow=st.none() | st.floats(1e-6, 1e3),
)


@settings(deadline=None, max_examples=60)
@given(AMOUNTS.filter(any), FILMS, st.floats(1e-3, LONG))
def test_mass_only_leaves_and_all_of_it_is_accounted_for(amounts, film, duration):
    substances = (*QUARTET, MOIST, MYSTERY)
    drying = evaporate(substances, amounts, film=film, duration=duration)
    assert drying.times[0] == 0
    assert drying.times[-1] <= duration
    assert all(one < other for one, other in pairwise(drying.times))
    masses = [a * s.molar_mass / max(amounts) for a, s in zip(amounts, substances, strict=True)]
    for n, left in enumerate(drying.left):
        parts = (mass * c.left[n] for mass, c in zip(masses, drying.courses, strict=True))
        assert left == pytest.approx(sum(parts) / sum(masses), abs=1e-9)
    for course in drying.courses:
        assert all(1 >= one >= other >= 0 for one, other in pairwise(course.left))
        assert all(math.isfinite(value) for value in course.odour_values or ())


@given(st.floats(1e-6, 1e8), st.floats(1.001, 1e12), st.floats(1.0, 1e6))
@settings(deadline=None, max_examples=60)
def test_what_has_the_higher_vapour_pressure_goes_first(pressure, ratio, duration):
    """However far apart the two are, the steps that it takes are few."""
    pair = (volatile("quick", pressure), volatile("slow", pressure / ratio))
    drying = evaporate(pair, (0.5, 0.5), duration=duration)
    quick, slow = drying.courses
    assert all(one <= other for one, other in zip(quick.left, slow.left, strict=True))
    assert quick.left[-1] < slow.left[-1]
    assert len(drying.times) < 80


@pytest.mark.parametrize("field", ["mass", "area", "temperature", "transfer", "airflow"])
@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
def test_a_film_that_cannot_be_is_refused(field, value):
    with pytest.raises(BadInput) as refusal:
        Film(**{field: value})
    assert refusal.value.field == field


@pytest.mark.parametrize("duration", [0.0, -1.0, 1e10, math.nan, math.inf])
def test_a_duration_that_cannot_be_is_refused(duration):
    with pytest.raises(BadInput) as refusal:
        evaporate(QUARTET, SHARES, duration=duration)
    assert refusal.value.field == "duration"


@pytest.mark.parametrize(("top", "heart"), [(0.0, 60.0), (60.0, 10.0), (math.nan, 60.0)])
def test_tiers_that_cannot_be_are_refused(top, heart):
    with pytest.raises(BadInput):
        Tiers(top=top, heart=heart)
