"""From evidence to a decision between a cheap and an expensive scent, by a policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import log
from typing import Any

from domain.scents.sourcing.evidence import Evidence
from domain.scents.sourcing.policy import Policy, Test, Undecided

DIGITS = 6
"""Decimals of shares and probabilities in the numbers of a verdict."""
NAMED = ("the cheap one", "the expensive one")


class Choice(StrEnum):
    """What is done."""

    CHEAP = "cheap"
    EXPENSIVE = "expensive"
    KEEP = "keep"


@dataclass(frozen=True)
class Verdict:
    """What the policy says to the evidence, and `why`, in words. `provisional`: the evidence does
    not suffice. `numbers` are plain data: those of `numbers_of`, and what was made of them."""

    choice: Choice
    provisional: bool
    numbers: Mapping[str, Any]
    why: str


def weigh(
    policy: Policy, evidence: Evidence, *, is_bought: bool, named: tuple[str, str] = NAMED
) -> Verdict:
    """Apply the policy; `is_bought` tells whether the scent is bought from anybody now, `named` how
    the two are called.

    The point rule compares whole numbers, so that exactly 40 % counts where the policy includes
    equality. It is the answer where the evidence suffices by the test of the policy; with the plain
    test, and of percentages without counts, it always is. Otherwise the policy says what is done.
    Where the evidence does not suffice, the verdict is provisional.
    """
    favoured = policy.favours(evidence.share)
    decided, reason = _suffices(policy, evidence)
    point = Choice.CHEAP if favoured else Choice.EXPENSIVE
    at_once = decided or policy.test is Test.POINT or not evidence.is_counted
    choice = point if at_once else _meanwhile(policy, point, is_bought=is_bought)
    made = {"favoured": favoured, "decided": decided, "choice": choice.value}
    told = _told(policy, evidence, named[0], favoured=favoured)
    why = f"{told} {reason} {_done(choice, named)}"
    return Verdict(choice, not decided, {**numbers_of(policy, evidence), **made}, why)


def numbers_of(policy: Policy, evidence: Evidence) -> dict[str, Any]:
    """All that was computed: the counts, the `per_cent` of the cheap one, the `threshold` in per
    cent and the other terms, the Wilson interval of level 1 - alpha, the `anytime` interval (a
    confidence sequence), `log_e` (the natural logarithm of the e-value) and the `posterior`
    probability that the share reaches the threshold. None: without counts there is none."""
    n, k = evidence.answers, evidence.count
    terms = {
        "policy": policy.reference,
        "threshold": f"{policy.threshold.normalize():f}",
        "inclusive": policy.inclusive,
        "test": policy.test.value,
        "alpha": str(policy.alpha),
        "least": policy.least,
        "undecided": policy.undecided.value,
    }
    counts = {
        **evidence.source,
        "answers": n,
        "cheap": k,
        "expensive": None if n is None or k is None or "neither" in evidence.source else n - k,
        "ties": evidence.ties,
        "per_cent": _rounded(100 * evidence.share),
    }
    return {**terms, **counts, **_statistics(policy, evidence)}


def _statistics(policy: Policy, evidence: Evidence) -> dict[str, Any]:
    from domain.scents.statistics.sequential import confidence_sequence, log_evidence
    from domain.scents.statistics.share import posterior_at_least, quantile, wilson

    if evidence.answers is None or evidence.count is None:
        return dict.fromkeys(("wilson", "anytime", "log_e", "posterior"))
    k, n = evidence.count, evidence.answers
    line, alpha = float(_line(policy)), float(policy.alpha)
    return {
        "wilson": [*map(_rounded, wilson(k, n, z=quantile(alpha)))],
        "anytime": [*map(_rounded, confidence_sequence(k, n, alpha=alpha))],
        "log_e": _rounded(log_evidence(k, n, threshold=line)),
        "posterior": _rounded(posterior_at_least(k, n, threshold=line)),
    }


def _suffices(policy: Policy, evidence: Evidence) -> tuple[bool, str]:
    """Whether the evidence suffices, and why."""
    if evidence.answers is None or evidence.count is None:
        return False, "How many were asked is not known (no counts): provisional."
    n = evidence.answers
    if n < policy.least:
        return False, f"{n} answers are fewer than the {policy.least} of the policy: provisional."
    if policy.test is Test.SEQUENTIAL:
        return _has_crossed(policy, evidence.count, n)
    return _excludes(policy, evidence.count, n)


def _excludes(policy: Policy, k: int, n: int) -> tuple[bool, str]:
    """Whether the Wilson interval lies on one side of the line."""
    from domain.scents.statistics.share import quantile, wilson

    low, high = wilson(k, n, z=quantile(float(policy.alpha)))
    line = float(_line(policy))
    above, below = (low >= line, high < line) if policy.inclusive else (low > line, high <= line)
    told = f"The Wilson interval, {_per_cent(low)} to {_per_cent(high)},"
    if above or below:
        return True, f"{told} excludes the threshold: decided."
    return False, f"{told} holds the threshold: provisional."


def _has_crossed(policy: Policy, k: int, n: int) -> tuple[bool, str]:
    """Whether the e-process stands at 1/alpha or higher; at k/n equal to the line it never does."""
    from domain.scents.statistics.sequential import log_evidence

    found = log_evidence(k, n, threshold=float(_line(policy)))
    needed = -log(float(policy.alpha))
    told = f"The log e-value is {found:.2f}, {needed:.2f} suffice"
    if found >= needed:
        return True, f"{told}: decided, however often somebody has looked."
    return False, f"{told}: provisional."


def _meanwhile(policy: Policy, point: Choice, *, is_bought: bool) -> Choice:
    """What is done while the evidence does not suffice."""
    if policy.undecided is Undecided.EXPENSIVE:
        return Choice.EXPENSIVE
    keeps = policy.undecided is Undecided.KEEP and is_bought
    return Choice.KEEP if keeps else point


def _done(choice: Choice, named: tuple[str, str]) -> str:
    if choice is Choice.KEEP:
        return "What is bought now is kept."
    bought = named[choice is Choice.EXPENSIVE]
    return f"{bought[0].upper()}{bought[1:]} is bought."


def _told(policy: Policy, evidence: Evidence, cheap: str, *, favoured: bool) -> str:
    share = f"{_rounded(100 * evidence.share):.10g} %"
    many = "answer" if evidence.answers == 1 else "answers"
    counted = f"{evidence.count} of {evidence.answers} {many}, {share}, were for {cheap}"
    told = f"{share} were for {cheap}" if evidence.answers is None else counted
    line = f"{policy.threshold.normalize():f} %"
    at_least = f"{line} or more" if policy.inclusive else f"more than {line}"
    return f"{told}; the rule asks for {at_least}: {'' if favoured else 'not '}reached."


def _line(policy: Policy) -> Fraction:
    return Fraction(policy.threshold) / 100


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _rounded(number: float | Fraction | Decimal) -> float:
    return round(float(number), DIGITS)
