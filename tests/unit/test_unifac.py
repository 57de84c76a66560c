"""Activity coefficients: textbook examples, the laws of thermodynamics, and what is not known."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import BadInput, Refused
from domain.scents.physics.liquid import Flag, Liquid, Model
from domain.scents.physics.substance import Substance
from tests.odorants import (
    ACETONE,
    BUTANONE,
    DIETHYLAMINE,
    ETHANOL,
    HEPTANE,
    HEXANE,
    KNOWN,
    LIMONENE,
    METHYLAMINE,
    MYSTERY,
    PENTANE,
    VANILLIN,
)

AMOUNTS = st.lists(st.floats(1e-6, 1.0), min_size=len(KNOWN), max_size=len(KNOWN))
TEMPERATURES = st.floats(273.15, 423.15)


def gammas(substances, fractions, temperature=298.15):
    return tuple(Liquid(substances, temperature=temperature).gammas(fractions))


def test_hexane_and_butanone_as_published_by_ddbst():
    """Gmehling, Kleiber, Kolbe & Rarey, Chemical Thermodynamics for Process Simulation, example
    P05.22a: 1.428 and 1.365; more digits from thermo's documentation."""
    found = gammas((HEXANE, BUTANONE), (0.5, 0.5), 333.15)
    assert found == pytest.approx((1.4276025835, 1.3646545010), rel=1e-9)


def test_acetone_and_pentane_as_in_poling():
    """Poling, Prausnitz & O'Connell, The Properties of Gases and Liquids, on UNIFAC: acetone 4.99,
    pentane 1.005 at 307 K and x = 0.047."""
    found = gammas((ACETONE, PENTANE), (0.047, 0.953), 307.0)
    assert found == pytest.approx((4.99, 1.005), rel=1e-3)


def test_diethylamine_and_heptane_as_in_smith_van_ness_and_abbott():
    """Introduction to Chemical Engineering Thermodynamics, appendix on UNIFAC: 1.133 and 1.047 at
    308.15 K and x = 0.4."""
    found = gammas((DIETHYLAMINE, HEPTANE), (0.4, 0.6), 308.15)
    assert found == pytest.approx((1.133, 1.047), rel=1e-3)


@settings(deadline=None, max_examples=25)
@given(AMOUNTS, TEMPERATURES)
def test_any_mixture_agrees_with_thermo(amounts, temperature):
    from thermo.unifac import UNIFAC

    fractions = [amount / sum(amounts) for amount in amounts]
    groups = [dict(substance.groups) for substance in KNOWN]
    expected = UNIFAC.from_subgroups(temperature, fractions, groups, version=0).gammas()
    assert gammas(KNOWN, amounts, temperature) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("substance", [*KNOWN, MYSTERY], ids=lambda substance: substance.code)
def test_a_pure_substance_is_ideal(substance):
    assert gammas((substance,), (3.0,)) == pytest.approx((1.0,))
    assert gammas((substance, HEPTANE), (1.0, 0.0))[0] == pytest.approx(1.0)


@settings(deadline=None)
@given(AMOUNTS, TEMPERATURES, st.integers(0, len(KNOWN) - 1))
def test_gibbs_and_duhem_are_obeyed(amounts, temperature, which):
    """The sum of x_i d(ln gamma_i) vanishes for any change of the composition."""
    liquid = Liquid(KNOWN, temperature=temperature)
    amounts = np.array(amounts) + 0.01
    step = np.zeros(len(KNOWN))
    step[which] = 1e-5 * amounts.sum()
    before, after = np.log(liquid.gammas(amounts - step)), np.log(liquid.gammas(amounts + step))
    slopes = (after - before) / 2e-5
    assert abs(amounts / amounts.sum() @ slopes) < 1e-5 * (1 + abs(slopes).max())


@settings(deadline=None)
@given(AMOUNTS, st.permutations(range(len(KNOWN))))
def test_the_order_of_the_substances_does_not_matter(amounts, order):
    straight = gammas(KNOWN, amounts)
    turned = gammas([KNOWN[n] for n in order], [amounts[n] for n in order])
    assert turned == pytest.approx([straight[n] for n in order], rel=1e-9)


