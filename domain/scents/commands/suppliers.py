"""What can be done with suppliers and their offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.kernel import Command
from domain.scents.supply.offer import Grade, Offer, Sold


@dataclass(frozen=True)
class RegisterSupplier(Command):
    """Somebody sells to us."""

    code: str
    name: str
    grade: Grade
    email: str = ""
    note: str = ""


@dataclass(frozen=True)
class ChangeSupplier(Command):
    """What may change of a supplier; nothing is bought from an inactive one."""

    code: str
    name: str
    grade: Grade
    email: str = ""
    note: str = ""
    active: bool = True


@dataclass(frozen=True)
class MakeOffer(Command):
    """A price from a day on. The offer before it, where it held until further notice, ends the day
    before."""

    offer: Offer


@dataclass(frozen=True)
class WithdrawOffer(Command):
    """The offer that began on a day holds no longer, from today on."""

    supplier: str
    sold: Sold
    item: str
    valid_from: date
