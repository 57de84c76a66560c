"""Whatever is asked: a clear refusal or a finite answer."""

from __future__ import annotations

import contextlib
import json
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import DomainError
from scents.evaluation import answer
from scents.evaluation.units import WrongUnit, convert
from tests.evaluations import OwnShelf, with_ethanol

ODD = st.sampled_from([0, 1, 1e-12, 1e-9, 1e9, 1e308, 5e-324, -1, math.nan, math.inf, "0.5"])
SHARES = st.one_of(st.floats(1e-9, 1e9), st.floats(0.01, 100), ODD)
STRENGTHS = st.one_of(st.floats(1e-9, 0.999), ODD)


def quantities(least: float, most: float, *units: str) -> Any:
    """Most of them possible, some with odd numbers or a wrong unit."""
    usual = st.fixed_dictionaries({"value": st.floats(least, most), "unit": st.sampled_from(units)})
    wrong = st.sampled_from(["g/mol", "degC", "kg", "", "parsec"])
    odd = st.fixed_dictionaries({"value": ODD, "unit": st.one_of(st.sampled_from(units), wrong)})
    return st.one_of(usual, usual, usual, odd)


def diluted(of: dict[str, Any], strength: float) -> dict[str, Any]:
    return {"dilution": {**of, "strength": strength, "solvent": "ETHANOL"}}


def blended(basis: str, parts: list[tuple[dict[str, Any], float]]) -> dict[str, Any]:
    return {"blend": {"basis": basis, "parts": [{**node, "share": share} for node, share in parts]}}


BASES = st.sampled_from(["mass", "mass", "mole", "volume"])
NEAT = st.sampled_from(["LIMONENE", "ETHANOL", "64-17-5"]).map(lambda code: {"material": code})
NODES = st.recursive(
    NEAT,
    lambda inner: st.one_of(
        st.builds(diluted, inner, STRENGTHS),
        st.builds(blended, BASES, st.lists(st.tuples(inner, SHARES), min_size=1, max_size=4)),
    ),
    max_leaves=12,
)
CORRELATIONS = st.one_of(
    st.fixed_dictionaries(
        {
            "correlation": st.just("antoine"),
            "coefficients": st.lists(SHARES, min_size=3, max_size=3),
        }
    ),
    st.fixed_dictionaries(
        {
            "correlation": st.just("clausius"),
            "coefficients": st.tuples(
                st.floats(1e-30, 1e9), st.floats(200, 500), st.floats(1, 1e6)
            ).map(list),
        }
    ),
)
MATERIALS = st.fixed_dictionaries(
    {},
    optional={
        "molar_mass": quantities(1, 1e5, "g/mol", "kg/mol"),
        "density": quantities(1e-5, 25, "g/mL", "kg/m3"),
        "odour_threshold": quantities(1e-20, 1e6, "g/m3", "ug/L"),
        "groups": st.dictionaries(
            st.sampled_from(["1", "2", "14", "16", "999"]), st.integers(1, 9)
        ),
        "vapour_pressure": CORRELATIONS,
    },
)


@settings(deadline=None)  # the first loads the libraries
@given(
    node=NODES,
    ethanol=MATERIALS,
    temperature=quantities(280, 400, "K"),
    batch=quantities(1e-3, 1e6, "g", "kg"),
)
def test_any_tree_is_refused_clearly_or_answered_with_finite_numbers(
    node: Any, ethanol: Any, temperature: Any, batch: Any
):
    told = with_ethanol(**ethanol)
    told |= {"recipe": {"parts": [{**node, "share": 1}]}, "temperature": temperature}
    try:
        found = answer({**told, "batch": batch}, OwnShelf(), today=date(2026, 11, 20))
    except DomainError:
        return  # anything else is a fault
    json.dumps(found, allow_nan=False)
    for kind in ("materials", "substances"):
        rows = found["composition"][kind]
        rest = found["composition"]["unidentified_mass_fraction"] if kind == "substances" else 0
        assert math.fsum(row["mass_fraction"] for row in rows) + rest == pytest.approx(1)


@pytest.mark.parametrize("levels", [1, 32, 33, 40, 200])
def test_depth_has_an_end(levels: int):
    node: dict[str, Any] = {"material": "ETHANOL"}
    for _ in range(levels):
        node = diluted(node, 0.9)
    told = with_ethanol() | {"recipe": {"parts": [{**node, "share": 1}]}}
    expected = contextlib.nullcontext() if levels <= 32 else pytest.raises(DomainError)
    with expected:
        answer(told, OwnShelf(), today=date(2026, 11, 20))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_is_more_than_a_unit(unit: str):
    with contextlib.suppress(WrongUnit):
        assert math.isfinite(convert(1, unit, to="g"))
