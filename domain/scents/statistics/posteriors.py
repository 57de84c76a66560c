"""What is known of shares of acceptance after some answers, for many contests at once.

Each of K arms starts from Beta(1, 1), so `a` of `n` answers leave Beta(1 + a, 1 + n - a). Arrays of
counts have the shape (contests, K).

Integrals are taken over the logit y of a share, where every such density is smooth and falls off
on both sides. Nodes are laid by every arm for itself, as densely as its own width asks, so arms
with no answers and with ten million stand side by side. Between neighbouring nodes the rule is that
of Hermite and Obreschkoff with two derivatives, h (f0 + f1) / 2 + h^2 (f0' - f1') / 10 +
h^3 (f0'' + f1'') / 120, which is off by h^7 f^(6) / 100800.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FINE, COARSE = 56, 12
"""Nodes of each arm: chances to a millionth; mostly to a thousandth, enough for simulations."""
REACH = 7.5
"""Standard deviations of the logit to each side that nodes are laid over. The outermost stand half
as far again: what is left there is next to nothing even beside the widest neighbour."""
TAIL = 14.0
"""Where a tail is an exponential rather than normal: how many times its length, in addition."""
CELLS = 10_000
"""Worked on at once, so that they stay in the processor's cache."""


@dataclass(frozen=True)
class Prospects:
    """`best`: the chance that an arm has the greatest share, of the shape (contests, K), one in
    sum; `greatest`: the expected greatest share, of the shape (contests,)."""

    best: Array
    greatest: Array


def prospects(accepted: Array, shown: Array, *, nodes: int = FINE) -> Prospects:
    """Of the arms of each contest; `nodes` of each arm say how precisely."""
    import numpy as np

    contests, arms = accepted.shape
    size = max(1, CELLS // (arms * arms * nodes))
    parts = [
        _prospects(accepted[start : start + size], shown[start : start + size], nodes)
        for start in range(0, contests, size)
    ]
    best = np.concatenate([part.best for part in parts])
    return Prospects(best, np.concatenate([part.greatest for part in parts]))


def logit_moments(accepted: Array, shown: Array) -> tuple[Array, Array]:
    """Mean and variance of the logit of each share: differences of the digamma function, sums of
    the trigamma function (of log-gamma variables, whose difference it is)."""
    from scipy.special import polygamma, psi

    alpha, beta = 1 + accepted, 1 + shown - accepted
    return psi(alpha) - psi(beta), polygamma(1, alpha) + polygamma(1, beta)


def _prospects(accepted: Array, shown: Array, nodes: int) -> Prospects:
    import numpy as np
    from scipy.special import expit

    y = _nodes(accepted, shown, nodes)
    x, widths = expit(y), np.diff(y)
    density, slope, bend = _densities(accepted, shown, y, x)
    below = _distributions(accepted, shown, x, widths, (density, slope, bend))
    rate = density / below
    bow = rate * (slope - rate)
    all_below = np.exp(np.log(below).sum(axis=1))
    total, total_bow = rate.sum(axis=1), bow.sum(axis=1)
    value = rate * all_below[:, None, :]
    first = slope - rate + total[:, None, :]
    second = bend - bow + total_bow[:, None, :] + first * first
    known = value, value * first, value * second
    best = _spans(widths[:, None, :], *known).sum(axis=2).clip(0)
    whole = best.sum(axis=1)
    greatest = _spans(widths, *_weighed(x, *(part.sum(axis=1) for part in known))).sum(axis=1)
    return Prospects(best / whole[:, None], greatest / whole)


def _weighed(x: Array, value: Array, first: Array, second: Array) -> tuple[Array, Array, Array]:
    """A density of the logit times the share x, and the two derivatives by the logit."""
    moved = x * (1 - x)
    bent = x * second + 2 * moved * first + moved * (1 - 2 * x) * value
    return x * value, x * first + moved * value, bent


def _nodes(accepted: Array, shown: Array, nodes: int) -> Array:
    """Logits in order, of the shape (contests, K x nodes), where the greatest share may lie.

    Arms lay them a little apart, so that equal ones do not lay the same. None stands left of where
    some arm almost certainly is: there, no arm is the best.
    """
    import numpy as np

    alpha, beta = 1 + accepted, 1 + shown - accepted
    means, variances = logit_moments(accepted, shown)
    reach = REACH * np.sqrt(variances)[:, :, None]
    arms = accepted.shape[1]
    apart = np.linspace(0, 2 / (nodes - 1), arms, endpoint=False)
    steps = np.clip(np.linspace(-1, 1, nodes) + apart[:, None], -1, 1)
    tails = np.where(steps < 0, (TAIL / alpha)[:, :, None], (TAIL / beta)[:, :, None])
    y = means[:, :, None] + reach * (steps + steps**9 / 2) + tails * steps**3
    least = y[:, :, 0].max(axis=1, keepdims=True)
    laid: Array = np.maximum(y.reshape(len(y), -1), least)
    laid.sort(axis=1)
    return laid


def _densities(accepted: Array, shown: Array, y: Array, x: Array) -> tuple[Array, Array, Array]:
    """Of each arm's logit at the nodes, of the shape (contests, K, nodes); the slopes of their
    logarithms, and the slopes of those."""
    import numpy as np
    from scipy.special import betaln

    alpha, beta = (1 + accepted)[:, :, None], (1 + shown - accepted)[:, :, None]
    up, down = -np.logaddexp(0, -y)[:, None, :], -np.logaddexp(0, y)[:, None, :]
    density = np.exp(alpha * up + beta * down - betaln(alpha, beta))
    both, x = alpha + beta, x[:, None, :]
    return density, alpha - both * x, -both * (x * (1 - x))


def _distributions(
    accepted: Array, shown: Array, x: Array, widths: Array, known: tuple[Array, Array, Array]
) -> Array:
    """The chance that an arm's share lies below each node; never zero, so that logarithms exist."""
    import numpy as np
    from scipy.special import betainc

    density, slope, bend = known
    below = np.empty_like(density)
    below[:, :, 0] = betainc(1 + accepted, 1 + shown - accepted, x[:, :1])
    first, second = density * slope, density * (slope * slope + bend)
    below[:, :, 1:] = _spans(widths[:, None, :], density, first, second)
    np.cumsum(below, axis=2, out=below)
    return np.clip(below, np.maximum(density * 1e-9, 1e-290), 1.0, out=below)


def _spans(widths: Array, value: Array, first: Array, second: Array) -> Array:
    """The integral from each node to the next, from a function and its two derivatives."""
    even = value[..., :-1] + value[..., 1:]
    odd = first[..., :-1] - first[..., 1:]
    bent = second[..., :-1] + second[..., 1:]
    result: Array = widths * (even / 2 + widths * (odd / 10 + widths * bent / 120))
    return result
