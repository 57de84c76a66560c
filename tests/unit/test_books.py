"""What is taken for the truth when the books of the stock disagree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.allocation.books import BatchBooks, Counts, LineBooks, repairs_for
from domain.allocation.commands import RepairCounters

UNITS = st.integers(-5, 30)
COUNTS = st.builds(Counts, UNITS, UNITS, UNITS)


def valid(units: tuple[int, int, int]) -> Counts:
    free, allocated, shipped = units
    return Counts(free + allocated + shipped, allocated, shipped)


WITHIN = st.tuples(*[st.integers(0, 20)] * 3).map(valid)
BY_BATCH = st.dictionaries(st.sampled_from(["b1", "b2", "b3"]), UNITS)


def batch(counters: Counts | None, ledger: Counts, held: int, *, opened: bool = True) -> Counts:
    return BatchBooks("b1", "SEA", counters, ledger, held, opened).repaired()


def test_allocated_is_what_the_allocation_rows_say():
    assert batch(Counts(10, 7, 0), Counts(10, 9, 0), held=5) == Counts(10, 5, 0)


def test_purchased_and_shipped_are_what_the_ledger_says():
    assert batch(Counts(12, 5, 1), Counts(10, 5, 2), held=5) == Counts(10, 5, 2)


def test_a_batch_has_at_least_what_it_promised():
    assert batch(Counts(7, 5, 2), Counts(6, 5, 2), held=5) == Counts(7, 5, 2)
    assert batch(Counts(5, 5, 0), Counts(5, 5, 0), held=8) == Counts(8, 8, 0)


def test_the_counter_stands_where_the_ledger_lost_the_beginning():
    lost = Counts(0, 5, 0)
    assert batch(Counts(10, 5, 0), lost, held=5, opened=False) == Counts(10, 5, 0)


def test_a_batch_that_is_gone_has_nothing():
    assert batch(None, Counts(10, 0, 2), held=0) == Counts()


@given(st.none() | WITHIN, COUNTS, st.integers(0, 30), st.booleans())
def test_a_repaired_batch_is_within_what_a_batch_can_have(counters, ledger, held, opened):
    right = batch(counters, ledger, held, opened=opened)
    assert right.allocated >= 0
    assert right.shipped >= 0
    assert right.allocated + right.shipped <= right.purchased
    assert counters is None or right.allocated == held
    again = BatchBooks("b1", "SEA", None if counters is None else right, right, right.allocated)
    assert again.agree


def test_a_unit_that_is_nowhere_waits():
    line = LineBooks("o1", "SEA", 10, held={"b1": 4}, shown={"b1": 4}).repaired()
    assert line.units == (10, 6, 0, 0)


def test_a_unit_of_an_order_that_was_called_off_does_not_wait():
    line = LineBooks("o1", "SEA", 10, called_off=True).repaired()
    assert line.units == (10, 0, 0, 10)


def test_an_order_gets_no_more_than_it_asked_for():
    line = LineBooks("o1", "SEA", 5, held={"b1": 4, "b2": 4}, shown={"b1": 4, "b2": 4}).repaired()
    assert line.held == line.shown == {"b1": 4, "b2": 1}
    assert line.units == (5, 0, 0, 0)


def test_ledger_and_read_model_together_outweigh_the_row_in_what_was_shipped():
    line = LineBooks("o1", "SEA", 5, shipped=1, shown={"b1": 5}, sent={"b1": 5}).repaired()
    assert line.units == (5, 0, 5, 0)


def test_a_line_that_was_lost_is_made_again_of_what_was_promised():
    line = LineBooks("o1", "SEA", held={"b1": 3}, shown={"b1": 5}, sent={"b1": 2}).repaired()
    assert line.units == (5, 0, 2, 0)
    assert line.shown == {"b1": 5}


def test_what_only_the_read_model_shows_is_no_line():
    line = LineBooks("o1", "SEA", shown={"b1": 5}).repaired()
    assert (line.qty, line.held, line.shown) == (0, {}, {})


@given(
    st.tuples(*[st.integers(0, 20)] * 4),
    st.booleans(),
    st.booleans(),
    BY_BATCH,
    BY_BATCH,
    BY_BATCH,
)
def test_each_unit_of_a_repaired_line_is_in_one_place(units, known, off, held, shown, sent):
    more, waiting, shipped, cancelled = units
    qty = max(more + waiting + shipped + cancelled, 1) if known else None
    old = LineBooks("o1", "SEA", qty, waiting, shipped, cancelled, off, held, shown, sent)
    line = old.repaired()

    assert line.qty == (qty or line.qty)
    assert min(line.waiting, line.shipped, line.cancelled, *line.held.values(), 0) == 0
    allocated = sum(line.held.values())
    assert line.qty == allocated + line.waiting + line.shipped + line.cancelled
    assert sum(line.shown.values()) == allocated + line.shipped
    assert all(line.shown[ref] >= units for ref, units in line.held.items())


def test_there_is_one_repair_for_each_sku():
    found = [
        {"what": "batch", "batchref": "b2", "sku": "SEA"},
        {"what": "batch", "batchref": "b1", "sku": "SEA"},
        {"what": "line", "orderid": "o1", "sku": "FOREST"},
        {"what": "line", "orderid": "o1", "sku": "SEA"},
    ]
    assert repairs_for(found, "tonight") == [
        RepairCounters("FOREST", (), ("o1",), "tonight"),
        RepairCounters("SEA", ("b1", "b2"), ("o1",), "tonight"),
    ]
