"""When a survey has said enough: the rules by which it ends."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from domain.scents.statistics.bisection import first
from domain.scents.statistics.counts import check_error, check_open
from domain.scents.statistics.sequential import boundaries, sprt
from domain.scents.statistics.share import Z95, fewest, wilson

Stop = Callable[[int], tuple[int, int]]
"""With n answers: the largest k of them for the cheap one that decides for the expensive one, and
the smallest that decides for the cheap one; below 0 and above n where none does."""


def point_rule(threshold: Fraction, *, inclusive: bool = True) -> Stop:
    """Cheap where k/n is at least the threshold (above it, where it is not `inclusive`), else
    expensive: it always answers. Raises BadInput."""
    check_open(threshold, field="threshold")

    def stop(n: int) -> tuple[int, int]:
        needed = fewest(n, threshold=threshold)
        if not inclusive and Fraction(needed, n) == threshold:
            needed += 1
        return needed - 1, needed

    return stop


def wilson_rule(threshold: float, *, z: float = Z95) -> Stop:
    """Cheap where the interval lies at or above the threshold, expensive where it lies below.

    Meant for one look: asked after every answer it errs far more often than z tells.
    Raises BadInput.
    """
    check_open(threshold, field="threshold")

    def stop(n: int) -> tuple[int, int]:
        unsaid = first(range(n + 1), lambda k: wilson(k, n, z=z)[1] >= threshold)
        return unsaid - 1, first(range(n + 1), lambda k: wilson(k, n, z=z)[0] >= threshold)

    return stop


def evidence_rule(threshold: float, *, alpha: float) -> Stop:
    """By the evidence of `sequential.boundaries`: errs in at most alpha of all surveys, however
    often it is asked. Raises BadInput."""
    check_open(threshold, field="threshold")
    check_error(alpha, field="alpha")
    return lambda n: boundaries(n, threshold=threshold, alpha=alpha)


def wald_rule(threshold: float, *, margin: float, alpha: float) -> Stop:
    """Wald's test between the shares `margin` below and above the threshold, with the same rate of
    error for both: the fewest answers on average, where the true share lies outside. Raises
    BadInput."""
    low, high = threshold - margin, threshold + margin
    return lambda n: sprt(n, p0=low, p1=high, alpha=alpha, beta=alpha)
