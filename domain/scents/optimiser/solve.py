"""Solves a blending program: an answer that was checked, a contradiction in words, or a stop."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from domain.kernel import BadInput
from domain.scents.optimiser import highs
from domain.scents.optimiser.compiled import Compiled, compiled
from domain.scents.optimiser.conflict import contradiction
from domain.scents.optimiser.highs import Status, Unsolved
from domain.scents.optimiser.program import (
    Contradiction,
    Program,
    Progress,
    Reason,
    Solved,
    Stopped,
    Watch,
)

if TYPE_CHECKING:
    import highspy

MISSED = 1e-6
"""By how much, relative to the largest of its terms, a row of an answer may be missed."""


def solve(
    program: Program,
    *,
    gap: float = 0.01,
    time_limit: float | None = None,
    progress: Watch | None = None,
) -> Solved | Contradiction | Stopped:
    """The cheapest values within the relative `gap`; `time_limit` in seconds.

    An LP is solved exactly. A MILP that runs out of time is answered with the best that it found,
    with its gap; Stopped where it found nothing. Raises BadInput, highs.Unbounded, highs.Unsolved.
    """
    found = attempt(program, gap=gap, time_limit=time_limit, progress=progress)
    if found is not None:
        return found
    return contradiction(program, time_limit=time_limit, progress=progress)


def attempt(
    program: Program,
    *,
    gap: float = 0.01,
    time_limit: float | None = None,
    progress: Watch | None = None,
    round: int = 0,
) -> Solved | Stopped | None:
    """As `solve`; None, without the reason, where the demands contradict each other."""
    if not 0 <= gap < 1:
        raise BadInput("gap", "must be from 0 to below 1")
    if time_limit is not None and not 0 < time_limit < math.inf:
        raise BadInput("time_limit", "must be above zero")
    if progress is not None and not progress(Progress(round, None, None)):
        return Stopped(Reason.CANCELLED)
    made = compiled(program)
    solver = highs.loaded(made, gap=gap, time_limit=time_limit)
    status = highs.run(solver, watch=progress if made.integer else None, round=round)
    if status is Status.INFEASIBLE:
        return None
    if status is Status.OPTIMAL or (status is Status.TIME and _has_solution(made, solver)):
        return _solved(made, solver)
    return _stopped(made, solver, Reason(status.value))


def _has_solution(made: Compiled, solver: highspy.Highs) -> bool:
    import highspy

    whole = solver.getInfo().primal_solution_status == highspy.kSolutionStatusFeasible
    return bool(made.integer) and whole


def _stopped(made: Compiled, solver: highspy.Highs, reason: Reason) -> Stopped:
    info = solver.getInfo()
    if not _has_solution(made, solver):
        return Stopped(reason)
    gap = float(info.mip_gap)
    return Stopped(
        reason, float(info.objective_function_value), gap if math.isfinite(gap) else None
    )


def _solved(made: Compiled, solver: highspy.Highs) -> Solved:
    import numpy as np

    info, solution = solver.getInfo(), solver.getSolution()
    values = np.asarray(solution.col_value, dtype=float)
    activities = _checked(made, values)
    cost = float(np.dot(made.costs, values))
    bound = float(info.mip_dual_bound) if made.integer else cost
    bound = min(bound, cost)
    named = {name: float(value) for name, value in zip(made.names, values, strict=True) if name}
    distance = cost - bound
    return Solved(
        named,
        cost,
        bound,
        distance / abs(cost) if distance > 0 else 0.0,
        _tight(made, values, activities) if made.integer else _priced(made, solution),
    )


def _checked(made: Compiled, values: Any) -> Any:
    """What each row comes to, reckoned without the solver. Raises Unsolved."""
    import numpy as np

    if not np.all(np.isfinite(values)):
        raise Unsolved("The solver's answer is no number.")
    terms = np.asarray(made.values, dtype=float) * values[made.indices]
    rows = np.repeat(np.arange(len(made.row_lows)), np.diff(made.starts))
    activities = np.bincount(rows, terms, minlength=len(made.row_lows))
    size = np.maximum(1.0, np.bincount(rows, np.abs(terms), minlength=len(made.row_lows)))
    _within(activities, made.row_lows, made.row_highs, MISSED * size)
    _within(values, made.lows, made.highs, MISSED * np.maximum(1.0, np.abs(values)))
    whole = values[made.integer]
    if np.any(np.abs(whole - np.round(whole)) > MISSED):
        raise Unsolved("The solver's answer halves what is whole.")
    return activities


def _within(values: Any, lows: list[float], highs_: list[float], slack: Any) -> None:
    if any(values < lows - slack) or any(values > highs_ + slack):
        raise Unsolved("The solver's answer does not keep what was demanded.")


def _priced(made: Compiled, solution: Any) -> tuple[str, ...]:
    """Demands with a shadow price, the dearest first."""
    prices: dict[str, float] = {}
    rows = zip(made.row_demands, solution.row_dual, strict=True)
    lows = [(d, price) for d, price in zip(made.low_demands, solution.col_dual, strict=True)]
    highs_ = [(d, -price) for d, price in zip(made.high_demands, solution.col_dual, strict=True)]
    for demand, price in [*((d, abs(p)) for d, p in rows), *lows, *highs_]:
        if demand and price > MISSED:
            prices[demand] = max(price, prices.get(demand, 0.0))
    return tuple(sorted(prices, key=lambda demand: (-prices[demand], demand)))


def _tight(made: Compiled, values: Any, activities: Any) -> tuple[str, ...]:
    """Demands that are met exactly."""
    limits = [
        *zip(made.row_demands, activities, made.row_lows, strict=True),
        *zip(made.row_demands, activities, made.row_highs, strict=True),
        *zip(made.low_demands, values, made.lows, strict=True),
        *zip(made.high_demands, values, made.highs, strict=True),
    ]
    found = [d for d, value, limit in limits if d and abs(value - limit) <= MISSED]
    return tuple(dict.fromkeys(found))
