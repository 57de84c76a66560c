"""What has happened to files that were sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.kernel import Event
from domain.scents.intake.rows import Outcome

Counts = Mapping[str, Mapping[Outcome, int]]


@dataclass(frozen=True)
class ImportPrepared(Event):
    """Files were looked at: what they would do, by kind and outcome, or how many faults they
    have."""

    key: str
    names: Sequence[str]
    counts: Counts
    fault_count: int


@dataclass(frozen=True)
class ImportApplied(Event):
    """What the files say was taken in."""

    key: str
    counts: Counts
