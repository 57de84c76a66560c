"""What the commands about surveys set going; answers to them are in `responses`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from domain.kernel import Refused
from domain.scents.commands import surveys as commands
from domain.scents.sourcing.policy import UnknownPolicy
from domain.scents.supply.supplier import UnknownSupplier
from domain.scents.surveys.plan import Plan
from domain.scents.surveys.samples import codes_needed
from domain.scents.surveys.survey import Survey, SurveyExists, UnknownSurvey

if TYPE_CHECKING:
    from domain.scents.sourcing.policy import Policy
    from scents.ports import ApprovedVersions, Chance, SurveysUnitOfWork, UnitCosts

Clock = Callable[[], datetime]


class UnapprovedSample(Refused):
    """Nobody smells what was not found safe."""

    code = "sample-not-approved"

    def __init__(self, versions: str) -> None:
        super().__init__(f"not approved, so nobody may be asked to smell it: {versions}")


class NoPrice(Refused):
    """A decision compares costs."""

    code = "no-price"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the decision needs prices in one currency: {reason}")


def draft_survey(command: commands.DraftSurvey, uow: SurveysUnitOfWork) -> None:
    """Raises SurveyExists, UnknownSupplier, UnknownPolicy, BadInput."""
    with uow:
        if uow.surveys.get(command.code) is not None:
            raise SurveyExists(command.code)
        _require_known(command.plan, uow)
        uow.surveys.add(Survey.draft(command.code, command.plan, by=command.by))
        uow.commit()


def revise_survey(command: commands.ReviseSurvey, uow: SurveysUnitOfWork) -> None:
    """Raises NotADraft, UnknownSurvey, UnknownSupplier, UnknownPolicy, BadInput."""
    with uow:
        survey = survey_of(command.code, uow)
        _require_known(command.plan, uow)
        survey.revise(command.plan, by=command.by)
        uow.commit()


def open_survey(
    command: commands.OpenSurvey,
    uow: SurveysUnitOfWork,
    clock: Clock,
    chance: Chance,
    unit_costs: UnitCosts,
    approved_versions: ApprovedVersions,
) -> None:
    """Raises UnapprovedSample, NoPrice, NotADraft, UnknownSurvey, UnknownPolicy, BadInput."""
    now = clock()
    with uow:
        survey = survey_of(command.code, uow)
        _require_known(survey.plan, uow)
        _require_approved(survey.plan, approved_versions)
        policy = _policy(survey.plan.policy, uow)
        wanted = {
            (task.scent, one.supplier)
            for task in survey.plan.tasks
            for one in task.candidates
            if one.supplier
        }
        quantity = policy.quantity if policy else 1
        costs = unit_costs(wanted, quantity=quantity, on=now.date())
        if policy:
            _require_prices(survey.plan, {key: currency for key, (_, currency) in costs.items()})
        survey.open(
            by=command.by,
            at=now,
            policy=policy.reference if policy else "",
            secret=chance.secret(),
            seed=chance.seed(),
            codes=chance.codes(codes_needed(survey.plan)),
            costs=costs,
        )
        uow.commit()


def issue_invitations(command: commands.IssueInvitations, uow: SurveysUnitOfWork) -> range:
    """Answers their numbers. Raises SurveyNotOpen, UnknownSurvey, BadInput."""
    with uow:
        issued = survey_of(command.code, uow).invite(command.count, by=command.by)
        uow.commit()
    return issued


def close_survey(command: commands.CloseSurvey, uow: SurveysUnitOfWork, clock: Clock) -> None:
    """Raises SurveyNotOpen, UnknownSurvey, BadInput."""
    with uow:
        survey = survey_of(command.code, uow)
        survey.close(by=command.by, at=clock(), reason=command.reason)
        uow.commit()


def unblind_survey(command: commands.UnblindSurvey, uow: SurveysUnitOfWork, clock: Clock) -> None:
    """Raises NothingToUnblind, UnknownSurvey, BadInput."""
    with uow:
        survey = survey_of(command.code, uow)
        survey.unblind(by=command.by, at=clock(), reason=command.reason)
        uow.commit()


def survey_of(code: str, uow: SurveysUnitOfWork) -> Survey:
    """Raises UnknownSurvey."""
    survey = uow.surveys.get(code)
    if survey is None:
        raise UnknownSurvey(code)
    return survey


def _require_known(plan: Plan, uow: SurveysUnitOfWork) -> None:
    suppliers = {one.supplier for task in plan.tasks for one in task.candidates if one.supplier}
    known = uow.suppliers.get_many(sorted(suppliers))
    for supplier in sorted(suppliers - known.keys()):
        raise UnknownSupplier(supplier)
    _policy(plan.policy, uow)


def _policy(code: str, uow: SurveysUnitOfWork) -> Policy | None:
    if not code:
        return None
    policy = uow.policies.get(code)
    if policy is None:
        raise UnknownPolicy(code)
    return policy.latest


def _require_approved(plan: Plan, approved_versions: ApprovedVersions) -> None:
    formulas = {one.formula for task in plan.tasks for one in task.candidates if one.formula}
    if missing := formulas - set(approved_versions(formulas)):
        raise UnapprovedSample(", ".join(sorted(missing)))


def _require_prices(plan: Plan, currencies: dict[tuple[str, str], str]) -> None:
    """Of what is decided between suppliers."""
    for task in plan.tasks:
        suppliers = [one.supplier for one in task.candidates if one.supplier]
        if not task.is_two_way or len(set(suppliers)) < 2:
            continue
        found = {currencies.get((task.scent, supplier)) for supplier in suppliers}
        if None in found:
            raise NoPrice(f"a supplier offers no {task.scent} today")
        if len(found) > 1:
            raise NoPrice(f"{task.scent} is offered in several")
