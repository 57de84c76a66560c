"""What came of each row so far."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from domain.kernel import DomainError
from domain.scents.intake.rows import Effect, Outcome, Place, Report, RowFault

MOST_TOLD = 500
"""Faults and effects that are told one by one."""


class Tally:
    """Counts, effects and faults; `spoiled` are codes of which it is not known what they are."""

    def __init__(self, spoiled: frozenset[str]) -> None:
        self.faults: list[RowFault] = []
        self._spoiled = {*spoiled}
        self._effects: list[Effect] = []
        self._counts: dict[str, Counter[Outcome]] = defaultdict(Counter)
        self._first: dict[tuple[str, str], Place] = {}

    @contextmanager
    def row(self, place: Place, *, spoils: str = "") -> Iterator[None]:
        """A refusal in this block is a fault of the row, and leaves a code spoiled."""
        try:
            yield
        except DomainError as error:
            self.faults.append(RowFault(place, str(error)))
            self._spoiled.add(spoils)

    def is_spoiled(self, *codes: str) -> bool:
        return not self._spoiled.isdisjoint(codes)

    def is_first(self, kind: str, key: str, place: Place) -> bool:
        """Whether nothing was said of it before; otherwise it is a fault."""
        first = self._first.setdefault((kind, key), place)
        if first is not place:
            self.faults.append(RowFault(place, f"{key} stands in row {first.row} already"))
        return first is place

    def count(self, kind: str, key: str, before: object, after: object) -> None:
        """`before` is None for what is new."""
        outcome = Outcome.ADDED if before is None else Outcome.CHANGED
        if before == after:
            outcome = Outcome.UNCHANGED
        self._counts[kind][outcome] += 1
        if outcome is not Outcome.UNCHANGED and len(self._effects) < MOST_TOLD:
            self._effects.append(Effect(kind, key, outcome))

    def report(self, *, more_faults: int, fingerprint: str) -> Report:
        """`more_faults` were found before, and are not told one by one."""
        return Report(
            {kind: dict(counts) for kind, counts in self._counts.items()},
            tuple(self._effects),
            tuple(self.faults[:MOST_TOLD]),
            len(self.faults) + more_faults,
            fingerprint,
        )
