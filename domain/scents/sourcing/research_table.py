"""A table of market research, weighed row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.kernel import BadInput
from domain.scents.events.sourcing import MarketResearchImported
from domain.scents.sourcing.market_research import ResearchRow
from domain.scents.sourcing.pair import Pair, Side, decide_between
from domain.scents.sourcing.policy import Policy
from domain.scents.sourcing.savings import Savings, add_up
from domain.scents.sourcing.scent import Decision
from domain.scents.sourcing.weighing import NAMED
from domain.scents.supply.offer import is_currency
from domain.scents.surveys.plan import Candidate, require_text

MOST_ROWS = 1_000
LONGEST_REFERENCE = 100


@dataclass(frozen=True)
class ResearchTable:
    """A table under the `reference` by which it is known again. `expensive` and `cheap` are the
    suppliers that its columns stand for. Raises BadInput."""

    reference: str
    rows: Sequence[ResearchRow]
    expensive: str
    cheap: str
    currency: str

    def __post_init__(self) -> None:
        require_text("reference", self.reference, longest=LONGEST_REFERENCE, may_be_empty=False)
        if not 1 <= len(self.rows) <= MOST_ROWS:
            raise BadInput("rows", f"must be 1 to {MOST_ROWS}")
        if len({row.scent for row in self.rows}) < len(self.rows):
            raise BadInput("rows", "a scent stands in the table twice")
        if self.expensive == self.cheap:
            raise BadInput("cheap", "must be another supplier than the expensive one")
        if not is_currency(self.currency):
            raise BadInput("currency", "must be an ISO 4217 code, such as USD")

    def decision(
        self, row: ResearchRow, policy: Policy, *, bought: Candidate | None, at: datetime
    ) -> Decision:
        """What the policy makes of a row; `bought` is what is bought now."""
        pair = Pair(
            Side(Candidate(self.cheap), row.cheap_cost),
            Side(Candidate(self.expensive), row.expensive_cost),
            self.currency,
        )
        evidence = row.evidence(reference=self.reference)
        return decide_between(pair, evidence, policy, bought=bought, at=at)


@dataclass(frozen=True)
class ResearchReport:
    """What a table has led to, or would: decisions by scent, in the order of its rows. `known`:
    it was taken in before, so that nothing was decided."""

    reference: str
    policy: str
    decisions: Mapping[str, Decision]
    known: bool = False

    @property
    def sums(self) -> list[Savings]:
        """By currency; a table has one."""
        return add_up(self.decisions.values())

    def told(self, *, by: str, at: datetime) -> MarketResearchImported:
        decisions = [_told(scent, one) for scent, one in self.decisions.items()]
        sums = {one.currency: _sums(one) for one in self.sums}
        return MarketResearchImported(self.reference, self.policy, decisions, sums, by, at)


def share_of(one: Decision) -> str:
    """Whose the per cent is: where both cost the same, none is the cheap one."""
    found: str = one.evidence["of"]["cheap"] if one.evidence["equal_costs"] else NAMED[0]
    return found


def _told(scent: str, one: Decision) -> dict[str, Any]:
    return {
        "scent": scent,
        "supplier": one.source.supplier,
        "per_cent": one.evidence["per_cent"],
        "share_of": share_of(one),
        "cost": "" if one.cost is None else str(one.cost),
        "saving": "" if one.saving is None else str(one.saving),
        "currency": one.currency,
        "provisional": one.provisional,
        "reverses": one.reverses,
    }


def _sums(one: Savings) -> dict[str, str]:
    names = ("scents", "chosen", "dearest", "saving", "per_cent")
    return {name: str(getattr(one, name)) for name in names}
