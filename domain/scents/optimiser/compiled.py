"""A blending program as one matrix, with the demand behind each of its limits."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.kernel import BadInput
from domain.scents.optimiser.program import Choice, Program, Variable

HUGE = 1e15
"""Numbers beyond this are typing errors; the solver takes 1e20 for infinite."""


@dataclass
class Compiled:
    """Columns: the program's variables, then the switches of its choices. Rows by position."""

    names: list[str]
    costs: list[float]
    lows: list[float]
    highs: list[float]
    integer: list[int]
    low_demands: list[str]
    high_demands: list[str]
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    row_lows: list[float] = field(default_factory=list)
    row_highs: list[float] = field(default_factory=list)
    row_demands: list[str] = field(default_factory=list)
    switches: dict[frozenset[str], int] = field(default_factory=dict)

    @property
    def demands(self) -> list[str]:
        """Each demand once, in the order in which they were made."""
        said = [*self.row_demands, *self.low_demands, *self.high_demands]
        return [demand for demand in dict.fromkeys(said) if demand]

    def add_row(
        self,
        columns: Iterable[int],
        values: Iterable[float],
        *,
        low: float = -math.inf,
        high: float = math.inf,
        demand: str = "",
    ) -> None:
        self.indices.extend(columns)
        self.values.extend(values)
        self.starts.append(len(self.indices))
        self.row_lows.append(low)
        self.row_highs.append(high)
        self.row_demands.append(demand)

    def add_switch(self) -> int:
        """The column of a new variable that is 0 or 1."""
        self.names.append("")
        self.costs.append(0.0)
        self.lows.append(0.0)
        self.highs.append(1.0)
        self.integer.append(len(self.names) - 1)
        self.low_demands.append("")
        self.high_demands.append("")
        return len(self.names) - 1


def compiled(program: Program) -> Compiled:
    """Raises BadInput where a number is NaN or too large, or a name unknown or used twice."""
    variables = program.variables
    at = {variable.name: n for n, variable in enumerate(variables)}
    if len(at) < len(variables):
        raise BadInput("variables", "a name is used twice")
    made = Compiled(
        names=[v.name for v in variables],
        costs=[v.cost for v in variables],
        lows=[v.low for v in variables],
        highs=[v.high for v in variables],
        integer=[n for n, v in enumerate(variables) if v.integer],
        low_demands=[v.low_demand for v in variables],
        high_demands=[v.high_demand for v in variables],
    )
    for row in program.rows:
        _known(row.coefficients, at)
        columns = [at[name] for name in row.coefficients]
        made.add_row(
            columns, row.coefficients.values(), low=row.low, high=row.high, demand=row.demand
        )
    for variable in variables:
        if variable.least:
            _semicontinuous(made, variable, at[variable.name])
    for choice in program.choices:
        _choose(made, choice, at, variables)
    _require_sane(made)
    return made


def _semicontinuous(made: Compiled, variable: Variable, column: int) -> None:
    if not 0 < variable.least < math.inf:
        raise BadInput(variable.name, "the least that is used must be above zero and finite")
    switch = _switch(made, frozenset([variable.name]), [(column, variable)])
    made.add_row([column, switch], [1.0, -variable.least], low=0.0, demand=variable.least_demand)


def _choose(
    made: Compiled, choice: Choice, at: dict[str, int], variables: tuple[Variable, ...]
) -> None:
    switches = []
    for group in dict.fromkeys(choice.groups):
        _known(group, at)
        members = [(at[name], variables[at[name]]) for name in sorted(group)]
        switches.append(_switch(made, group, members))
    made.add_row(switches, [1.0] * len(switches), high=float(choice.most), demand=choice.demand)


def _switch(made: Compiled, group: frozenset[str], members: list[tuple[int, Variable]]) -> int:
    """The column that is 1 where a variable of the group is used; made where there is none."""
    if group in made.switches:
        return made.switches[group]
    column = made.switches[group] = made.add_switch()
    for index, variable in members:
        if not math.isfinite(variable.high) or variable.low < 0:
            raise BadInput(variable.name, "what is chosen needs bounds: from 0 on, and finite")
        made.add_row([index, column], [1.0, -variable.high], high=0.0)
    return column


def _known(names: Iterable[str], at: dict[str, int]) -> None:
    for name in names:
        if name not in at:
            raise BadInput("coefficients", f"speak of {name!r}, which is no variable")


def _require_sane(made: Compiled) -> None:
    import numpy as np

    for what, numbers in (("costs", made.costs), ("coefficients", made.values)):
        if not np.all(np.abs(np.asarray(numbers, dtype=float)) < HUGE):
            raise BadInput(what, "must be finite numbers")
    for what, lows, highs in (
        ("bounds", made.lows, made.highs),
        ("rows", made.row_lows, made.row_highs),
    ):
        limits = np.asarray([lows, highs], dtype=float)
        if np.any(np.isnan(limits)) or np.any((np.abs(limits) >= HUGE) & np.isfinite(limits)):
            raise BadInput(what, "must be numbers")
        if np.any(limits[0] == np.inf) or np.any(limits[1] == -np.inf):
            raise BadInput(what, "leave no number")
