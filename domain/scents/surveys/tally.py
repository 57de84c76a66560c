"""Tallies: how often each mark was made, by audience group and day. Results are read from them
alone, so that a survey of millions is read as fast as one of ten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date
from enum import StrEnum
from typing import NamedTuple

from domain.scents.surveys.judgement import FIRST
from domain.scents.surveys.response import Kept


class Cell(NamedTuple):
    """What is counted: a mark on a task (from 1), by a group, on a day (UTC)."""

    task: int
    sample: str
    outcome: str
    group: str
    day: date


def tallies(kept: Iterable[Kept]) -> Counter[Cell]:
    """Of accepted answers; those who were screened out have no marks."""
    return Counter(
        Cell(judged.task, mark.sample, mark.outcome, one.group, day)
        for one in kept
        for day in [one.given_at.astimezone(UTC).date()]
        for judged in one.judged
        for mark in judged.marks
    )


class By(StrEnum):
    """What tallies are summed up over: days, or audience groups; the other one is kept."""

    GROUP = "group"
    DAY = "day"


class Total(NamedTuple):
    """What is summed up: a mark on a task, in one place, which is a group or a day (ISO)."""

    by: By
    task: int
    sample: str
    outcome: str
    place: str


def totals(cells: Mapping[Cell, int]) -> Counter[Total]:
    """Sums that pages are read from: groups times days are too many. What stood first is not told
    by day."""
    found: Counter[Total] = Counter()
    for (task, sample, outcome, group, day), count in cells.items():
        found[Total(By.GROUP, task, sample, outcome, group)] += count
        if not sample.startswith(FIRST):
            found[Total(By.DAY, task, sample, outcome, day.isoformat())] += count
    return found
