"""Which lines leave a batch that shrinks."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.allocation.claim import NEVER
from domain.allocation.release import Stake, stakes_to_release


def stakes(*quantities: int, splittable: bool = False) -> list[Stake]:
    """Oldest first."""
    return [Stake(f"o{n}", qty, (0, NEVER, n), splittable) for n, qty in enumerate(quantities)]


def released(*quantities: int, shortfall: int) -> list[str]:
    return [s.orderid for s, _ in stakes_to_release(stakes(*quantities), shortfall=shortfall)]


def test_the_youngest_of_equal_lines_go():
    assert released(10, 10, 10, shortfall=15) == ["o1", "o2"]


def test_one_old_large_line_goes_rather_than_many_young_small_ones():
    assert released(10, 1, 1, 1, shortfall=3) == ["o0"]


def test_of_two_lines_that_suffice_the_younger_goes():
    assert released(100, 10, 2, shortfall=10) == ["o1"]


def test_nobody_goes_when_nothing_is_short():
    assert released(10, 10, shortfall=-5) == []


def test_all_go_when_nothing_is_left():
    assert released(1, 2, 3, shortfall=6) == ["o0", "o1", "o2"]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.data())
def test_no_smaller_choice_exists_and_of_that_size_none_is_younger(quantities, data):
    shortfall = data.draw(st.integers(1, sum(quantities)))
    released = stakes_to_release(stakes(*quantities), shortfall=shortfall)

    enough = [
        choice
        for size in range(1, len(quantities) + 1)
        for choice in combinations(stakes(*quantities), size)
        if sum(stake.units for stake in choice) >= shortfall
    ]
    fewest = min(len(choice) for choice in enough)
    youngest = max(
        (choice for choice in enough if len(choice) == fewest),
        key=lambda choice: sorted((stake.rank for stake in choice), reverse=True),
    )
    assert released == [(stake, stake.units) for stake in youngest]
