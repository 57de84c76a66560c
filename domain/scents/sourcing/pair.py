"""Two that an audience compared, and what is decided between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from domain.scents.sourcing.evidence import Evidence
from domain.scents.sourcing.policy import Policy, Undecided
from domain.scents.sourcing.scent import Decision, Kind
from domain.scents.sourcing.weighing import NAMED, Choice, weigh
from domain.scents.surveys.judgement import TIE
from domain.scents.surveys.plan import Candidate
from domain.scents.surveys.samples import Sample, Samples

Marks = Mapping[tuple[str, str], int]
"""How often a mark was made on a task: by sample (as in `judgement.Mark`) and outcome."""


@dataclass(frozen=True)
class Side:
    """One of the two; `cost` of a unit."""

    source: Candidate
    cost: Decimal | None


@dataclass(frozen=True)
class Pair:
    """The two, in one `currency`. Evidence is for the `first`."""

    first: Side
    second: Side
    currency: str = ""

    @property
    def costs(self) -> dict[str, Decimal]:
        """Of a unit, by supplier."""
        sides = (self.first, self.second)
        return {one.source.supplier: one.cost for one in sides if one.cost is not None}

    @property
    def has_a_cheap_one(self) -> bool:
        first, second = self.first.cost, self.second.cost
        return first is not None and second is not None and first != second

    def turned(self) -> Pair:
        return Pair(self.second, self.first, self.currency)


def pair_of(samples: Samples) -> Pair:
    """The two samples of a task, at the costs of the day on which the survey opened."""
    first, second = (Side(one.candidate, one.cost) for one in samples)
    return Pair(first, second, next((one.currency for one in samples if one.currency), ""))


def evidence_for(samples: Samples, marks: Marks, *, reference: str) -> Evidence:
    """For the first of two samples. In paired comparisons ties are left out: they favour neither.

    Raises NoEvidence.
    """
    first, second = (_chosen(one, marks) for one in samples)
    ties = sum(count for (_, outcome), count in marks.items() if outcome == TIE)
    source = {"source": "survey", "reference": reference}
    return Evidence.counted(first, first + second, ties=ties, source=source)


def decide_between(
    pair: Pair,
    evidence: Evidence,
    policy: Policy,
    *,
    bought: Candidate | None,
    at: datetime,
    survey: str = "",
) -> Decision:
    """The decision by the policy. `bought` is what is bought now; `survey` is where it was asked.

    The cheap one is that of the lower cost. Where both cost the same, or no costs are known (two
    formulas of one supplier), nothing can be saved: the more favoured one is bought, so that the
    line is 50 %; at exactly 50 % what is bought now, or else the first by name.
    """
    pair, evidence, policy = _in_roles(pair, evidence, policy, bought)
    sides = (str(pair.first.source), str(pair.second.source))
    named = NAMED if pair.has_a_cheap_one else sides
    verdict = weigh(policy, evidence, is_bought=bought is not None, named=named)
    chosen = pair.first if verdict.choice is Choice.CHEAP else pair.second
    keeps = verdict.choice is Choice.KEEP and bought is not None
    told = {
        "of": dict(zip(("cheap", "expensive"), sides, strict=True)),
        "equal_costs": not pair.has_a_cheap_one,
    }
    return Decision(
        _kind(pair),
        bought if keeps and bought else chosen.source,
        policy.reference,
        at,
        policy=policy.reference,
        survey=survey,
        evidence={**verdict.numbers, **told},
        costs=pair.costs,
        currency=pair.currency,
        provisional=verdict.provisional,
        reason=verdict.why,
    )


def _in_roles(
    pair: Pair, evidence: Evidence, policy: Policy, bought: Candidate | None
) -> tuple[Pair, Evidence, Policy]:
    """With the cheap one first, or the more favoured one where there is no cheap one."""
    if pair.has_a_cheap_one:
        first, second = pair.first.cost or Decimal(0), pair.second.cost or Decimal(0)
        return (
            (pair, evidence, policy)
            if first < second
            else (pair.turned(), evidence.turned(), policy)
        )
    even = replace(policy, threshold=Decimal(50), inclusive=True, undecided=_without_dear(policy))
    sides = ((pair, evidence), (pair.turned(), evidence.turned()))
    chosen = max(sides, key=lambda one: _preferred(one[0], one[1], bought))
    return (*chosen, even)


def _preferred(
    pair: Pair, evidence: Evidence, bought: Candidate | None
) -> tuple[Fraction, bool, bool]:
    mine, other = pair.first.source, pair.second.source
    return evidence.share, mine == bought, str(mine) < str(other)


def _without_dear(policy: Policy) -> Undecided:
    """Where none is expensive, there is none to fall back on."""
    dear = policy.undecided is Undecided.EXPENSIVE
    return Undecided.PROVISIONAL if dear else policy.undecided


def _kind(pair: Pair) -> Kind:
    same = pair.first.source.supplier == pair.second.source.supplier
    return Kind.VARIANT if same else Kind.SUPPLIER


def _chosen(sample: Sample, marks: Marks) -> int:
    """How often it was chosen, among all or of a pair: there the outcome is its code."""
    code = sample.codes[0]
    return sum(
        count
        for (of, outcome), count in marks.items()
        if outcome == code or (of, outcome) == (code, "chosen")
    )
