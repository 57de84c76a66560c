"""Do fresh answers speak against a decision that stands?

Fresh are answers to surveys that are over, of days (UTC) after the day of the decision. All that it
rests on was answered on that day or before. `docs/adr/0027-drift.md` tells why no others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from fractions import Fraction
from math import log
from typing import Any

from domain.scents.sourcing.contest import ACCEPTANCE, Count, pooled
from domain.scents.sourcing.policy import Policy
from domain.scents.sourcing.scent import Decision

Score = tuple[int, int]


@dataclass(frozen=True)
class Drift:
    """Fresh answers speak against a decision: `reason` in words, `evidence` as plain data."""

    reason: str
    evidence: Mapping[str, Any]


def fresh(counts: Iterable[Count], decision: Decision) -> list[Count]:
    day = decision.at.astimezone(UTC).date()
    return [one for one in counts if one.is_over and one.day > day]


def rests_on_a_contest(decision: Decision) -> bool:
    return bool(decision.evidence.get("method") == ACCEPTANCE)


def share_drift(decision: Decision, score: Score, *, policy: Policy) -> Drift | None:
    """Whether the cheap one, which `score` (count, answers) of the fresh answers chose, is on the
    other side of the threshold by now. It errs in `alpha` of all decisions at most, however often
    it is asked (`statistics.sequential`). Raises BadInput."""
    from domain.scents.statistics.sequential import log_evidence

    count, answers = score
    line = Fraction(str(decision.evidence["threshold"])) / 100
    if answers < max(1, policy.least) or count == line * answers:
        return None
    favoured = count > line * answers
    found = log_evidence(count, answers, threshold=float(line))
    if favoured == stands_for_cheap(decision) or found < -log(policy.alpha):
        return None
    share = f"{count} of {answers} fresh answers chose the cheap one"
    side = "above" if favoured else "below"
    told = {"count": count, "answers": answers, "log_e": round(found, 6)}
    return Drift(f"{share}: significantly {side} {100 * float(line):.10g} %", told)


def stands_for_cheap(decision: Decision) -> bool:
    """Whether the cheap one of the two is bought by the decision, chosen or kept."""
    choice, cheap = decision.evidence["choice"], str(decision.evidence["of"]["cheap"])
    source = decision.source
    keeps_it = choice == "keep" and cheap in (str(source), source.supplier, source.formula)
    return choice == "cheap" or keeps_it


def contest_drift(decision: Decision, counts: Collection[Count], *, policy: Policy) -> Drift | None:
    """Whether the winner is accepted less than when it won, or another variant is the best now.

    Half of `alpha` goes to each. The first half is divided by the number of variants, any of which
    could have won by luck; the second by the number of rivals (Bonferroni). So a decision to which
    nothing happened is reopened with a probability of `alpha` at most, however often it is asked.
    `counts` are the fresh ones. Raises BadInput.
    """
    before = {one["formula"]: (one["accepted"], one["judged"]) for one in _variants(decision)}
    now = pooled(counts)
    current = str(decision.evidence["winner"])
    if now.get(current, (0, 0))[1] < max(1, policy.least):
        return None
    return _declined(current, before, now, policy) or _overtaken(current, before, now, policy)


def _declined(
    current: str, before: Mapping[str, Score], now: Mapping[str, Score], policy: Policy
) -> Drift | None:
    from domain.scents.statistics.contrast import log_evidence_of_less

    found = log_evidence_of_less(now[current], before[current])
    if found < -log(policy.alpha / 2 / len(before)):
        return None
    reason = f"{current} is accepted by {_told(now[current])}, and was by {_told(before[current])}"
    return Drift(reason, _evidence(current, before, now, found))


def _overtaken(
    current: str, before: Mapping[str, Score], now: Mapping[str, Score], policy: Policy
) -> Drift | None:
    from domain.scents.statistics.bandit import winner
    from domain.scents.statistics.contrast import log_evidence_of_less

    names = [name for name in before if name in now]
    if len(names) < 2:
        return None
    accepted, judged = zip(*(now[name] for name in names), strict=True)
    won = winner(accepted, judged, confidence=float(policy.confidence), least=policy.least)
    if won is None or names[won] == current:
        return None
    found = log_evidence_of_less(now[current], now[names[won]])
    if found < -log(policy.alpha / 2 / (len(before) - 1)):
        return None
    best, stands = _told(now[names[won]]), _told(now[current])
    reason = f"{names[won]} is accepted by {best}, {current} by {stands}"
    return Drift(reason, _evidence(names[won], before, now, found))


def _variants(decision: Decision) -> list[Mapping[str, Any]]:
    return list(decision.evidence["variants"])


def _evidence(
    of: str, before: Mapping[str, Score], now: Mapping[str, Score], found: float
) -> dict[str, Any]:
    fresh_counts = [
        {"formula": name, "accepted": now[name][0], "judged": now[name][1]}
        for name in before
        if name in now
    ]
    return {"of": of, "fresh": fresh_counts, "log_e": round(found, 6)}


def _told(score: Score) -> str:
    accepted, judged = score
    return f"{accepted} of {judged}"
