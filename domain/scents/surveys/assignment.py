"""Which sample of an adaptive task is presented to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from domain.scents.statistics.bandit import pick, propensities
from domain.scents.surveys.plan import Task
from domain.scents.surveys.samples import Samples

Acceptance = Mapping[str, tuple[int, int]]
"""How often each variant (a version of a formula) was accepted and judged."""


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
    uniform: Callable[[], float],
) -> list[Assignment]:
    """Draw a sample of task `number` for each of these invitations; `uniform` answers a random
    number of [0, 1).

    All of them are drawn with the same propensities, from the answers that are in: what was
    assigned and not answered yet counts for nothing. So the posterior is stale by as much as is
    drawn at once or on its way. Thompson sampling bears that (Chapelle and Li, NIPS 2011, section
    4): it spreads its draws by its doubt instead of giving all to the leader of the moment.
    """
    counts = [acceptance.get(sample.candidate.formula, (0, 0)) for sample in samples]
    chances = propensities(
        [accepted for accepted, _ in counts],
        [judged for _, judged in counts],
        strategy=task.strategy,
        floor=float(task.floor),
    )
    drawn = [(serial, pick(chances, uniform())) for serial in serials]
    return [Assignment(serial, number, samples[n].codes[0], chances[n]) for serial, n in drawn]
