"""Which demands contradict each other: the fewest, in words."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from domain.scents.optimiser import highs
from domain.scents.optimiser.compiled import Compiled, compiled
from domain.scents.optimiser.highs import Status, Unsolved
from domain.scents.optimiser.program import (
    Contradiction,
    Program,
    Progress,
    Reason,
    Row,
    Stopped,
    Variable,
    Watch,
)

TRIES = 3_000
"""How many sets of demands are tried before a contradiction is taken as it is."""
PATIENCE = 2.0
"""Seconds for each set of demands on whole numbers, where nothing else is said."""


class _Cancelled(Exception):
    """Told to stop."""


def contradiction(
    program: Program, *, time_limit: float | None = None, progress: Watch | None = None
) -> Contradiction | Stopped:
    """The smallest irreducible set of demands that no values meet together.

    HiGHS names the suspects of an LP (its irreducible infeasible subset); a deletion filter over
    demands, not rows, makes the set irreducible (Chinneck, Feasibility and Infeasibility in
    Optimization, 2008). Then smaller ones are sought by hitting sets: a contradiction has a demand
    in common with every set of demands whose loss makes the rest possible (Ignatiev et al.,
    "Smallest MUS extraction with minimal hitting set dualization", CP 2015).

    `time_limit` in seconds is for each set that is tried (PATIENCE for whole numbers); one that
    takes longer, or that the solver gives up, counts as possible, so that the contradiction stays
    one, though perhaps with a demand too many. Raises Unsolved where all can be met after all.
    """
    trial = _Trial(compiled(program), time_limit, progress)
    try:
        if trial.feasible(trial.all):
            raise Unsolved("The demands can be met together after all.")
        found = trial.filtered(trial.suspects())
        smaller, proved = trial.smallest(found)
    except _Cancelled:
        return Stopped(Reason.CANCELLED)
    return Contradiction(tuple(d for d in trial.made.demands if d in smaller), smallest=proved)


class _Trial:
    """The program with some of its demands given up; the solver starts where it ended before."""

    def __init__(self, made: Compiled, time_limit: float | None, watch: Watch | None) -> None:
        self.made = replace(made, costs=[0.0] * len(made.costs))
        self.time_limit = PATIENCE if made.integer and time_limit is None else time_limit
        self.watch = watch
        self.solver: Any = highs.loaded(self.made, gap=0.0, time_limit=None)
        self.all = frozenset(made.demands)
        self.known: dict[frozenset[str], bool] = {}
        self.certain = True

    def feasible(self, kept: frozenset[str]) -> bool:
        if kept not in self.known:
            self._keep(kept)
            self.known[kept] = self._tried()
        return self.known[kept]

    def _tried(self) -> bool:
        count = len(self.known)
        if self.watch is not None and not self.watch(Progress(count, None, None)):
            raise _Cancelled
        if self.time_limit is not None:  # which the solver counts from its first run on
            self.solver.setOptionValue("time_limit", self.solver.getRunTime() + self.time_limit)
        watch = self.watch if self.made.integer else None
        try:
            status = highs.run(self.solver, watch=watch, round=count)
        except Unsolved:
            self.certain = False
            return True
        if status is Status.CANCELLED:
            raise _Cancelled
        self.certain = self.certain and status is not Status.TIME
        return status is not Status.INFEASIBLE

    def _keep(self, kept: frozenset[str]) -> None:
        import numpy as np

        made, inf = self.made, np.inf

        def limits(numbers: Sequence[float], demands: Sequence[str], free: float) -> Any:
            pairs = zip(numbers, demands, strict=True)
            return np.array([x if not d or d in kept else free for x, d in pairs], dtype=float)

        columns = np.arange(len(made.names), dtype=np.int32)
        rows = np.arange(len(made.row_lows), dtype=np.int32)
        self.solver.changeColsBounds(
            len(columns),
            columns,
            limits(made.lows, made.low_demands, -inf),
            limits(made.highs, made.high_demands, inf),
        )
        self.solver.changeRowsBounds(
            len(rows),
            rows,
            limits(made.row_lows, made.row_demands, -inf),
            limits(made.row_highs, made.row_demands, inf),
        )

    def suspects(self) -> frozenset[str]:
        """What HiGHS blames, where that is enough; else all demands.

        Of a MILP it is asked of the relaxation, which may be possible.
        """
        if self.made.integer:
            relaxed = _Trial(replace(self.made, integer=[]), self.time_limit, self.watch)
            return self.all if relaxed.feasible(self.all) else relaxed.suspects()
        import highspy

        strategy = highspy.IisStrategy
        parts = (strategy.kIisStrategyFromLp, strategy.kIisStrategyIrreducible)
        self.solver.setOptionValue("iis_strategy", sum(int(part) for part in parts))
        self._keep(self.all)
        self.solver.run()
        _, blamed = self.solver.getIis()
        named = {self.made.row_demands[row] for row in blamed.row_index_}
        for column in blamed.col_index_:
            named |= {self.made.low_demands[column], self.made.high_demands[column]}
        kept = frozenset(named - {""})
        return self.all if self.feasible(kept) else kept

    def filtered(self, suspects: frozenset[str]) -> frozenset[str]:
        """What is not needed for the contradiction is dropped: many at once, then one by one."""
        kept = suspects
        size = len(suspects)
        while size > 0:
            ordered = self._ordered(kept)
            for at in range(0, len(ordered), size):
                fewer = kept - set(ordered[at : at + size])
                if fewer != kept and not self.feasible(fewer):
                    kept = fewer
            size //= 2
        return kept

    def smallest(self, found: frozenset[str]) -> tuple[frozenset[str], bool]:
        """A contradiction of the fewest demands, and whether that is proved."""
        if len(found) <= 1:
            return found, self.certain
        if self.made.integer and len(self.all) > 20:
            return found, False
        hits: list[frozenset[str]] = []
        while len(self.known) < TRIES:
            least = frozenset(_hitting(hits))
            if len(least) >= len(found):
                return found, self.certain
            if not self.feasible(least):
                return least, self.certain
            hits.append(self.all - self._grown(least))
        return found, False

    def _grown(self, kept: frozenset[str]) -> frozenset[str]:
        """As many more demands as go together with those."""
        for demand in self._ordered(self.all - kept):
            if self.feasible(kept | {demand}):
                kept = kept | {demand}
        return kept

    def _ordered(self, demands: Iterable[str]) -> list[str]:
        chosen = set(demands)
        return [demand for demand in self.made.demands if demand in chosen]


def _hitting(sets: Sequence[frozenset[str]]) -> list[str]:
    """The fewest demands of which each set has one."""
    if not sets:
        return []
    members = sorted(set(itertools.chain.from_iterable(sets)))
    program = Program(
        tuple(Variable(name, cost=1.0, high=1.0, integer=True) for name in members),
        tuple(Row(dict.fromkeys(sorted(hit), 1.0), low=1.0) for hit in sets),
    )
    solver = highs.loaded(compiled(program), gap=0.0, time_limit=None)
    highs.run(solver)
    values = solver.getSolution().col_value
    return [name for name, value in zip(members, values, strict=True) if value > 0.5]
