"""How an open film dries: the equations of evaporation, and their solution."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.scents.physics.unifac import Vector

GONE = 1e-3
"""A substance is gone when less than this fraction of it is left."""

FARTHEST = 1e100
"""Of s, in s/mol, so that nothing overflows where something hardly evaporates."""


@dataclass(frozen=True)
class Moment:
    """A film at a time in s: moles of each substance `left`, activity coefficients, and the
    `rates` (see Drying) at which it has dried since the moment before."""

    time: float
    left: Vector
    gammas: Vector
    rates: Vector


@dataclass(frozen=True)
class Drying:
    """A film that dries: dn_i/dt = -g_i gamma_i x_i, where x_i = n_i / N and N = sum n.

    `moles` are those at the start, `speeds` the g_i in mol/s at which each would evaporate by
    itself (zero: never), `gammas` gives the activity coefficients at mole fractions. Solved over
    s, where dt = N ds, so that dn_i/ds = -g_i gamma_i n_i: each n_i falls as an exponential, in an
    ideal mixture exactly so, and never below zero; the gammas follow by Heun's rule. `steps` are
    spread evenly over the logarithm of s.
    """

    moles: Vector
    speeds: Vector
    gammas: Callable[[Vector], Vector]

    def moments(self, *, duration: float, steps: int) -> Iterator[Moment]:
        """From the start until all that evaporates is gone, or `duration` in s has passed."""
        gammas = self.gammas(self.moles / self.moles.sum())
        now = Moment(0.0, self.moles, gammas, self.speeds * gammas)
        yield now
        first, growth = self._grid(now, duration, steps)
        reached = 0.0
        while now.time < duration and self._wet(now.left):
            now, span = self._next(now, max(first, reached * growth), duration)
            reached += span
            yield now

    def lapse(self, left: Vector, rates: Vector, span: float) -> float:
        """The time in s in which s grows by `span`: the integral of N."""
        import numpy as np

        exponents = rates * span
        means = np.ones_like(exponents)
        np.divide(-np.expm1(-exponents), exponents, out=means, where=exponents > 0)
        return float(left @ means) * span

    def _next(self, now: Moment, span: float, duration: float) -> tuple[Moment, float]:
        """The moment a step of `span` or less later, and the step that it took."""
        import numpy as np

        before = self.speeds * now.gammas
        span = min(span, self._longest(before))
        guess = now.left * np.exp(-before * span)
        rates = (before + self.speeds * self.gammas(guess / guess.sum())) / 2
        span = min(span, self._longest(rates))
        passed = self.lapse(now.left, rates, span)
        if now.time + passed > duration:
            span, passed = self._span(now.left, rates, duration - now.time), duration - now.time
        left = now.left * np.exp(-rates * span)
        moment = Moment(now.time + passed, left, self.gammas(left / left.sum()), rates)
        return moment, span

    def _span(self, left: Vector, rates: Vector, time: float) -> float:
        """The inverse of `lapse`, by Newton's rule: from below, as N only falls."""
        import numpy as np

        span = 0.0
        for _ in range(50):
            step = (time - self.lapse(left, rates, span)) / float(left @ np.exp(-rates * span))
            span += step
            if abs(step) <= 1e-12 * span:
                break
        return span

    def _grid(self, start: Moment, duration: float, steps: int) -> tuple[float, float]:
        """The first step of s, and how much s grows by each that follows, relative to itself."""
        rates = start.rates[start.rates > 0]
        if not rates.size:
            return duration / float(start.left.sum()), 1.0
        last = min(-math.log(GONE) / float(rates.min()), FARTHEST)
        if self.lapse(start.left, start.rates, last) > duration:
            last = self._span(start.left, start.rates, duration)
        first = min(0.02 / float(rates.max()), last / steps)
        return first, float((last / first) ** (1 / (steps - 1))) - 1

    def _longest(self, rates: Vector) -> float:
        """The step that leaves a hundredth of what evaporates slowest, so that all is never gone
        at once."""
        volatile = rates[self.speeds > 0]
        return -math.log(0.01) / float(volatile.min()) if volatile.size else math.inf

    def _wet(self, left: Vector) -> bool:
        volatile = self.speeds > 0
        still = left > GONE * self.moles
        return bool((volatile & still).any()) or not volatile.any()
