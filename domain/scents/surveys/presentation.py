"""What a participant is given, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.scents.statistics.squares import order_for, pair_for, triangle_for, turns_for
from domain.scents.surveys.plan import Method, Task
from domain.scents.surveys.samples import Samples, codes_of

Presentation = Mapping[int, tuple[str, ...]]
"""The codes by task (from 1), in the order of presentation."""


def present(
    tasks: Sequence[Task],
    samples: Sequence[Samples],
    *,
    serial: int,
    seed: int,
    assigned: Mapping[int, str],
) -> Presentation:
    """Balanced over the serial numbers: Williams squares for whole sets, every ordered pair alike
    often for pairs, all six orders of a triangle; `assigned` are the codes of adaptive tasks."""
    return {
        number: (assigned[number],)
        if task.is_adaptive
        else _shown(task, samples[number - 1], serial - 1, seed + number)
        for number, task in enumerate(tasks, 1)
    }


def _shown(task: Task, samples: Samples, serial: int, seed: int) -> tuple[str, ...]:
    if task.method is Method.TRIANGLE:
        turned = turns_for(serial, seed=seed)
        left = {
            side: [*reversed(one.codes)] if back else [*one.codes]
            for side, one, back in zip("AB", samples, turned, strict=True)
        }
        return tuple(left[side].pop(0) for side in triangle_for(serial, seed=seed))
    codes = codes_of(samples)
    if task.method is Method.PAIRED:
        return tuple(codes[n] for n in pair_for(serial, len(codes), seed=seed))
    return tuple(codes[n] for n in order_for(serial, len(codes), seed=seed))
