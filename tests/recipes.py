"""Recipes for tests, made up by hypothesis."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from domain.scents.recipes.recipe import Accord, Basis, Blend, Dilution, Node, Part, Use

codes = st.text("ABCXYZ-019 é", min_size=1, max_size=8).filter(lambda text: text == text.strip())
shares = st.decimals("1e-9", "1e9", allow_nan=False, places=9)
strengths = st.decimals("0.000000001", "0.999999999", allow_nan=False, places=9)
bases = st.sampled_from(Basis)
leaves = st.builds(Use, codes) | st.builds(Accord, codes, st.integers(1, 99))


def blends(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Blend]:
    parts = st.lists(st.builds(Part, nodes, shares), min_size=1, max_size=4).map(tuple)
    return st.builds(Blend, parts, bases)


nodes: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: blends(inner) | st.builds(Dilution, inner, strengths, codes, bases),
    max_leaves=12,
)
recipes = blends(nodes)


def blend(**shares: float | str) -> Blend:
    """Materials by mass."""
    return Blend(tuple(Part(Use(code), Decimal(str(share))) for code, share in shares.items()))
