"""With so many answers and this policy, how often would it choose wrongly? Exact, no dice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.kernel import BadInput
from domain.scents.sourcing.policy import Policy, Test
from domain.scents.statistics.share import quantile
from domain.scents.statistics.sizing import outcomes
from domain.scents.statistics.stopping import Stop, evidence_rule, wilson_rule

MOST_SHARES = 200


@dataclass(frozen=True)
class Foresight:
    """What a policy makes of an audience of which the part `share` favours the cheap scent: the
    probability that it decides `wrongly`, `rightly` or not at all, and the answers that it takes on
    average."""

    share: Fraction
    wrongly: float
    rightly: float
    undecided: float
    mean_answers: float


def foresee(policy: Policy, *, answers: int, shares: Sequence[Fraction]) -> list[Foresight]:
    """For each share in turn; a survey ends with so many answers, or where a sequential policy has
    decided. What is done while undecided is no decision. Raises BadInput."""
    if len(shares) > MOST_SHARES:
        raise BadInput("shares", f"at most {MOST_SHARES} of them")
    if answers < policy.least:
        undecided = (0.0, 0.0, 1.0, float(answers))
        return [Foresight(share, *undecided) for share in shares]
    stop, looks = _rule(policy, answers)
    found = outcomes([float(one) for one in shares], most=answers, stop=stop, looks=looks)
    return [
        Foresight(
            share,
            one.expensive if policy.favours(share) else one.cheap,
            one.cheap if policy.favours(share) else one.expensive,
            one.undecided,
            one.mean_answers,
        )
        for share, one in zip(shares, found, strict=True)
    ]


def _rule(policy: Policy, answers: int) -> tuple[Stop, Collection[int]]:
    """When it decides, and with how many answers it looks."""
    line = float(policy.threshold) / 100
    if policy.test is Test.SEQUENTIAL:
        rule = evidence_rule(line, alpha=float(policy.alpha))
        return rule, range(policy.least, answers + 1)
    if policy.test is Test.INTERVAL:
        return wilson_rule(line, z=quantile(float(policy.alpha))), [answers]
    return _point_rule(policy), [answers]


def _point_rule(policy: Policy) -> Stop:
    """In whole numbers, as the policy itself does it."""
    line = Fraction(policy.threshold) / 100

    def stop(n: int) -> tuple[int, int]:
        needed = -(-line.numerator * n // line.denominator)
        if not policy.favours(Fraction(needed, n)):
            needed += 1
        return needed - 1, needed

    return stop
