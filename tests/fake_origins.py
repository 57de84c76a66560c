"""What the laboratory has decided of formulas and scents, in memory."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from domain.allocation.origin import UNKNOWN, DecidedSource, Origin


class FakeApprovedFormulas:
    """Formulas that may be sold."""

    def __init__(self) -> None:
        self.versions: set[str] = set()

    def has(self, version: str) -> bool:
        return version in self.versions

    def note(self, version: str, *, approved: bool, at: datetime) -> None:
        (self.versions.add if approved else self.versions.discard)(version)


class FakeDecidedSources:
    """How scents are made."""

    def __init__(self) -> None:
        self.sources: dict[str, DecidedSource] = {}

    def of(self, skus: Collection[str]) -> dict[str, DecidedSource]:
        return {sku: self.sources[sku] for sku in skus if sku in self.sources}

    def origin_of(self, sku: str) -> Origin:
        decided = self.sources.get(sku)
        return decided.origin if decided else UNKNOWN

    def note(self, sku: str, source: DecidedSource) -> None:
        self.sources[sku] = source
