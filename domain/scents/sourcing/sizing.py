"""With so many answers and this policy, how often would it choose wrongly? Exact, no dice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.kernel import BadInput
from domain.scents.sourcing.policy import Policy, Test
from domain.scents.statistics.share import quantile
from domain.scents.statistics.sizing import outcomes
from domain.scents.statistics.stopping import (
    Stop,
    evidence_rule,
    point_rule,
    wald_rule,
    wilson_rule,
)

MOST_SHARES = 200
MARGIN = 0.05
MOST_OF_WALD = 2_000


@dataclass(frozen=True)
class Foresight:
    """What a policy makes of an audience of which the part `share` favours the cheap scent: the
    probability that it decides `wrongly`, `rightly` or not at all, and the answers that it takes on
    average; `ends_early`: it may decide before all are in."""

    share: Fraction
    wrongly: float
    rightly: float
    undecided: float
    mean_answers: float
    ends_early: bool = False


def foresee(policy: Policy, *, answers: int, shares: Sequence[Fraction]) -> list[Foresight]:
    """For each share in turn; a survey ends with so many answers, or where a sequential policy has
    decided. What is done while undecided is no decision. Raises BadInput."""
    if answers < policy.least:
        undecided = (0.0, 0.0, 1.0, float(answers))
        return [Foresight(share, *undecided) for share in shares]
    return _foreseen(policy, answers, shares, *_rule(policy, answers))


def foresee_wald(policy: Policy, *, shares: Sequence[Fraction]) -> list[Foresight]:
    """The same of Wald's test at the threshold and the rate of error of the policy, which tells
    shares apart that lie MARGIN below and above: what a test could do at best that is looked at
    after every answer and lets what lies between go either way. Raises BadInput."""
    line, alpha = float(policy.threshold) / 100, float(policy.alpha)
    rule = wald_rule(line, margin=MARGIN, alpha=alpha)
    return _foreseen(policy, MOST_OF_WALD, shares, rule, None)


def _foreseen(
    policy: Policy,
    answers: int,
    shares: Sequence[Fraction],
    stop: Stop,
    looks: Collection[int] | None,
) -> list[Foresight]:
    if len(shares) > MOST_SHARES:
        raise BadInput("shares", f"at most {MOST_SHARES} of them")
    found = outcomes([float(one) for one in shares], most=answers, stop=stop, looks=looks)
    return [
        Foresight(
            share,
            one.expensive if policy.favours(share) else one.cheap,
            one.cheap if policy.favours(share) else one.expensive,
            one.undecided,
            one.mean_answers,
            ends_early=looks is None or len(looks) > 1,
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
    return point_rule(Fraction(policy.threshold) / 100, inclusive=policy.inclusive), [answers]
