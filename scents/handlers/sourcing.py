"""What the commands about policies and decisions set going."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.kernel import Refused
from domain.scents.commands import sourcing as commands
from domain.scents.sourcing.pair import decide_between, evidence_for, pair_of
from domain.scents.sourcing.policy import DecisionPolicy, Policy, UnknownPolicy
from domain.scents.sourcing.scent import Decision, Scent
from domain.scents.supply.supplier import UnknownSupplier
from domain.scents.surveys.plan import Candidate
from domain.scents.surveys.survey import State, Survey
from scents.handlers.surveys import survey_of

if TYPE_CHECKING:
    from scents.ports import ApprovedVersions, SourcingUnitOfWork, UnitCosts

Clock = Callable[[], datetime]


class SurveyNotOver(Refused):
    """Answers still come in."""

    code = "survey-not-over"

    def __init__(self, survey: str) -> None:
        super().__init__(f"survey {survey} is not closed yet: nothing is decided before")


class NothingToDecide(Refused):
    """The task does not ask for one of two, or the survey has no policy."""

    code = "nothing-to-decide"

    def __init__(self, survey: str, task: int) -> None:
        super().__init__(f"task {task} of {survey} asks for no decision between two")


class NotApproved(Refused):
    """What was not found safe is not sold."""

    code = "formula-not-approved"

    def __init__(self, version: str) -> None:
        super().__init__(f"{version} is not an approved version of a formula")


class SupplierInactive(Refused):
    """Nothing is bought there."""

    code = "supplier-inactive"

    def __init__(self, supplier: str) -> None:
        super().__init__(f"supplier {supplier} is inactive: nothing is bought there")


def record_policy(command: commands.RecordPolicy, uow: SourcingUnitOfWork) -> Policy:
    """Answers the version, which is an old one where its terms are the same."""
    with uow:
        policy = uow.policies.get(command.policy.code)
        if policy is None:
            policy = DecisionPolicy(command.policy.code)
            uow.policies.add(policy)
        recorded = policy.record_version(command.policy, by=command.by)
        uow.commit()
    return recorded


def decide_sourcing(
    command: commands.DecideSourcing,
    uow: SourcingUnitOfWork,
    clock: Clock,
    approved_versions: ApprovedVersions,
) -> Decision | None:
    """None where this evidence has led to a decision before.

    What can be bought or sold no longer wins nothing: then the evidence waits, for somebody may
    find another supplier, or approve again. Raises SupplierInactive, NotApproved, NothingToDecide,
    NoEvidence, SurveyNotOver, UnknownSurvey, UnknownPolicy.
    """
    reference = f"{command.survey}/{command.task}"
    with uow:
        survey = survey_of(command.survey, uow)
        policy = _settled(survey, command.task, uow)
        task, samples = survey.task(command.task)
        scent = scent_or_new(task.scent, uow)
        if uow.scents.decided_from(reference, [task.scent]):
            return None
        marks = uow.responses.counts(survey.code, command.task)
        evidence = evidence_for(samples, marks, reference=reference)
        decided = decide_between(
            pair_of(samples), evidence, policy, bought=scent.source, at=clock(), survey=survey.code
        )
        if decided.source != scent.source:
            _require_source(decided.source, uow, approved_versions)
        decided = scent.decide(decided)
        uow.commit()
    return decided


def overrule_sourcing(
    command: commands.OverruleSourcing,
    uow: SourcingUnitOfWork,
    clock: Clock,
    unit_costs: UnitCosts,
    approved_versions: ApprovedVersions,
) -> Decision:
    """Raises UnknownSupplier, SupplierInactive, NotApproved, BadInput."""
    wanted, now = Candidate(command.supplier, command.formula), clock()
    with uow:
        _require_source(wanted, uow, approved_versions)
        scent = scent_or_new(command.scent, uow)
        costs, currency = _costs(scent, wanted.supplier, unit_costs, uow, now)
        decided = scent.overrule(
            wanted, costs=costs, currency=currency, reason=command.reason, by=command.by, at=now
        )
        uow.commit()
    return decided


def scent_or_new(code: str, uow: SourcingUnitOfWork) -> Scent:
    """Raises BadInput where this can be no code."""
    scent = uow.scents.get(code)
    if scent is None:
        scent = Scent(code)
        uow.scents.add(scent)
    return scent


def policy_version(reference: str, uow: SourcingUnitOfWork) -> Policy:
    """The latest of CODE, or that of CODE@2. Raises UnknownPolicy."""
    code, at, number = reference.partition("@")
    policy = uow.policies.get(code)
    versions = policy.versions if policy else []
    wanted = [one for one in versions if not at or str(one.version) == number]
    if not wanted:
        raise UnknownPolicy(reference)
    return wanted[-1]


def require_suppliers(codes: set[str], uow: SourcingUnitOfWork) -> None:
    """Raises UnknownSupplier, SupplierInactive."""
    known = uow.suppliers.get_many(sorted(codes))
    for code in sorted(codes):
        if code not in known:
            raise UnknownSupplier(code)
        if not known[code].profile.active:
            raise SupplierInactive(code)


def _settled(survey: Survey, number: int, uow: SourcingUnitOfWork) -> Policy:
    """The policy that was settled when the survey opened."""
    if survey.state not in (State.CLOSED, State.UNBLINDED):
        raise SurveyNotOver(survey.code)
    if not 1 <= number <= len(survey.plan.tasks) or not survey.policy:
        raise NothingToDecide(survey.code, number)
    if not survey.plan.tasks[number - 1].is_two_way:
        raise NothingToDecide(survey.code, number)
    return policy_version(survey.policy, uow)


def _require_source(
    wanted: Candidate, uow: SourcingUnitOfWork, approved_versions: ApprovedVersions
) -> None:
    if wanted.supplier:
        require_suppliers({wanted.supplier}, uow)
    if wanted.formula and wanted.formula not in approved_versions({wanted.formula}):
        raise NotApproved(wanted.formula)


def _costs(
    scent: Scent, wanted: str, unit_costs: UnitCosts, uow: SourcingUnitOfWork, now: datetime
) -> tuple[dict[str, Decimal], str]:
    """Of a unit today, from those that were compared and the one that is wanted, in its currency,
    for as many units as were compared; nothing where it does not offer the scent."""
    chosen = wanted or (scent.source.supplier if scent.source else "")
    suppliers = {chosen, *(scent.last.costs if scent.last else ())} - {""}
    wanted_costs = {(scent.code, one) for one in suppliers}
    found = unit_costs(wanted_costs, quantity=_quantity(scent, uow), on=now.date())
    _, currency = found.get((scent.code, chosen), (None, ""))
    costs = {name: cost for (_, name), (cost, of) in found.items() if of == currency}
    return costs, currency


def _quantity(scent: Scent, uow: SourcingUnitOfWork) -> int:
    """Of the policy that decided last; a single unit where none has."""
    policies = [one.policy for one in uow.scents.decisions(scent.code) if one.policy]
    return policy_version(policies[-1], uow).quantity if policies else 1
