"""Evidence that one share is less than another, which may be looked at after every answer."""

from __future__ import annotations

from math import lgamma, log, log1p

from domain.scents.statistics.counts import check_counts

Score = tuple[int, int]
"""How many said yes, of how many."""


def log_evidence_of_less(less: Score, more: Score) -> float:
    """ln E against the hypothesis that the share behind `less` is the same as that behind `more`,
    or greater.

    E = B(1+k, 1+n-k) B(1+m, 1+o-m) / max of p^k (1-p)^(n-k) q^m (1-q)^(o-m) over p >= q, for k of
    n and m of o: the likelihood under uniform mixtures of shares over the greatest one of the
    hypothesis (L. Wasserman, A. Ramdas and S. Balakrishnan, "Universal inference", PNAS 117 (2020)
    16880, section 8). It is never above a martingale of mean 1, so that it ever reaches 1/alpha
    with probability alpha at most, however the answers were spread over the two, and however often
    one looks. The maximum lies at (k+m)/(n+o) for both where k/n < m/o; elsewhere ln E <= 0.
    Raises BadInput.
    """
    (k, n), (m, o) = less, more
    check_counts(k, n)
    check_counts(m, o)
    mixtures = _mixture(k, n) + _mixture(m, o)
    if k * o >= m * n:
        return min(0.0, mixtures - _greatest(k, n) - _greatest(m, o))
    return mixtures - _greatest(k + m, n + o)


def _mixture(k: int, n: int) -> float:
    return lgamma(k + 1) + lgamma(n - k + 1) - lgamma(n + 2)


def _greatest(k: int, n: int) -> float:
    """The logarithm of the likelihood at k/n."""
    yes = k * (log(k) - log(n)) if k else 0.0
    no = (n - k) * log1p(-k / n) if k < n else 0.0
    return yes + no
