"""Those who sell materials and finished scents."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from domain.kernel import Aggregate, BadInput, NotFound, Refused
from domain.scents.events.suppliers import SupplierChanged, SupplierRegistered
from domain.scents.material_rules import LONGEST_NOTE, require_code, require_text
from domain.scents.supply.offer import Grade

LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class UnknownSupplier(NotFound):
    """There is no such supplier."""

    def __init__(self, code: str) -> None:
        super().__init__(f"there is no supplier {code}")


class SupplierExists(Refused):
    """The code is taken."""

    code = "supplier-exists"

    def __init__(self, code: str) -> None:
        super().__init__(f"there is a supplier {code} already")


@dataclass(frozen=True)
class SupplierProfile:
    """What may change of a supplier. Nothing is bought from an inactive one. Raises BadInput."""

    name: str
    grade: Grade
    email: str = ""
    note: str = ""
    active: bool = True

    def __post_init__(self) -> None:
        require_text("name", self.name)
        if self.email and not (len(self.email) <= LONGEST_EMAIL and _EMAIL.fullmatch(self.email)):
            raise BadInput("email", "must look like orders@example.com")
        if len(self.note) > LONGEST_NOTE:
            raise BadInput("note", f"must have at most {LONGEST_NOTE} characters")


class Supplier(Aggregate):
    """Somebody who sells, known by a `code` that never changes."""

    def __init__(self, code: str, profile: SupplierProfile, *, version_number: int = 0) -> None:
        super().__init__(version_number=version_number)
        self.code = code
        self.profile = profile

    @classmethod
    def register(cls, code: str, profile: SupplierProfile) -> Supplier:
        """A new one. Raises BadInput."""
        require_code(code)
        supplier = cls(code, profile)
        supplier.record(SupplierRegistered(code, **asdict(profile)))
        return supplier

    @property
    def identity(self) -> str:
        return f"supplier:{self.code}"

    def change(self, profile: SupplierProfile) -> None:
        """The same again changes nothing."""
        if profile != self.profile:
            self.profile = profile
            self.record(SupplierChanged(self.code, **asdict(profile)))
