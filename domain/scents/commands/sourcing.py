"""What can be decided of scents; `by` is the person who does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.kernel import Command
from domain.scents.sourcing.market_research import ResearchRow
from domain.scents.sourcing.policy import Policy


@dataclass(frozen=True)
class RecordPolicy(Command):
    """A new policy, or a new version of one; the number in `policy` is given anew."""

    policy: Policy
    by: str


@dataclass(frozen=True)
class DecideSourcing(Command):
    """Weigh what a closed survey says in this task (from 1), by the policy of the survey."""

    survey: str
    task: int


@dataclass(frozen=True)
class DecideVariant(Command):
    """Make the variant that has won in this task (from 1) of a closed survey the formula of its
    scent, where the evidence suffices by the policy of the survey."""

    survey: str
    task: int


@dataclass(frozen=True)
class ImportMarketResearch(Command):
    """Decide by a table of market research: `expensive` and `cheap` are the codes of the suppliers
    that its columns stand for. All rows, or none; the same `reference` again decides nothing.
    `dry_run`: only tell what would be decided."""

    reference: str
    rows: Sequence[ResearchRow]
    expensive: str
    cheap: str
    currency: str
    policy: str
    by: str
    dry_run: bool = False


@dataclass(frozen=True)
class OverruleSourcing(Command):
    """A person decides otherwise, for a reason; an empty supplier or formula stays as it is."""

    scent: str
    supplier: str
    formula: str
    reason: str
    by: str


@dataclass(frozen=True)
class WatchSourcing(Command):
    """Reopen the decision of a scent where fresh answers speak against it."""

    scent: str
