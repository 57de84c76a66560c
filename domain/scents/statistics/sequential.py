"""Evidence about a share that may be looked at after every answer, and acted on at once."""

from __future__ import annotations

from math import lgamma, log, log1p

from domain.kernel import BadInput
from domain.scents.statistics.bisection import first, nearest
from domain.scents.statistics.counts import check_count, check_counts, check_error, check_open


def log_evidence(k: int, n: int, *, threshold: float) -> float:
    """ln E_n against the share being the threshold t: E_n = B(1+k, 1+n-k) / (t^k (1-t)^(n-k)).

    The likelihood under a uniform mixture of shares, over that at t; H. Robbins, Ann. Math.
    Statist. 41 (1970) 1397. A nonnegative martingale of mean 1 where the share is t, so that it
    ever reaches 1/alpha with probability alpha at most (J. Ville, 1939).
    Raises BadInput.
    """
    check_counts(k, n)
    check_open(threshold, field="threshold")
    return _log_evidence(k, n, threshold)


def boundaries(n: int, *, threshold: float, alpha: float) -> tuple[int, int]:
    """With n answers: the largest k that says "below the threshold", and the smallest that says
    "at least"; -1 and n+1 where none does.

    E_n >= 1/alpha, and k/n on that side. E_n falls up to k = floor((n+1)t), the mode of the
    binomial, where it is 1 at most, and rises from there. Raises BadInput.
    """
    check_count(n, field="n")
    check_open(threshold, field="threshold")
    check_error(alpha, field="alpha")
    needed = -log(alpha)
    mode = min(n, int((n + 1) * threshold))
    unsaid = first(range(mode + 1), lambda k: _log_evidence(k, n, threshold) < needed)
    above = first(range(mode, n + 1), lambda k: _log_evidence(k, n, threshold) >= needed)
    return unsaid - 1, above


def confidence_sequence(k: int, n: int, *, alpha: float) -> tuple[float, float]:
    """The shares p with E_n(p) < 1/alpha, after k of n answers; 0 to 1 where nobody answered.

    With probability 1 - alpha it holds the true share at every n at once, however often one looks.
    The ends are the nearest that E_n excludes (or 0, or 1). Raises BadInput.
    """
    check_counts(k, n)
    check_error(alpha, field="alpha")
    needed = -log(alpha)

    def excluded(share: float) -> bool:
        return _log_evidence(k, n, share) >= needed

    low = nearest(0.0, k / n, excluded=excluded) if k else 0.0
    high = nearest(1.0, k / n, excluded=excluded) if k < n else 1.0
    return low, high


def sprt(n: int, *, p0: float, p1: float, alpha: float, beta: float) -> tuple[int, int]:
    """Wald's test of p0 against a higher p1: with n answers, the largest k that accepts p0 and
    the smallest that accepts p1; -1 and n+1 where none does.

    k ln(p1/p0) + (n-k) ln((1-p1)/(1-p0)) is at most ln(beta/(1-alpha)), or at least
    ln((1-beta)/alpha); A. Wald, Ann. Math. Statist. 16 (1945) 117. `alpha` and `beta` are the rates
    of error at p0 and p1, nearly. Raises BadInput.
    """
    check_count(n, field="n")
    check_open(p0, field="p0")
    check_open(p1, field="p1")
    check_error(alpha, field="alpha")
    check_error(beta, field="beta")
    if p0 >= p1:
        raise BadInput("p1", "must be above p0")
    if alpha + beta >= 1:
        raise BadInput("beta", "must leave alpha + beta below 1")
    gain, loss = log(p1 / p0), log1p(-p1) - log1p(-p0)
    low, high = log(beta / (1 - alpha)), log((1 - beta) / alpha)
    unsaid = first(range(n + 1), lambda k: k * gain + (n - k) * loss > low)
    return unsaid - 1, first(range(n + 1), lambda k: k * gain + (n - k) * loss >= high)


def _log_evidence(k: int, n: int, t: float) -> float:
    mixture = lgamma(k + 1) + lgamma(n - k + 1) - lgamma(n + 2)
    return mixture - k * log(t) - (n - k) * log1p(-t)
