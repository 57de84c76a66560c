"""Do fresh answers speak against a decision that stands?

Fresh are answers of days (UTC) after the day of the decision: all that it rests on was answered on
that day or before. They count when their survey is over; `docs/adr/0027-drift.md` tells why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from fractions import Fraction
from math import log
from typing import Any, NamedTuple

from domain.scents.sourcing.contest import ACCEPTANCE, Count, pooled
from domain.scents.sourcing.evidence import Evidence, NoEvidence
from domain.scents.sourcing.pair import Marks, evidence_for
from domain.scents.sourcing.policy import Policy
from domain.scents.sourcing.scent import Decision, Kind
from domain.scents.surveys.samples import Samples

Score = tuple[int, int]


class Chosen(NamedTuple):
    """What was answered to a task about two, in a survey that is over, after some day."""

    survey: str
    samples: Samples
    marks: Marks


@dataclass(frozen=True)
class Drift:
    """Fresh answers speak against a decision: `reason` in words, `evidence` as plain data;
    `survey` is the last of those that were answered."""

    reason: str
    evidence: Mapping[str, Any]
    survey: str = ""


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """Of all decisions, in order: the last of each kind that audiences made since a person decided.
    What a person decided stands for his reasons, which answers do not speak against."""
    by_people = [n for n, one in enumerate(decisions) if one.kind is Kind.OVERRULED]
    since = decisions[by_people[-1] + 1 :] if by_people else decisions
    return [*{one.kind: one for one in since}.values()]


def fresh(counts: Iterable[Count], decision: Decision) -> list[Count]:
    return [one for one in counts if one.day > day_of(decision)]


def day_of(decision: Decision) -> date:
    """UTC, as the tallies count."""
    return decision.at.astimezone(UTC).date()


def rests_on_a_contest(decision: Decision) -> bool:
    return bool(decision.evidence.get("method") == ACCEPTANCE)


def rests_on_a_pair(decision: Decision) -> bool:
    """Then the `evidence` tells which two, and who was the cheap one."""
    return "of" in decision.evidence and bool(decision.policy)


def chosen_drift(decision: Decision, answered: Sequence[Chosen], *, policy: Policy) -> Drift | None:
    """`share_drift` by the fresh answers to tasks about the same two. Raises BadInput."""
    cheap = str(decision.evidence["of"]["cheap"])
    same = [one for one in answered if _asks_of(one.samples) == {*decision.evidence["of"].values()}]
    count = answers = 0
    for one in same:
        told = _evidence_for(cheap, one)
        count, answers = count + (told.count or 0), answers + (told.answers or 0)
    drift = share_drift(decision, (count, answers), policy=policy)
    if drift is None:
        return None
    surveys = [one.survey for one in same]
    return replace(drift, evidence={**drift.evidence, "surveys": surveys}, survey=surveys[-1])


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
    found = _declined(current, before, now, policy) or _overtaken(current, before, now, policy)
    if found is None:
        return None
    surveys = sorted({one.survey for one in counts})
    last = max(counts, key=lambda one: one.day).survey
    return replace(found, evidence={**found.evidence, "surveys": surveys}, survey=last)


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


def _asks_of(samples: Samples) -> set[str]:
    return {str(one.candidate) for one in samples}


def _evidence_for(cheap: str, one: Chosen) -> Evidence:
    samples = sorted(one.samples, key=lambda sample: str(sample.candidate) != cheap)
    try:
        return evidence_for(tuple(samples), one.marks, reference=one.survey)
    except NoEvidence:
        return Evidence(Fraction(0), 0, 0)


def _told(score: Score) -> str:
    accepted, judged = score
    return f"{accepted} of {judged}"
