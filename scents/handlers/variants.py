"""The variant that most people accept becomes the formula of its scent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.scents.commands import sourcing as commands
from domain.scents.sourcing.contest import Contest, competitors
from domain.scents.sourcing.scent import Decision, Kind, Scent
from domain.scents.sourcing.zeroing import Zeroed, formula_of, zero_in
from domain.scents.surveys.plan import Candidate
from domain.scents.surveys.survey import State, Survey
from scents.handlers.sourcing import NothingToDecide, SurveyNotOver, policy_version, scent_or_new
from scents.handlers.surveys import survey_of

if TYPE_CHECKING:
    from domain.scents.events.surveys import EvidenceGathered
    from domain.scents.sourcing.policy import Policy
    from scents.ports import ApprovedVersions, SendCommand, SourcingUnitOfWork

Clock = Callable[[], datetime]


def weigh_contest(event: EvidenceGathered, send_command: SendCommand) -> None:
    """A task that is not adaptive is somebody else's."""
    try:
        send_command(commands.DecideVariant(event.code, event.task))
    except NothingToDecide:
        return


def decide_variant(
    command: commands.DecideVariant,
    uow: SourcingUnitOfWork,
    clock: Clock,
    approved_versions: ApprovedVersions,
) -> Decision | None:
    """None where the evidence does not suffice, or has led to a decision before.

    Raises NothingToDecide, SurveyNotOver, UnknownSurvey, UnknownPolicy.
    """
    reference = f"{command.survey}/{command.task}"
    with uow:
        survey = survey_of(command.survey, uow)
        policy = _settled(survey, command.task, uow)
        task = survey.plan.tasks[command.task - 1]
        scent = scent_or_new(task.scent, uow)
        if uow.scents.decided_from(reference, [task.scent]):
            return None
        decisions = uow.scents.decisions(scent.code)
        zeroed = zero_in(
            task,
            uow.responses.judged(task.scent),
            survey=survey.code,
            decisions=decisions,
            policy=policy,
            approved=approved_versions(competitors(task, formula_of(decisions))),
        )
        decided = _take(zeroed, scent, survey, reference=reference, at=clock())
        uow.commit()
    return decided


def _take(
    zeroed: Zeroed, scent: Scent, survey: Survey, *, reference: str, at: datetime
) -> Decision | None:
    contest, drift = zeroed.contest, zeroed.drift
    if drift:
        scent.reopen(survey=survey.code, evidence=drift.evidence, reason=drift.reason, at=at)
    if contest.winner is None:
        return None
    return scent.decide(
        _decision(scent, contest, contest.winner, survey, reference=reference, at=at)
    )


def _decision(
    scent: Scent, contest: Contest, winner: str, survey: Survey, *, reference: str, at: datetime
) -> Decision:
    """The supplier stays, and with him what a unit costs."""
    last = scent.last
    stays = {last.source.supplier: last.cost} if last and last.cost is not None else {}
    return Decision(
        Kind.VARIANT,
        Candidate(formula=winner),
        survey.policy,
        at,
        policy=survey.policy,
        survey=survey.code,
        evidence={**contest.evidence, "reference": reference},
        costs=stays,
        currency=last.currency if last and stays else "",
        reason=contest.why,
    )


def _settled(survey: Survey, number: int, uow: SourcingUnitOfWork) -> Policy:
    """The policy that was settled when the survey opened."""
    if survey.state not in (State.CLOSED, State.UNBLINDED):
        raise SurveyNotOver(survey.code)
    if not 1 <= number <= len(survey.plan.tasks) or not survey.policy:
        raise NothingToDecide(survey.code, number)
    if not survey.plan.tasks[number - 1].is_adaptive:
        raise NothingToDecide(survey.code, number)
    return policy_version(survey.policy, uow)
