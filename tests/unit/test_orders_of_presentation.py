"""Who is served what in which order: every complete block is balanced."""

from collections import Counter
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import BadInput
from domain.scents.statistics.squares import (
    TRIANGLES,
    order_for,
    pair_for,
    triangle_for,
    turns_for,
    williams,
)
from domain.scents.surveys.plan import Candidate, Method, Task
from domain.scents.surveys.presentation import present
from domain.scents.surveys.samples import Sample

SEEDS = st.integers(-(2**63), 2**63)
BLOCKS = st.integers(0, 10**9)
SIZES = st.integers(1, 13)
ORDERS = [(1, 2, 3, 0), (0, 3, 2, 1), (2, 0, 1, 3)]
PAIRS = [(3, 2), (4, 0), (0, 3), (4, 1)]
SERVED = ["ABA", "BAA", "ABB", "BBA", "AAB", "BAB"]


def places(rows):
    return Counter((place, item) for row in rows for place, item in enumerate(row))


def neighbours(rows):
    return Counter(pair for row in rows for pair in pairwise(row))


def assert_balanced(rows, n):
    per_place, per_pair = len(rows) // n, 1 + n % 2
    assert places(rows) == {(place, item): per_place for place in range(n) for item in range(n)}
    assert neighbours(rows) == dict.fromkeys(permutations(range(n), 2), per_pair)


def test_the_square_of_four_is_cyclic():
    """ABDC BCAD CDBA DACB: each row is the one above, moved on by a letter."""
    assert williams(4) == ((0, 1, 3, 2), (1, 2, 0, 3), (2, 3, 1, 0), (3, 0, 2, 1))


def test_three_items_need_all_six_orders():
    assert set(williams(3)) == set(permutations(range(3)))


@pytest.mark.parametrize("n", range(1, 61))
def test_each_place_and_each_pair_of_neighbours_occurs_equally_often(n):
    rows = williams(n)
    assert len(rows) == (2 * n if n % 2 else n)
    assert_balanced(rows, n)


@settings(deadline=None, max_examples=40)
@given(SIZES, SEEDS, BLOCKS)
def test_every_complete_block_of_participants_is_balanced(n, seed, block):
    size = len(williams(n))
    orders = [order_for(block * size + place, n, seed=seed) for place in range(size)]
    assert_balanced(orders, n)


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 12), SEEDS, BLOCKS)
def test_every_block_compares_each_pair_in_both_orders_once(n, seed, block):
    size = n * (n - 1)
    pairs = [pair_for(block * size + place, n, seed=seed) for place in range(size)]
    assert sorted(pairs) == sorted(permutations(range(n), 2))


@given(SEEDS, BLOCKS)
def test_every_six_triangles_are_the_six_there_are(seed, block):
    served = [triangle_for(6 * block + place, seed=seed) for place in range(6)]
    assert sorted(served) == sorted(TRIANGLES)
    assert len(set(served)) == 6


def test_orders_stay_the_same_for_ever():
    """They are not drawn: a later release may not change a survey that runs."""
    assert [order_for(serial, 4, seed=7) for serial in range(3)] == ORDERS
    assert [pair_for(serial, 5, seed=7) for serial in range(4)] == PAIRS
    assert [triangle_for(serial, seed=7) for serial in range(6)] == SERVED


@given(seed=SEEDS, block=BLOCKS)
def test_every_four_triangles_turn_the_labels_in_each_way_once(seed, block):
    turns = [turns_for(4 * block + place, seed=seed) for place in range(4)]
    assert sorted(turns) == [(False, False), (False, True), (True, False), (True, True)]


@pytest.mark.parametrize("seed", range(5))
def test_no_order_of_a_triangle_tells_which_labels_are_alike(seed):
    """All orders of three of four labels are served: any two look like any other two."""
    candidates = (Candidate("CHEAP"), Candidate("EXPENSIVE"))
    task = Task("SEA-BREEZE", Method.TRIANGLE, candidates)
    samples = (Sample(candidates[0], ("417", "902")), Sample(candidates[1], ("133", "650")))
    served = {
        present([task], [samples], serial=serial, seed=seed, assigned={})[1]
        for serial in range(1, 601)
    }
    assert served == {*permutations(("417", "902", "133", "650"), 3)}


def test_seeds_and_blocks_give_different_orders():
    def block(seed, number):
        return tuple(order_for(6 * number + place, 6, seed=seed) for place in range(6))

    assert len({block(seed, number) for seed in range(20) for number in range(20)}) == 400


def test_in_the_long_run_each_item_is_first_for_each_serial_number_alike():
    firsts = Counter(order_for(0, 4, seed=seed)[0] for seed in range(4000))
    assert all(abs(count - 1000) < 4 * (4000 * 0.25 * 0.75) ** 0.5 for count in firsts.values())


@pytest.mark.parametrize("n", [0, -1, 61])
def test_a_number_of_items_that_no_survey_has_is_refused(n):
    with pytest.raises(BadInput, match="n: between 1 and 60"):
        williams(n)
    with pytest.raises(BadInput, match="n: between 1 and 60"):
        order_for(0, n, seed=1)


def test_a_single_item_makes_no_pair():
    with pytest.raises(BadInput, match="n: between 2 and 60"):
        pair_for(0, 1, seed=1)


def test_serial_numbers_start_at_zero():
    for ask in (lambda: order_for(-1, 3, seed=1), lambda: triangle_for(-1, seed=1)):
        with pytest.raises(BadInput, match="serial"):
            ask()
