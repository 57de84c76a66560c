"""Blending programs: what may be used at which cost, what is demanded, and how it can end."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Variable:
    """How much is used of something, between `low` and `high`, at `cost` per unit.

    `least` makes it semi-continuous: nothing, or at least that much. The demands are the sentences
    that people read when a bound contradicts something; a bound without one is the nature of the
    thing (a share is not negative) and cannot be given up.
    """

    name: str
    cost: float = 0.0
    low: float = 0.0
    high: float = math.inf
    least: float = 0.0
    integer: bool = False
    low_demand: str = ""
    high_demand: str = ""
    least_demand: str = ""


@dataclass(frozen=True)
class Row:
    """low <= sum of coefficient times variable <= high, by the names of the variables.

    Rows with the same `demand` are one demand; without a demand a row cannot be given up.
    """

    coefficients: Mapping[str, float]
    low: float = -math.inf
    high: float = math.inf
    demand: str = ""


@dataclass(frozen=True)
class Choice:
    """At most `most` of the groups are used; a group is used when one of its variables is."""

    groups: tuple[frozenset[str], ...]
    most: int
    demand: str = ""


@dataclass(frozen=True)
class Program:
    """Minimise the cost under all rows and choices.

    Variables with a `least`, and those of a choice, need a finite `high`, which counts as their
    nature.
    """

    variables: tuple[Variable, ...]
    rows: tuple[Row, ...]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far a solve is: `cost` of the best solution yet and its relative `gap` to the bound.

    None where there is no solution yet. `round` counts the programs that were solved before.
    """

    round: int
    cost: float | None
    gap: float | None


Watch = Callable[[Progress], bool]
"""Told of the progress now and then; what returns False stops the solve."""


@dataclass(frozen=True)
class Solved:
    """Values by variable. The true optimum is not below `bound`; `gap` is (cost - bound) / |cost|.

    `binding` are the demands that hold the cost up, the dearest first: of a program without
    choices those with a shadow price, else those that are met exactly.
    """

    values: Mapping[str, float]
    cost: float
    bound: float
    gap: float
    binding: tuple[str, ...]


@dataclass(frozen=True)
class Contradiction:
    """Demands that cannot be met together; any of them given up, the rest can.

    `smallest`: no contradiction has fewer demands. Not proved for large programs, nor where the
    time was too short to try; then there may be a demand too many. `exact` is False
    where the demands contradict each other only at the activity coefficients of the formula that
    comes nearest to meeting them.
    """

    demands: tuple[str, ...]
    smallest: bool = False
    exact: bool = True


class Reason(StrEnum):
    """Why a solve ended without an answer."""

    CANCELLED = "cancelled"
    TIME = "time"


@dataclass(frozen=True)
class Stopped:
    """Stopped before there was an answer; `cost` is the best that was found by then, if any."""

    reason: Reason
    cost: float | None = None
    gap: float | None = None
