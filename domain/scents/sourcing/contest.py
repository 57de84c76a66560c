"""Variants of a scent that compete for acceptance: has one of them won?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from domain.scents.sourcing.policy import Policy
from domain.scents.surveys.assignment import Acceptance
from domain.scents.surveys.plan import Task

ACCEPTANCE = "acceptance"
"""The `method` in the evidence of a decision that rests on a contest."""
DIGITS = 6


class Count(NamedTuple):
    """How often a variant was accepted and judged, on a day (UTC), in a survey that is over or not
    yet."""

    survey: str
    is_over: bool
    variant: str
    day: date
    accepted: int
    judged: int


@dataclass(frozen=True)
class Contest:
    """Where it stands. `evidence` are the numbers, as plain data, with `why`, in words. None has
    won as long as the evidence does not suffice."""

    winner: str | None
    evidence: Mapping[str, Any]

    @property
    def why(self) -> str:
        return str(self.evidence["why"])


def evidence_at(counts: Iterable[Count], *, survey: str) -> list[Count]:
    """What counts when `survey` ends: its own answers, and those to surveys that are over. Answers
    to others that are open stay out: a decision names the variants, and with their counts it would
    name the codes of an open survey."""
    return [one for one in counts if one.is_over or one.survey == survey]


def pooled(counts: Iterable[Count]) -> Acceptance:
    """By variant, over surveys and days."""
    found: dict[str, tuple[int, int]] = {}
    for one in counts:
        accepted, judged = found.get(one.variant, (0, 0))
        found[one.variant] = (accepted + one.accepted, judged + one.judged)
    return found


def competitors(task: Task, stands: str) -> list[str]:
    """Versions of formulas: those of the task, and the one that stands, if any."""
    return [*dict.fromkeys([one.formula for one in task.candidates] + [stands] * bool(stands))]


def weigh_variants(
    task: Task,
    counts: Collection[Count],
    *,
    policy: Policy,
    approved: Collection[str],
    stands: str = "",
    since: date | None = None,
) -> Contest:
    """One wins that is the best with the policy's `confidence` or more, by the policy's `least`
    number of answers of its own. The variant that `stands` competes by what was said of it before,
    also where the task leaves it out: the better of two bad ones does not replace it. Variants
    whose approval was withdrawn compete no more. `since` is the day after which answers are
    counted; None: from the beginning."""
    from domain.scents.statistics.bandit import chances_of_best, winner

    known = pooled(counts)
    wanted = competitors(task, stands if stands in known else "")
    names = [name for name in wanted if name in approved]
    scores = [known.get(name, (0, 0)) for name in names]
    told = _terms(task, policy)
    told["since"] = since.isoformat() if since else None
    told["surveys"] = sorted({one.survey for one in counts if one.variant in names})
    told["withdrawn"] = sorted({*wanted} - {*names})
    if len(names) < 2:
        why = "Fewer than two variants are approved: nothing is left to choose from."
        return Contest(None, {**told, "variants": [], "winner": None, "why": why})
    accepted, judged = zip(*scores, strict=True)
    chances = chances_of_best(accepted, judged)
    won = winner(accepted, judged, confidence=float(policy.confidence), least=policy.least)
    told["variants"] = [
        _variant(name, *score, chance, policy)
        for name, score, chance in zip(names, scores, chances, strict=True)
    ]
    leader = max(range(len(names)), key=lambda n: chances[n])
    why = _told(names[leader], chances[leader], judged[leader], policy, won=won is not None)
    name = None if won is None else names[won]
    return Contest(name, {**told, "winner": name, "why": why})


def _terms(task: Task, policy: Policy) -> dict[str, Any]:
    return {
        "method": ACCEPTANCE,
        "strategy": task.strategy.value,
        "floor": str(task.floor),
        "policy": policy.reference,
        "confidence": str(policy.confidence),
        "alpha": str(policy.alpha),
        "least": policy.least,
    }


def _variant(
    name: str, accepted: int, judged: int, chance: float, policy: Policy
) -> dict[str, Any]:
    """`anytime`: its share of acceptance, by a confidence sequence: others hold only where the
    number of answers was settled before, and here the answers themselves settle it."""
    from domain.scents.statistics.sequential import confidence_sequence

    low, high = confidence_sequence(accepted, judged, alpha=float(policy.alpha))
    return {
        "formula": name,
        "accepted": accepted,
        "judged": judged,
        "per_cent": round(100 * accepted / judged, DIGITS) if judged else None,
        "anytime": [round(low, DIGITS), round(high, DIGITS)],
        "best": round(chance, DIGITS),
    }


def _told(leader: str, chance: float, judged: int, policy: Policy, *, won: bool) -> str:
    stands = f"{leader} is the best with a chance of {100 * chance:.1f} %, by {judged} answers"
    asks = f"the policy asks for {100 * policy.confidence:.10g} % and {policy.least} answers"
    return f"{stands}; {asks}: {'decided' if won else 'nothing is decided yet'}."
