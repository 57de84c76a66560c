"""Where contests of variants stand, for pages."""

from __future__ import annotations

from domain.scents.sourcing.contest import Contest, competitors
from domain.scents.sourcing.policy import PLAIN, Policy
from domain.scents.sourcing.terms import policy_of
from domain.scents.sourcing.zeroing import formula_of, zero_in
from domain.scents.surveys.survey import State
from scents.models import DecisionPolicy, SourcingDecision, Survey
from scents.ports import ApprovedVersions
from scents.repository.acceptance import counts_of
from scents.repository.sourcing import decision_of
from scents.repository.surveys import survey_of


def contest_in(code: str, number: int, *, approved_versions: ApprovedVersions) -> Contest | None:
    """What adaptive task `number` of a closed survey says by now, with the chances of all variants
    and, where nothing is decided, why. None: it is open still, when nobody may know who leads; or
    it decides nothing."""
    row = Survey.objects.exclude(policy="").filter(code=code).first()
    if row is None or row.state not in (State.CLOSED, State.UNBLINDED):
        return None
    survey = survey_of(row)
    task = survey.plan.tasks[number - 1]
    if not task.is_adaptive:
        return None
    decided = SourcingDecision.objects.filter(scent=task.scent).order_by("number")
    decisions = [*map(decision_of, decided)]
    return zero_in(
        task,
        counts_of(task.scent),
        survey=code,
        decisions=decisions,
        policy=_policy(survey.policy),
        approved=approved_versions(competitors(task, formula_of(decisions))),
    ).contest


def _policy(reference: str) -> Policy:
    """The plain one is always there, also where its row is not."""
    if reference == PLAIN.reference:
        return PLAIN
    code, _, version = reference.partition("@")
    row = DecisionPolicy.objects.get(code=code, version=version)
    return policy_of(row.code, row.version, row.terms)
