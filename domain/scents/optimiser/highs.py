"""HiGHS behind a narrow door: one program in, one honest status out.

One thread, always: its pool of threads is shared by the process and does not survive the fork of a
worker.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from domain.kernel import Refused
from domain.scents.optimiser.compiled import Compiled
from domain.scents.optimiser.program import Progress, Watch

if TYPE_CHECKING:
    import highspy

FEASIBLE = 1e-9
"""By how much a row may be missed; rows are scaled so that 1 is a lot."""


class Unbounded(Refused):
    """The cost can fall without end: something is free or pays, and nothing limits it."""

    code = "unbounded"


class Unsolved(Refused):
    """The solver gave up; it says so instead of answering wrongly."""

    code = "unsolved"


class Status(StrEnum):
    """How a run ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    TIME = "time"
    CANCELLED = "cancelled"


def loaded(program: Compiled, *, gap: float, time_limit: float | None) -> highspy.Highs:
    """The solver with the program in it; `time_limit` in seconds."""
    import highspy
    import numpy as np

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.names), len(program.row_lows)
    lp.col_cost_ = np.asarray(program.costs, dtype=float)
    lp.col_lower_ = np.asarray(program.lows, dtype=float)
    lp.col_upper_ = np.asarray(program.highs, dtype=float)
    lp.row_lower_ = np.asarray(program.row_lows, dtype=float)
    lp.row_upper_ = np.asarray(program.row_highs, dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.asarray(program.starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.asarray(program.indices, dtype=np.int32)
    lp.a_matrix_.value_ = np.asarray(program.values, dtype=float)
    if program.integer:
        kinds = [highspy.HighsVarType.kContinuous] * len(program.names)
        for column in program.integer:
            kinds[column] = highspy.HighsVarType.kInteger
        lp.integrality_ = kinds
    make: Any = highspy.Highs  # its stub lacks types
    solver: highspy.Highs = make()
    for option, value in _options(gap, time_limit).items():
        solver.setOptionValue(option, value)
    if solver.passModel(lp) == highspy.HighsStatus.kError:
        raise Unsolved("The solver cannot read the program.")
    return solver


def _options(gap: float, time_limit: float | None) -> dict[str, Any]:
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "mip_rel_gap": gap,
        "primal_feasibility_tolerance": FEASIBLE,
        "mip_feasibility_tolerance": FEASIBLE,
    }
    return options if time_limit is None else options | {"time_limit": max(0.0, time_limit)}


def run(solver: highspy.Highs, *, watch: Watch | None = None, round: int = 0) -> Status:
    """Raises Unbounded, Unsolved, and whatever `watch` raises."""
    import highspy

    listener = _Listener(watch, round)
    if watch is not None:
        kinds = highspy.cb.HighsCallbackType
        solver.setCallback(listener.hear, None)
        for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackMipImprovingSolution):
            solver.startCallback(kind)
    solver.run()
    if listener.error is not None:
        raise listener.error
    return _status(solver, decided=False)


def _status(solver: highspy.Highs, *, decided: bool) -> Status:
    import highspy

    found, known = solver.getModelStatus(), highspy.HighsModelStatus
    if found in (known.kUnboundedOrInfeasible, known.kUnknown) and not decided:
        solver.clearSolver()  # what it remembers of the last program may be what confuses it
        solver.setOptionValue("presolve", "off")
        solver.run()
        return _status(solver, decided=True)
    if found in (known.kUnbounded, known.kUnboundedOrInfeasible):
        raise Unbounded("The cost can fall without end.")
    answers = {
        known.kOptimal: Status.OPTIMAL,
        known.kModelEmpty: Status.OPTIMAL,
        known.kInfeasible: Status.INFEASIBLE,
        known.kTimeLimit: Status.TIME,
        known.kInterrupt: Status.CANCELLED,
    }
    if found not in answers:
        raise Unsolved(f"The solver gave up: {solver.modelStatusToString(found)}.")
    return answers[found]


class _Listener:
    """Hears of the solver's progress and tells `watch`; an error waits until the solver is out."""

    def __init__(self, watch: Watch | None, round: int) -> None:
        self.watch = watch
        self.round = round
        self.error: Exception | None = None

    def hear(self, kind: Any, text: str, told: Any, answer: Any, extra: Any) -> None:
        found = abs(told.mip_primal_bound) < 1e300
        cost = told.mip_primal_bound if found else None
        gap = told.mip_gap if found and told.mip_gap < 1e300 else None
        try:
            going = self.watch is None or self.watch(Progress(self.round, cost, gap))
        except Exception as error:
            self.error, going = error, False
        if not going and answer is not None:
            answer.user_interrupt = True
