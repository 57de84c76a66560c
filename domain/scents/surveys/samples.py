"""Samples: what stands behind the three-digit codes, told to nobody before the survey closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.scents.surveys.plan import Candidate, Method, Plan, Task

CODES = tuple(str(number) for number in range(100, 1000))
"""Three digits, as usual for blind samples (ISO 6658)."""


@dataclass(frozen=True)
class Sample:
    """A candidate under its `codes`: two in a triangle test, where equal codes would betray which
    samples are alike. `cost` of a unit on the day of opening, in `currency`; None: nobody asked."""

    candidate: Candidate
    codes: tuple[str, ...]
    cost: Decimal | None = None
    currency: str = ""


Samples = tuple[Sample, ...]
"""Those of one task, in the order of its candidates."""


def codes_needed(plan: Plan) -> int:
    return sum(len(task.candidates) * _codes_each(task) for task in plan.tasks)


def label(
    plan: Plan, codes: Sequence[str], costs: Mapping[tuple[str, str], tuple[Decimal, str]]
) -> tuple[Samples, ...]:
    """The samples of each task. `codes` are different ones, in random order; `costs` are amount
    and currency by scent and supplier."""
    drawn = iter(codes)
    labelled = []
    for task in plan.tasks:
        each = _codes_each(task)
        samples = []
        for candidate in task.candidates:
            cost, currency = costs.get((task.scent, candidate.supplier), (None, ""))
            own = tuple(next(drawn) for _ in range(each))
            samples.append(Sample(candidate, own, cost, currency))
        labelled.append(tuple(samples))
    return tuple(labelled)


def codes_of(samples: Samples) -> tuple[str, ...]:
    """All codes of a task, by number: their order tells nothing of the candidates'."""
    return tuple(sorted(code for sample in samples for code in sample.codes))


def _codes_each(task: Task) -> int:
    return 2 if task.method is Method.TRIANGLE else 1
