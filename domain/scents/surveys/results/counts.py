"""Tallies of one task, gathered for its results."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.scents.surveys.judgement import FIRST

Counts = Mapping[tuple[str, str], int]
"""How often each outcome (second) of a sample (first) was marked: `domain.scents.surveys.tally`."""


class Row(NamedTuple):
    """How often a mark was made by a group on a day."""

    sample: str
    outcome: str
    group: str
    day: date
    times: int


@dataclass(frozen=True)
class Gathered:
    """The same marks, summed up in three ways: over all, by audience group, by day."""

    total: Counts
    by_group: Mapping[str, Counts]
    by_day: Mapping[date, Counts]


def gather(rows: Iterable[Row]) -> Gathered:
    """Marks that were taken back leave counts of 0, which say nothing; what stood first is not
    told by day."""
    total: Counter[tuple[str, str]] = Counter()
    by_group: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    by_day: dict[date, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in rows:
        if row.times > 0:
            mark = (row.sample, row.outcome)
            total[mark] += row.times
            by_group[row.group][mark] += row.times
            if not row.sample.startswith(FIRST):
                by_day[row.day][mark] += row.times
    return Gathered(total, by_group, by_day)


def added(many: Iterable[Counts]) -> Counts:
    """The sum of all."""
    total: Counter[tuple[str, str]] = Counter()
    for counts in many:
        for mark, count in counts.items():
            total[mark] += count
    return total


def by_position(counts: Counts, positions: int) -> Sequence[int]:
    """How often each place in the order of presentation was chosen, the first one first."""
    return [counts.get((f"{FIRST}{place}", "chosen"), 0) for place in range(1, positions + 1)]
