"""Decisions that fresh answers speak against are reopened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.scents.commands.sourcing import WatchSourcing
from domain.scents.sourcing.drift import (
    Drift,
    chosen_drift,
    contest_drift,
    day_of,
    fresh,
    rests_on_a_contest,
    rests_on_a_pair,
    standing,
)
from domain.scents.sourcing.scent import Decision, UnknownScent
from scents.handlers.sourcing import policy_version

if TYPE_CHECKING:
    from domain.scents.events.surveys import EvidenceGathered
    from scents.ports import SendCommand, SourcingUnitOfWork

Clock = Callable[[], datetime]


def watch_decision(event: EvidenceGathered, send_command: SendCommand) -> None:
    """Where nothing is decided yet, nothing can be reopened."""
    try:
        send_command(WatchSourcing(event.scent))
    except UnknownScent:
        return


def watch_sourcing(command: WatchSourcing, uow: SourcingUnitOfWork, clock: Clock) -> Drift | None:
    """What speaks against the decisions that stand; None: nothing does, or they are reopened
    already. Raises UnknownScent."""
    with uow:
        scent = uow.scents.get(command.scent)
        if scent is None:
            raise UnknownScent(command.scent)
        if scent.reopened:
            return None
        for decision in standing(uow.scents.decisions(scent.code)):
            if drift := _drift(scent.code, decision, uow):
                told = {**drift.evidence, "decision": decision.number}
                scent.reopen(survey=drift.survey, evidence=told, reason=drift.reason, at=clock())
                uow.commit()
                return drift
    return None


def _drift(scent: str, decision: Decision, uow: SourcingUnitOfWork) -> Drift | None:
    if rests_on_a_contest(decision):
        over = [one for one in uow.responses.judged(scent) if one.is_over]
        policy = policy_version(decision.policy, uow)
        return contest_drift(decision, fresh(over, decision), policy=policy)
    if not rests_on_a_pair(decision):
        return None
    answered = uow.responses.chosen(scent, after=day_of(decision))
    policy = policy_version(decision.policy, uow)
    return chosen_drift(decision, answered, policy=policy)
