"""What handlers need to know of formulas."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from domain.allocation.origin import DecidedSource, Origin


class ApprovedFormulas(Protocol):
    """Versions of formulas (CODE@version) that may be sold."""

    def has(self, version: str) -> bool: ...

    def note(self, version: str, *, approved: bool, at: datetime) -> None:
        """What was decided last counts, in whatever order the news arrives."""


class DecidedSources(Protocol):
    """What the laboratory has decided of scents, by SKU."""

    def of(self, skus: Collection[str]) -> Mapping[str, DecidedSource]:
        """Those of which anything is decided."""

    def origin_of(self, sku: str) -> Origin:
        """Of new batches; unknown where nothing is decided."""

    def note(self, sku: str, source: DecidedSource) -> None:
        """The decision with the highest number counts, in whatever order the news arrives."""
