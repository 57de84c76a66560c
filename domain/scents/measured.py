"""Values that somebody measured, and the lack of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from domain.kernel import BadInput

ROOM = 298.15
"""Room temperature in K, at which values are compared where nothing else is said."""


@dataclass(frozen=True)
class Measured:
    """A number with its `unit`, and where it comes from.

    `temperature` in K, None where it does not matter or is not told; `uncertainty` is the standard
    uncertainty in the same unit, None where the source names none. Raises BadInput.
    """

    value: float
    unit: str
    source: str
    temperature: float | None = None
    uncertainty: float | None = None

    def __post_init__(self) -> None:
        require_finite("value", self.value)
        if not self.source.strip():
            raise BadInput("source", "must say where the value comes from")
        if self.temperature is not None:
            require_positive("temperature", self.temperature)
        if self.uncertainty is not None and not 0 <= self.uncertainty < math.inf:
            raise BadInput("uncertainty", "must not be negative")


def require_finite(field: str, value: float) -> None:
    """Raises BadInput for NaN and the infinities."""
    if not math.isfinite(value):
        raise BadInput(field, "must be a finite number")


def require_within(field: str, value: float, lowest: float, highest: float) -> None:
    """Raises BadInput for NaN and for what is beyond bounds that nothing real is beyond."""
    if not lowest <= value <= highest:
        raise BadInput(field, f"must be between {lowest:g} and {highest:g}")


def require_positive(field: str, value: float) -> None:
    """Raises BadInput unless the value is finite and above zero."""
    require_finite(field, value)
    if value <= 0:
        raise BadInput(field, "must be above zero")