@settings(deadline=None)
@given(AMOUNTS, st.floats(1e-300, 1e300))
def test_only_the_proportions_of_the_amounts_matter(amounts, factor):
    scaled = [amount * factor for amount in amounts]
    assert gammas(KNOWN, scaled) == pytest.approx(gammas(KNOWN, amounts), rel=1e-9)


@settings(deadline=None)
@given(st.lists(st.sampled_from((0.0, 5e-324, 1e-300, 1e-9, 1.0, 1e308)), min_size=12, max_size=12))
def test_traces_and_zeros_have_finite_coefficients(amounts):
    substances = (*KNOWN, MYSTERY)
    if not any(amounts):
        with pytest.raises(BadInput):
            gammas(substances, amounts)
        return
    assert all(0 < gamma < math.inf for gamma in gammas(substances, amounts))


def test_those_without_groups_are_ideal_and_the_rest_are_as_if_among_themselves():
    mixed = Liquid((LIMONENE, MYSTERY, ETHANOL))
    limonene, ethanol = gammas((LIMONENE, ETHANOL), (0.4, 0.6))
    assert mixed.gammas((0.2, 0.5, 0.3)) == pytest.approx([limonene, 1.0, ethanol])
    assert mixed.models == (Model.UNIFAC, Model.RAOULT, Model.UNIFAC)
    assert Liquid((LIMONENE, MYSTERY)).flags == ((), (Flag.RAOULT,))


def test_a_mixture_of_which_no_groups_are_known_is_ideal():
    assert gammas((MYSTERY, MYSTERY), (0.2, 0.8)) == (1.0, 1.0)
    assert gammas((MYSTERY, LIMONENE), (1.0, 0.0)) == (1.0, 1.0)


def test_groups_that_never_met_in_an_experiment_are_told():
    """The published table has no parameters between aldehydes (10) and primary amines (14)."""
    substances = (VANILLIN, METHYLAMINE, HEXANE)
    found = Liquid(substances)
    assert (10, 14) in found.missing
    assert found.flags == (
        (Flag.MISSING_INTERACTION,),
        (Flag.MISSING_INTERACTION,),
        (),
    )
    assert Liquid((VANILLIN, HEXANE)).missing == frozenset()


@pytest.mark.parametrize("temperature", [25.0, 273.1, 423.2, math.nan, math.inf])
def test_beyond_the_temperatures_of_unifac_nothing_is_said(temperature):
    with pytest.raises(BadInput) as refusal:
        Liquid(KNOWN, temperature=temperature)
    assert refusal.value.field == "temperature"


@pytest.mark.parametrize("groups", [((999, 1),), ((4, 1),)])
def test_groups_that_make_no_molecule_are_refused(groups):
    """999 is not in the table; a bare carbon (4) has no surface."""
    with pytest.raises(BadInput) as refusal:
        Liquid((HEXANE, Substance("wrong", 100.0, groups=groups)))
    assert refusal.value.field == "groups"


@pytest.mark.parametrize("groups", [((1, 0),), ((1, -2),), ((1, 101),), ((1, 2), (1, 3))])
def test_counts_that_make_no_molecule_are_refused(groups):
    with pytest.raises(BadInput):
        Substance("wrong", 100.0, groups=groups)


@pytest.mark.parametrize("molar_mass", [0.0, -1.0, 0.9, 1e6, math.nan])
def test_a_molar_mass_that_cannot_be_is_refused(molar_mass):
    with pytest.raises(BadInput):
        Substance("wrong", molar_mass)


@pytest.mark.parametrize(
    "fractions", [(1.0,), (-0.1, 1.1), (0.0, 0.0), (math.nan, 1.0), (math.inf, 1.0)]
)
def test_fractions_that_cannot_be_are_refused(fractions):
    with pytest.raises(BadInput) as refusal:
        gammas((HEXANE, BUTANONE), fractions)
    assert refusal.value.field == "mole_fractions"


def test_a_mixture_of_nothing_is_refused():
    with pytest.raises(BadInput):
        Liquid(())


def test_a_molecule_that_the_model_cannot_hold_is_refused():
    wax = Substance("wax", 5000.0, groups=((2, 100), (5, 100), (9, 100)))
    with pytest.raises(Refused) as refusal:
        gammas((wax, Substance("water", 18.015, groups=((16, 1),))), (0.0, 1.0))
    assert refusal.value.code == "impossible-activity"
