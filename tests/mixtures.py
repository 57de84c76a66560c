"""Mixtures as nobody would write them, for tests of what comes of them."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import strategies as st

from tests.evaluations import with_ethanol

ODD = st.sampled_from([0, 1, 1e-12, 1e-9, 1e9, 1e308, 5e-324, -1, math.nan, math.inf, "0.5"])
RARELY = 1 / 20


@st.composite
def mostly(draw: st.DrawFn, usual: Any, odd: Any) -> Any:
    """The odd, one time in twenty: of many values, one is enough to be refused."""
    return draw(odd if draw(st.floats(0, 1)) > 1 - RARELY else usual)


SHARES = mostly(st.one_of(st.floats(1e-9, 1e9), st.floats(0.01, 100)), ODD)
STRENGTHS = mostly(st.floats(1e-9, 0.999), ODD)


def quantities(least: float, most: float, *units: str) -> Any:
    """Most of them possible, some with odd numbers or a wrong unit."""
    usual = st.fixed_dictionaries({"value": st.floats(least, most), "unit": st.sampled_from(units)})
    wrong = st.sampled_from(["g/mol", "degC", "kg", "", "parsec"])
    odd = st.fixed_dictionaries({"value": ODD, "unit": st.one_of(st.sampled_from(units), wrong)})
    return mostly(usual, odd)


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


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """A tree of two materials, one of them with strange data."""
    told = with_ethanol(**draw(MATERIALS))
    told["recipe"] = {"basis": draw(BASES), "parts": [{**draw(NODES), "share": draw(SHARES)}]}
    told["temperature"] = draw(quantities(280, 400, "K"))
    told["batch"] = draw(quantities(1e-3, 1e6, "g", "kg"))
    return told


def require_finite_answer(found: dict[str, Any]) -> None:
    json.dumps(found, allow_nan=False)
    for kind in ("materials", "substances"):
        rows = found["composition"][kind]
        rest = found["composition"]["unidentified_mass_fraction"] if kind == "substances" else 0
        assert math.fsum(row["mass_fraction"] for row in rows) + rest == pytest.approx(1)
