"""Zeroing in on the best variant: from one survey to the next, and again when people change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from domain.scents.sourcing.contest import Contest, Count, evidence_at, weigh_variants
from domain.scents.sourcing.drift import (
    Drift,
    contest_drift,
    day_of,
    fresh,
    rests_on_a_contest,
    standing,
)
from domain.scents.sourcing.policy import Policy
from domain.scents.sourcing.scent import Decision
from domain.scents.surveys.plan import Task


@dataclass(frozen=True)
class Zeroed:
    """Where the contest stands, and what speaks against the winner until now."""

    contest: Contest
    drift: Drift | None


def zero_in(
    task: Task,
    counts: Collection[Count],
    *,
    survey: str,
    decisions: Sequence[Decision],
    policy: Policy,
    approved: Collection[str],
) -> Zeroed:
    """Weigh what is known when `survey` ends; `counts` and `decisions` are all of the scent's,
    `approved` are those of its `competitors`.

    Surveys are pooled. But where fresh answers speak against the decision that stands, earlier ones
    tell of people who are no longer asked: from then on only what came after it counts. Raises
    BadInput.
    """
    since = counted_since(decisions)
    known = [one for one in evidence_at(counts, survey=survey) if since is None or one.day > since]
    drift = None
    for stands in filter(rests_on_a_contest, standing(decisions)):
        newer = fresh(known, stands)
        if drift := contest_drift(stands, newer, policy=policy):
            known, since = newer, day_of(stands)
    contest = weigh_variants(
        task, known, policy=policy, approved=approved, stands=formula_of(decisions), since=since
    )
    return Zeroed(contest, drift)


def formula_of(decisions: Sequence[Decision]) -> str:
    """The variant that stands; empty where none was decided for."""
    return decisions[-1].source.formula if decisions else ""


def counted_since(decisions: Sequence[Decision]) -> date | None:
    """After this day the last contest counted answers; None: from the beginning."""
    contests = [one for one in decisions if rests_on_a_contest(one)]
    told = contests[-1].evidence["since"] if contests else None
    return date.fromisoformat(str(told)) if told else None
