"""Tables of market research lead to decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.scents.commands import sourcing as commands
from domain.scents.sourcing.policy import Policy
from domain.scents.sourcing.research_table import ResearchReport, ResearchTable
from domain.scents.sourcing.scent import Decision
from scents.handlers.sourcing import policy_version, require_suppliers, scent_or_new

if TYPE_CHECKING:
    from scents.ports import SourcingUnitOfWork

JOB = "market research"


def import_market_research(
    command: commands.ImportMarketResearch,
    uow: SourcingUnitOfWork,
    clock: Callable[[], datetime],
) -> ResearchReport:
    """All rows, or none; a table counts once.

    Raises UnknownSupplier, SupplierInactive, UnknownPolicy, BadInput.
    """
    table = ResearchTable(
        command.reference, command.rows, command.expensive, command.cheap, command.currency
    )
    now = clock()
    with uow:
        require_suppliers({table.expensive, table.cheap}, uow)
        policy = policy_version(command.policy, uow)
        turn = uow.periods.claim(JOB, table.reference)
        if turn is None:
            return ResearchReport(table.reference, policy.reference, {}, known=True)
        decisions = _decide(table, policy, uow, now)
        report = ResearchReport(table.reference, policy.reference, decisions)
        turn.record(report.told(by=command.by, at=now))
        if command.dry_run:
            list(uow.collect_new_events())  # dropped: nobody is told of them
        else:
            uow.commit()
    return report


def _decide(
    table: ResearchTable, policy: Policy, uow: SourcingUnitOfWork, now: datetime
) -> dict[str, Decision]:
    """By scent, in the order of the rows."""
    uow.scents.get_many([row.scent for row in table.rows])  # locked together, in one order
    decided = {}
    for row in table.rows:
        scent = scent_or_new(row.scent, uow)
        decision = table.decision(row, policy, bought=scent.source, at=now)
        decided[row.scent] = scent.decide(decision)
    return decided
