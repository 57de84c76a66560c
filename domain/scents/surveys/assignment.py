"""Which sample of an adaptive task is presented to whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from domain.kernel import Refused
from domain.scents.statistics.bandit import pick, propensities
from domain.scents.surveys.plan import Task
from domain.scents.surveys.samples import Samples

Acceptance = Mapping[str, tuple[int, int]]
"""How often each variant (a version of a formula) was accepted and judged."""


class NothingToSmell(Refused):
    """Nobody smells what is not found safe any more."""

    code = "no-approved-sample"

    def __init__(self, number: int) -> None:
        super().__init__(f"no sample of task {number} is approved any more")


class Assignment(NamedTuple):
    """The sample (its code) of an adaptive task for an invitation, and how likely that was."""

    serial: int
    task: int
    sample: str
    propensity: float


def assign(
    number: int,
    task: Task,
    samples: Samples,
    *,
    serials: Iterable[int],
    acceptance: Acceptance,
    approved: Collection[str],
    uniform: Callable[[], float],
) -> list[Assignment]:
    """Draw a sample of task `number` for each of these invitations; `uniform` answers a random
    number of [0, 1).

    All of them are drawn with the same propensities, from the answers that are in: what was
    assigned and not answered yet counts for nothing. So the posterior is stale by as much as is
    drawn at once or on its way. Thompson sampling bears that (Chapelle and Li, NIPS 2011, section
    4): it spreads its draws by its doubt instead of giving all to the leader of the moment.

    Only `approved` versions of formulas are drawn. Raises NothingToSmell.
    """
    fit = [sample for sample in samples if sample.candidate.formula in approved]
    if not fit:
        raise NothingToSmell(number)
    chances = _chances(task, [acceptance.get(one.candidate.formula, (0, 0)) for one in fit])
    drawn = [(serial, pick(chances, uniform())) for serial in serials]
    return [Assignment(serial, number, fit[n].codes[0], chances[n]) for serial, n in drawn]


def _chances(task: Task, counts: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """One that is left alone is certain."""
    if len(counts) == 1:
        return (1.0,)
    accepted, judged = zip(*counts, strict=True)
    return propensities(accepted, judged, strategy=task.strategy, floor=float(task.floor))
