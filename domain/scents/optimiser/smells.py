"""How strongly the substances of a brief smell in a liquid, as the physics tells."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.kernel import BadInput

Activity = Callable[[Sequence[float]], Sequence[float]]
"""Activity coefficients by mole fractions, both in the order of the brief's `codes`."""


def raoult(fractions: Sequence[float]) -> Sequence[float]:
    """An ideal mixture."""
    return [1.0] * len(fractions)


@dataclass(frozen=True)
class Smells:
    """At the temperature of the brief.

    `pure`: the odour value of the neat substance, K = Psat M / (R T threshold), without unit, by
    code; absent where the vapour pressure or the threshold is not known. In a mixture the odour
    value is gamma K x (Teixeira et al. 2011). Raises BadInput.
    """

    pure: Mapping[str, float]
    activity: Activity = raoult

    def __post_init__(self) -> None:
        for code, value in self.pure.items():
            if not 0 < value < math.inf:
                raise BadInput(f"pure {code}", "must be above zero and finite")

    def gammas(self, fractions: Sequence[float]) -> list[float]:
        """Raises BadInput where they are not positive and finite."""
        gammas = [float(gamma) for gamma in self.activity(fractions)]
        if len(gammas) != len(fractions) or not all(0 < g < math.inf for g in gammas):
            raise BadInput("activity", "gives no activity coefficients for this mixture")
        return gammas
