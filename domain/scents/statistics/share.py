"""A share out of counts: how sure it is, and whether two differ. k of n answers favour one of
two things."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from domain.kernel import BadInput
from domain.scents.statistics.counts import check_count, check_counts, check_error, check_open

Z95 = 1.959964
"""The two-sided 95 % quantile of the normal distribution, to the digits that tables give."""
LARGEST_Z = 10.0
"""Beyond that of any rate of error that is accepted here."""


@dataclass(frozen=True)
class Lift:
    """How far a second share is from a first, relative to the first; `low` to `high` is the
    confidence interval, `p_value` that of no difference, two-sided."""

    relative: float
    low: float
    high: float
    p_value: float


def quantile(alpha: float) -> float:
    """The z that a standard normal value exceeds, on either side, with probability alpha.

    Raises BadInput.
    """
    check_error(alpha, field="alpha")
    return abs(NormalDist().inv_cdf(alpha / 2))


def fewest(n: int, *, threshold: Fraction) -> int:
    """The smallest k with k/n >= threshold, equality included: integers only, nothing rounded.

    Raises BadInput; of no answers there is no share.
    """
    check_count(n, field="n", least=1)
    check_open(threshold, field="threshold")
    return -(-n * threshold.numerator // threshold.denominator)


def wilson(k: int, n: int, *, z: float = Z95) -> tuple[float, float]:
    """The score interval of a share, within 0 to 1; the whole of it where nobody answered.

    (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n), p = k/n; E. B. Wilson, J. Am. Stat.
    Assoc. 22 (1927) 209; method 3 of R. G. Newcombe, Statist. Med. 17 (1998) 857.
    Raises BadInput.
    """
    check_counts(k, n)
    if not 0 < z <= LARGEST_Z:
        raise BadInput("z", f"must be above 0 and at most {LARGEST_Z}")
    if n == 0:
        return 0.0, 1.0
    share, spread = k / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    high = centre + half if k < n else 1.0
    return max(0.0, centre - half), min(1.0, high)  # by less than a rounding error


def posterior_at_least(k: int, n: int, *, threshold: float) -> float:
    """The probability that the true share is at least the threshold, after k of n answers.

    1 - I_t(1+k, 1+n-k): the beta posterior of a uniform prior (Bayes 1763; A. Gelman et al.,
    Bayesian Data Analysis, 3rd ed., section 2.1). Raises BadInput.
    """
    from scipy.special import betaincc

    check_counts(k, n)
    check_open(threshold, field="threshold")
    return float(betaincc(1 + k, 1 + n - k, threshold))


def lift(k1: int, n1: int, k2: int, n2: int, *, alpha: float = 0.05) -> Lift | None:
    """The relative difference (p2 - p1)/p1 of two shares, with Welch's t-test.

    Variance by the delta method, v2/(n2 p1^2) + v1 p2^2/(n1 p1^4) with v = p(1-p); degrees of
    freedom by B. L. Welch, Biometrika 34 (1947) 28: the frequentist form that GrowthBook documents.
    None where it says nothing: a share is 0, a sample has fewer than two answers, or both are 1.
    Raises BadInput.
    """
    from scipy.special import stdtr, stdtrit

    check_counts(k1, n1)
    check_counts(k2, n2)
    check_error(alpha, field="alpha")
    if 0 in (k1, k2) or 1 in (n1, n2) or (k1, k2) == (n1, n2):
        return None
    p1, p2 = k1 / n1, k2 / n2
    w1, w2 = p1 * (1 - p1) / n1, p2 * (1 - p2) / n2
    freedom = (w1 + w2) ** 2 / (w1**2 / (n1 - 1) + w2**2 / (n2 - 1))
    relative = (p2 - p1) / p1
    error = sqrt(w2 + w1 * (p2 / p1) ** 2) / p1
    half = error * abs(float(stdtrit(freedom, alpha / 2)))
    p_value = 2 * float(stdtr(freedom, -abs(relative) / error))
    return Lift(relative, relative - half, relative + half, p_value)
