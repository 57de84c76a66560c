"""Shares with both of their intervals, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from domain.scents.statistics.counts import LARGEST, check_counts, check_error
from domain.scents.statistics.share import quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Interval = tuple[float, float]
ALPHA = 0.05
HALVINGS = 40
"""Bisections of an interval within 0 to 1: its ends are known to 1e-12."""


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n` answers. `at_end` is Wilson's interval, to be read once, when all answers are
    in; `anytime` holds however often one looks. Both are 0 to 1 where nobody answered."""

    count: int
    n: int
    at_end: Interval
    anytime: Interval

    @property
    def value(self) -> float | None:
        """None: of no answers there is no share."""
        return self.count / self.n if self.n else None


def shares(counted: Sequence[tuple[int, int]], *, alpha: float = ALPHA) -> list[Share]:
    """One for each (count, n), each with a rate of error of alpha by itself. Raises BadInput."""
    check_error(alpha, field="alpha")
    for k, n in counted:
        if not 0 <= k <= n <= LARGEST:
            check_counts(k, n)
    at_end, anytime = wilsons(counted, z=quantile(alpha)), sequences(counted, alpha=alpha)
    return [
        Share(k, n, one, other) for (k, n), one, other in zip(counted, at_end, anytime, strict=True)
    ]


def wilsons(counted: Sequence[tuple[int, int]], *, z: float) -> list[Interval]:
    """`statistics.share.wilson` of each (count, n), thousands in milliseconds."""
    import numpy as np

    if not counted:
        return []
    k, n = np.array(counted, dtype=np.float64).T
    share, spread = k / np.maximum(n, 1), z * z / np.maximum(n, 1)
    centre = (share + spread / 2) / (1 + spread)
    half = np.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    low = np.where(k > 0, np.maximum(centre - half, 0), 0.0)
    high = np.where(k < n, np.minimum(centre + half, 1), 1.0)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def sequences(counted: Sequence[tuple[int, int]], *, alpha: float) -> list[Interval]:
    """`statistics.sequential.confidence_sequence` of each (count, n), thousands in milliseconds.

    The shares p at which the mixture evidence B(1+k, 1+n-k) / (p^k (1-p)^(n-k)) stays below
    1/alpha (H. Robbins, Ann. Math. Statist. 41 (1970) 1397), by bisection from either side of k/n.
    """
    import numpy as np
    from scipy.special import betaln

    if not counted:
        return []
    k, n = np.array(counted, dtype=np.float64).T
    needed = betaln(1 + k, 1 + n - k) + log(alpha)
    share = k / np.maximum(n, 1)
    low = _end(np.zeros_like(share), share, k, n, needed)
    high = _end(np.ones_like(share), share, k, n, needed)
    lows, highs = np.where(k > 0, low, 0.0), np.where(k < n, high, 1.0)
    return list(zip(lows.tolist(), highs.tolist(), strict=True))


def _end(outer: Array, inner: Array, k: Array, n: Array, needed: Array) -> Array:
    """Where the evidence is just enough, from the side where it is."""
    import numpy as np
    from scipy.special import xlog1py, xlogy

    for _ in range(HALVINGS):
        middle = (outer + inner) / 2
        excluded = needed - xlogy(k, middle) - xlog1py(n - k, -middle) >= 0
        outer, inner = np.where(excluded, middle, outer), np.where(excluded, inner, middle)
    return outer
