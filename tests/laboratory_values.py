"""Values that materials may have, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from domain.scents.material import Groups, Kind, Material, NoData
from domain.scents.measured import Measured
from domain.scents.physics.smell import DoseResponse, Threshold
from domain.scents.physics.vapour import Correlation, VapourPressure


def positive(most: float = 1e6) -> st.SearchStrategy[float]:
    return st.floats(1e-6, most, allow_nan=False)


texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)
measured = st.builds(
    Measured, positive(), st.just("g/mol"), texts, st.none() | positive(), st.none() | positive()
)
vapours = st.builds(
    VapourPressure,
    st.just(Correlation.ANTOINE),
    st.tuples(st.floats(5, 8), st.floats(1_500, 2_500), st.floats(-60, 0)),
    texts,
    st.none() | st.floats(250, 290),
    st.none() | st.floats(300, 400),
    st.none() | positive(1),
)
groups = st.dictionaries(st.integers(1, 100), st.integers(1, 9), min_size=1).flatmap(
    lambda counts: st.builds(Groups, st.just(tuple(sorted(counts.items()))), texts)
)
curves = st.builds(DoseResponse, st.floats(-2, 3), st.floats(0.1, 1), st.floats(1.5, 5), texts)
thresholds = st.builds(Threshold, positive(1e3), texts, st.none() | positive())
nothing = st.builds(NoData, texts)
words = texts.filter(lambda text: ";" not in text)
materials = st.builds(
    Material,
    st.from_regex(r"[A-Z][A-Z0-9-]{0,8}[A-Z0-9]", fullmatch=True),
    texts,
    st.sampled_from([Kind.CHEMICAL, Kind.SOLVENT]),
    st.sampled_from(["", "5989-27-5", "64-17-5"]),
    st.none() | nothing | st.builds(Measured, st.floats(1, 900), st.just("g/mol"), texts),
    st.none() | st.builds(Measured, st.floats(0.5, 2), st.just("g/mL"), texts, st.just(293.15)),
    st.none() | vapours,
    st.none() | groups,
    st.none() | curves | thresholds | nothing,
    note=st.just("") | texts,
    descriptors=st.lists(words, max_size=3, unique=True).map(tuple),
)
