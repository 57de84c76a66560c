"""What has happened to suppliers and their prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.kernel import Event


@dataclass(frozen=True)
class SupplierRegistered(Event):
    """Somebody sells to us."""

    code: str
    name: str
    grade: str
    email: str
    note: str
    active: bool


@dataclass(frozen=True)
class SupplierChanged(Event):
    """What is known of a supplier; all of it."""

    code: str
    name: str
    grade: str
    email: str
    note: str
    active: bool


@dataclass(frozen=True)
class OfferMade(Event):
    """A price holds from a day on; `steps` are (from g or units, price of a kg or unit as text)."""

    supplier: str
    sold: str
    item: str
    valid_from: date
    valid_to: date | None
    currency: str
    steps: Sequence[tuple[int, str]]
    minimum: int
    lead_time: int
    fee: str
    source: str


@dataclass(frozen=True)
class OfferEnded(Event):
    """An offer holds until that day and no longer: another follows it, or it was taken back."""

    supplier: str
    sold: str
    item: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class OfferWithdrawn(Event):
    """An offer that had not begun is taken back altogether."""

    supplier: str
    sold: str
    item: str
    valid_from: date
