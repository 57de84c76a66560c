"""Who is served what in which order: balanced, so that neither position nor neighbour decides.

The order follows from the participant's serial number and the survey's seed alone. Shuffles are
made of SHA-256 rather than of a random generator: they stay the same in every version of Python.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from itertools import permutations

from domain.kernel import BadInput

MOST_ITEMS = 60
TRIANGLES = ("AAB", "ABA", "BAA", "ABB", "BAB", "BBA")
"""The six ways to serve two equal samples and an odd one (ISO 4120)."""
TURNS = ((False, False), (False, True), (True, False), (True, True))


def williams(n: int) -> tuple[tuple[int, ...], ...]:
    """Orders of the items 0 to n - 1: n rows where n is even, 2 n where it is odd.

    Each item stands equally often in each place, and each ordered pair of neighbours occurs
    equally often: once for even n, twice for odd n. Williams, Experimental designs balanced for
    the estimation of residual effects of treatments, Aust. J. Sci. Res. A 2 (1949) 149.
    Raises BadInput.
    """
    _require_items(n, least=1)
    return tuple(_row(number, n) for number in range(_rows(n)))


def order_for(serial: int, n: int, *, seed: int) -> tuple[int, ...]:
    """In which order the participant with this serial number, from 0, gets the items 0 to n - 1.

    Each block of as many serial numbers as `williams(n)` has rows uses each row once, in an order
    and with names of the items that differ from block to block. Raises BadInput.
    """
    _require_items(n, least=1)
    block, place = _placed(serial, _rows(n))
    row = _row(_shuffled(f"rows {seed} {block}", _rows(n))[place], n)
    items = _shuffled(f"items {seed} {block}", n)
    return tuple(items[item] for item in row)


def pair_for(serial: int, n: int, *, seed: int) -> tuple[int, int]:
    """Which two of n items the participant compares; the first is served first.

    Each block of n (n - 1) serial numbers, from 0, uses each ordered pair once. Raises BadInput.
    """
    _require_items(n, least=2)
    pairs = tuple(permutations(range(n), 2))
    block, place = _placed(serial, len(pairs))
    return pairs[_shuffled(f"pairs {seed} {n} {block}", len(pairs))[place]]


def triangle_for(serial: int, *, seed: int) -> str:
    """Which of TRIANGLES the participant gets; each block of six serial numbers, from 0, uses each
    once. Raises BadInput."""
    block, place = _placed(serial, len(TRIANGLES))
    return TRIANGLES[_shuffled(f"triangles {seed} {block}", len(TRIANGLES))[place]]


def turns_for(serial: int, *, seed: int) -> tuple[bool, bool]:
    """Whether the second label of A, and of B, comes first in the triangle of this participant.

    Were it always the first one, answers would tell by their orders which labels are alike. Each
    block of four serial numbers, from 0, uses each of TURNS once. Raises BadInput.
    """
    block, place = _placed(serial, len(TURNS))
    return TURNS[_shuffled(f"turns {seed} {block}", len(TURNS))[place]]


def _rows(n: int) -> int:
    return n if n % 2 == 0 else 2 * n


def _row(number: int, n: int) -> tuple[int, ...]:
    """0, 1, n - 1, 2, n - 2 ... moved on by the number; the second n of them run backwards."""
    first = [(place + 1) // 2 if place % 2 else -(place // 2) for place in range(n)]
    row = tuple((item + number) % n for item in first)
    return row if number < n else row[::-1]


@lru_cache(maxsize=256)
def _shuffled(salt: str, size: int) -> tuple[int, ...]:
    """0 to size - 1 in an order that only the salt decides."""
    return tuple(sorted(range(size), key=lambda n: sha256(f"{salt} {n}".encode()).digest()))


def _placed(serial: int, size: int) -> tuple[int, int]:
    """The block that a serial number falls into, and its place there."""
    if serial < 0:
        raise BadInput("serial", "serial numbers start at 0")
    return divmod(serial, size)


def _require_items(n: int, *, least: int) -> None:
    if not least <= n <= MOST_ITEMS:
        raise BadInput("n", f"between {least} and {MOST_ITEMS} items, not {n}")
