"""What a perfumer asks of the optimiser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.kernel import BadInput
from domain.scents.measured import ROOM
from domain.scents.recipes.mixture import FormulaVersion

MOST_KG = Decimal(1_000_000)
MOST_COUNT = 200


@dataclass(frozen=True)
class Wish:
    """The cheapest formula that smells like `formula`, version `version`.

    Odour values stay within `band` of the reference (0.2: twenty per cent up and down, `bands` by
    substance); what the reference lacks may reach `strangers` of its strongest odour value.
    `batch` in kg tells the price steps and minimum orders. `suppliers` may be bought from and
    `materials` used beside those of the formula (empty: all that are offered); never those of
    `without`. `fixed` shares by mass stay as they are; of a material that is in `available` no more
    than so many kg are used.

    With a `delivery_format` its limits hold at the `dose` of the formula in the product.
    `least_dose`, `most_materials`, `most_suppliers`, `one_supplier_each` and `price_steps` make the
    choice a discrete one, which may take minutes. `temperature` in K. Raises BadInput.
    """

    formula: str
    version: int
    batch: Decimal = Decimal(1)
    band: float = 0.2
    bands: Mapping[str, float] = field(default_factory=dict)
    strangers: float = 0.01
    suppliers: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    currency: str = "USD"
    delivery_format: str = ""
    dose: float = 1.0
    fixed: Mapping[str, float] = field(default_factory=dict)
    available: Mapping[str, float] = field(default_factory=dict)
    least_dose: float = 0.0
    most_materials: int | None = None
    most_suppliers: int | None = None
    one_supplier_each: bool = False
    price_steps: bool = False
    temperature: float = ROOM

    def __post_init__(self) -> None:
        if not (self.batch.is_finite() and 0 < self.batch <= MOST_KG):
            raise BadInput("batch", f"must be above 0 and at most {MOST_KG} kg")
        for name in ("band", "strangers"):
            if not 0 <= getattr(self, name) <= 10:
                raise BadInput(name, "must be from 0 to 10")
        if not 0 < self.dose <= 1:
            raise BadInput("dose", "must be above 0 and at most 1")
        if not 0 <= self.least_dose < 1:
            raise BadInput("least_dose", "must be from 0 to below 1")
        for name in ("most_materials", "most_suppliers"):
            count = getattr(self, name)
            if count is not None and not 1 <= count <= MOST_COUNT:
                raise BadInput(name, f"must be from 1 to {MOST_COUNT}")
        self._require_amounts()

    def _require_amounts(self) -> None:
        for code, share in self.fixed.items():
            if not 0 <= share <= 1:
                raise BadInput(f"fixed/{code}", "must be a fraction from 0 to 1")
        for code, amount in self.available.items():
            if not 0 <= amount <= MOST_KG:
                raise BadInput(f"available/{code}", f"must be from 0 to {MOST_KG} kg")

    @property
    def reference(self) -> FormulaVersion:
        return self.formula, self.version
