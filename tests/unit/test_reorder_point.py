"""When purchasing is warned: once for each fall to the reorder point, whatever happens between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.allocation.events import LowStock, ReorderPointSet, StockRecovered
from domain.allocation.reorder_point import WINDOW, ReorderPoint, Supply, Threshold
from domain.kernel import BadInput

POSITIONS = st.lists(st.integers(-50, 300), max_size=60)
THRESHOLDS = st.builds(Threshold, units=st.integers(0, 200), margin=st.integers(0, 150)) | (
    st.builds(Threshold, days=st.integers(0, 60), margin=st.integers(0, 150))
)


def point(threshold: Threshold, *, demand: int = 0, low: bool = False) -> ReorderPoint:
    return ReorderPoint("SEA-BREEZE", threshold, demand=demand, low=low)


def told(reorder_point: ReorderPoint, *positions: int) -> list[str]:
    for position in positions:
        reorder_point.check(Supply(position, 0, 0))
    return [type(event).__name__ for event in reorder_point.take_events()]


def test_the_warning_comes_when_the_position_falls_to_the_point():
    assert told(point(Threshold(10)), 12, 11) == []
    assert told(point(Threshold(10)), 11, 10) == ["LowStock"]


def test_it_comes_once_however_long_the_stock_stays_low():
    assert told(point(Threshold(10)), 10, 9, 3, 0, -7, 10) == ["LowStock"]


def test_it_is_not_armed_again_before_the_stock_recovered_by_the_margin():
    assert told(point(Threshold(10, margin=20)), 10, 11, 10, 11, 9) == ["LowStock"]
    assert told(point(Threshold(10, margin=20)), 10, 12, 10) == [
        "LowStock",
        "StockRecovered",
        "LowStock",
    ]


def test_the_margin_is_a_unit_at_least():
    assert told(point(Threshold(2, margin=20)), 2, 3, 2) == [
        "LowStock",
        "StockRecovered",
        "LowStock",
    ]


def test_what_is_on_its_way_counts_and_so_do_lines_that_wait():
    reorder_point = point(Threshold(10))
    reorder_point.check(Supply(on_hand=5, incoming=10, waiting=4))
    assert reorder_point.events == []
    reorder_point.check(Supply(on_hand=5, incoming=10, waiting=5))
    assert isinstance(reorder_point.events[-1], LowStock)


def test_days_of_cover_follow_the_demand():
    # 56 units in 28 days are two a day: 14 days of cover are 28 units.
    assert told(point(Threshold(days=14), demand=56), 29) == []
    assert told(point(Threshold(days=14), demand=56), 28) == ["LowStock"]
    assert told(point(Threshold(days=14, margin=50), demand=56, low=True), 41) == []
    assert told(point(Threshold(days=14, margin=50), demand=56, low=True), 42) == ["StockRecovered"]


def test_what_nobody_orders_is_low_only_when_nothing_is_left():
    assert told(point(Threshold(days=14)), 1) == []
    assert told(point(Threshold(days=14)), 1, 0) == ["LowStock"]


def test_the_warning_says_how_many_units_would_arm_it_again():
    reorder_point = point(Threshold(days=14, margin=50), demand=56)
    reorder_point.check(Supply(on_hand=20, incoming=5, waiting=1))
    [warning] = reorder_point.events
    assert warning == LowStock("SEA-BREEZE", 24, 14, "days", 20, 5, 1, 56, missing=42 - 24)


def test_another_threshold_is_told_and_the_same_one_is_not():
    reorder_point = ReorderPoint.set_up("SEA-BREEZE", Threshold(10))
    reorder_point.change(Threshold(10))
    reorder_point.change(Threshold(days=3))
    assert reorder_point.take_events() == [
        ReorderPointSet("SEA-BREEZE", 10, None, 20),
        ReorderPointSet("SEA-BREEZE", None, 3, 20),
    ]


@pytest.mark.parametrize(
    ("units", "days", "margin"),
    [
        (None, None, 20),
        (1, 1, 20),
        (-1, None, 20),
        (None, -1, 20),
        (None, 3_651, 20),
        (1, None, -1),
        (1, None, 1_001),
        (True, None, 20),
        (10**9 + 1, None, 20),
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused(units, days, margin):
    with pytest.raises(BadInput):
        Threshold(units, days, margin)


@given(THRESHOLDS, POSITIONS, st.integers(0, 500))
def test_there_is_one_warning_for_each_crossing_whatever_the_positions(
    threshold: Threshold, positions: list[int], demand: int
):
    """Seen from outside, without the code under test: a warning at the first position at or below
    the threshold, and then none before one that is beyond the threshold and the margin."""
    step = WINDOW if threshold.days is not None else 1
    per_unit = demand if threshold.days is not None else 1
    warnings, armed = 0, True
    for position in positions:
        low = position * step <= threshold.value * per_unit
        if low and armed:
            warnings, armed = warnings + 1, False
        clear = position * step >= threshold.recovery * per_unit
        armed = armed or (clear and not low)
    assert told(point(threshold, demand=demand), *positions).count("LowStock") == warnings


@given(THRESHOLDS, POSITIONS, st.integers(0, 500))
def test_warnings_and_recoveries_take_turns(
    threshold: Threshold, positions: list[int], demand: int
):
    names = told(point(threshold, demand=demand), *positions)
    assert names == ["LowStock", "StockRecovered"] * (len(names) // 2) + ["LowStock"] * (
        len(names) % 2
    )


@given(THRESHOLDS, st.integers(-50, 300), st.integers(0, 500))
def test_the_missing_units_do_arm_it_again(threshold: Threshold, position: int, demand: int):
    reorder_point = point(threshold, demand=demand)
    reorder_point.check(Supply(position, 0, 0))
    if reorder_point.low:
        [warning] = reorder_point.take_events()
        reorder_point.check(Supply(position, warning.missing, 0))  # type: ignore[attr-defined]
        assert [type(e) for e in reorder_point.events] == [StockRecovered]
