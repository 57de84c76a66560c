"""What an audience said of two samples, as far as it can be counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Self

from domain.kernel import BadInput, Refused
from domain.scents.statistics.counts import check_counts


class NoEvidence(Refused):
    """A share of nobody is no share."""

    code = "no-evidence"

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference}: nobody has chosen, so nothing is decided")


@dataclass(frozen=True)
class Evidence:
    """The `share` of those who chose that favoured the cheap one: `count` of `answers`, or, where
    both are None, a percentage that somebody reported. `ties` favoured neither, and are not in
    `answers`. `source` is where it comes from, as plain data; it stands in the decision.

    Made by `counted` or `reported`.
    """

    share: Fraction
    answers: int | None = None
    count: int | None = None
    ties: int = 0
    source: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def counted(cls, count: int, answers: int, *, ties: int = 0, source: Mapping[str, Any]) -> Self:
        """Raises NoEvidence where nobody chose, BadInput."""
        check_counts(count, answers)
        if not answers:
            raise NoEvidence(str(source.get("reference", "this survey")))
        return cls(Fraction(count, answers), answers, count, ties, source)

    @classmethod
    def reported(cls, share: Fraction, *, source: Mapping[str, Any]) -> Self:
        """A share without counts. Raises BadInput."""
        if not 0 <= share <= 1:
            raise BadInput("share", "must be from 0 to 1")
        return cls(share, source=source)

    @property
    def is_counted(self) -> bool:
        return self.answers is not None

    def turned(self) -> Evidence:
        """The same, seen from the other one."""
        count = None if self.answers is None or self.count is None else self.answers - self.count
        return Evidence(1 - self.share, self.answers, count, self.ties, self.source)
