"""The optimiser with activity coefficients of real substances."""

import math
from dataclasses import replace

import pytest

from domain.kernel import BadInput
from domain.scents.optimiser import Brief, Optimum, Smells, Unsettled, cheapest, verify
from domain.scents.optimiser.mixture import odour_values
from domain.scents.physics.substance import Substance
from tests.optimiser_briefs import (
    TEMPERATURE,
    offer,
    real_brief,
    real_smells,
)

R = 8.314462618


def antoine(a, b, c):
    """Pa; log10(P/kPa) = A - B / (T + C)."""
    return 1000 * 10 ** (a - b / (TEMPERATURE + c))


def test_odour_values_of_four_substances():
    """Limonene, geraniol, vanillin, ethanol 0.12/0.12/0.06/0.70 by mole: the worked example of the
    project's research, with the Antoine coefficients, the thresholds (g/m3) and the activity
    coefficients that it names."""
    known = {
        "limonene": (136.24, antoine(6.81591, 2075.62, -16.65), 2.45e-3, 0.12),
        "geraniol": (154.25, antoine(8.64144, 3287.427, 0.0), 2.48e-5, 0.12),
        "vanillin": (152.15, antoine(10.9356, 4535.023, 0.0), 1.87e-7, 0.06),
        "ethanol": (46.07, antoine(7.239148, 1582.195, -48.854770), 5.53e-2, 0.70),
    }
    pure = {code: p * m / (R * TEMPERATURE * thr) for code, (m, p, thr, _) in known.items()}
    weights = {code: m * x for code, (m, _, _, x) in known.items()}
    masses = {code: weight / sum(weights.values()) for code, weight in weights.items()}
    brief = Brief(
        reference=masses,
        ingredients=(offer("ethanol", "1"),),
        substances={code: Substance(code, row[0]) for code, row in known.items()},
    )
    smells = Smells(pure, lambda _: [5.020, 1.0073, 0.8670, 1.1071])
    values, _ = odour_values(brief, smells, masses)
    assert list(values.values()) == pytest.approx([3743, 1251, 906, 2033], rel=1e-3)


def test_nineteen_substances_keep_the_true_bands_where_an_ideal_mixture_would_miss_them():
    brief, smells = real_brief(), real_smells()
    ideal = cheapest(brief, smells=Smells(smells.pure))
    assert isinstance(ideal, Optimum)
    assert verify(brief, ideal.shares, smells=Smells(smells.pure)) == ()
    missed = verify(brief, ideal.shares, smells=smells)
    assert len(missed) >= 3
    found = cheapest(brief, smells=smells)
    assert isinstance(found, Optimum)
    assert verify(brief, found.shares, smells=smells) == ()
    assert found.settled
    assert found.cost < found.reference_cost * 95 / 100
    for note in found.notes:
        slack = 1.001e-4 * note.target.reference
        assert note.target.low - slack <= note.value <= note.target.high + slack


def test_settled_coefficients_are_those_of_the_formula_so_that_another_search_finds_it_again():
    brief, smells = real_brief(), real_smells()
    first = cheapest(brief, smells=smells)
    again = cheapest(brief, smells=smells)
    assert first == again


def test_real_substances_with_a_choice_of_materials():
    brief, smells = real_brief(most_materials=19, least_dose=0.003), real_smells()
    found = cheapest(brief, smells=smells)
    assert isinstance(found, Optimum)
    assert verify(brief, found.shares, smells=smells) == ()
    assert len(found.shares) <= 19
    assert min(found.shares.values()) >= 0.003 * (1 - 1e-8)
    assert found.gap <= 0.01
    assert (
        found.cost
        >= cheapest(replace(brief, most_materials=None, least_dose=0.0), smells=smells).cost
    )


def test_coefficients_that_jump_end_in_a_true_answer_or_in_none():
    """No mixture behaves like this; a search that trusted its rounds would answer wrongly."""

    def jumping(fractions):
        return [1.0 if fractions[0] < 0.1 else 3.0, *([1.0] * (len(fractions) - 1))]

    brief = real_brief()
    smells = Smells(real_smells().pure, jumping)
    found = cheapest(brief, smells=smells)
    if isinstance(found, Optimum):
        assert verify(brief, found.shares, smells=smells) == ()
    else:
        assert isinstance(found, Unsettled)
        assert found.missed


def test_where_no_round_settles_the_misses_are_told():
    """Rose smells ten times weaker than in the reference, or ten times stronger: never alike."""

    def leaping(fractions):
        rose = fractions[0]
        if abs(rose - 1 / 46) < 1e-6:
            return [1.0, 1.0, 1.0]
        return [0.1 if rose < 0.1 else 10.0, 1.0, 1.0]

    brief = Brief(
        reference={"rose": 0.04, "solvent": 0.96},
        ingredients=(offer("oil", "9", {"rose": 0.9, "wax": 0.1}), offer("solvent", "1")),
        substances={
            "rose": Substance("rose", 150.0),
            "solvent": Substance("solvent", 80.0),
            "wax": Substance("wax", 400.0),
        },
        free=frozenset({"solvent", "wax"}),
    )
    found = cheapest(brief, smells=Smells({"rose": 1e4}, leaping))
    assert isinstance(found, Unsettled)
    assert found.rounds > 3
    assert "The odour value of rose" in found.missed[0]


@pytest.mark.parametrize("wrong", [math.nan, math.inf, 0.0, -1.0])
def test_coefficients_that_are_no_numbers_are_refused(wrong):
    brief = real_brief()
    smells = Smells(real_smells().pure, lambda fractions: [wrong] * len(fractions))
    with pytest.raises(BadInput):
        cheapest(brief, smells=smells)
