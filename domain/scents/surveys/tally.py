"""Tallies: how often each mark was made, by audience group and day. Results are read from them
alone, so that a survey of millions is read as fast as one of ten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date
from typing import NamedTuple

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
