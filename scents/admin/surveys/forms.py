"""What researchers fill in about surveys, and the commands that it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminSelectWidget

from domain.kernel import BadInput
from domain.scents.commands import surveys as commands
from domain.scents.sourcing.policy import PLAIN
from domain.scents.surveys.plan import Method, Plan, Task
from domain.scents.surveys.survey import MOST_AT_ONCE, State
from domain.scents.surveys.text import read_plan
from messaging.admin.forms import IdentifierField, LineField, WholeNumberField, switch
from scents import queries
from scents.admin.formula_forms import FormulaForm
from scents.admin.surveys.plan_fields import LinesField, MomentField, TextField, in_words
from scents.queries import survey_plans
from scents.survey_lines import (
    GROUP_FORM,
    OUT,
    QUESTION_FORM,
    TASK_FORM,
    lines_of,
    read_groups,
    read_questions,
    read_tasks,
    write_groups,
    write_questions,
    write_tasks,
)

MOST_SUGGESTED = 100
CONSENT = (
    "I take part of my own free will and may stop at any time. What I answer is stored without my "
    "name, under the number of my invitation; with it I can have my answers shown or erased. I "
    "know of no allergy or illness for which I must keep away from scents."
)


def known_candidates() -> dict[str, list[str]]:
    return {
        "Suppliers": queries.known_suppliers(MOST_SUGGESTED),
        "Approved versions": survey_plans.known_approved_versions(MOST_SUGGESTED),
    }


def policy_choices() -> list[tuple[str, str]]:
    return [*((code, code) for code in survey_plans.known_policies()), ("", "none: no decision")]


class PlanForm(FormulaForm):
    """What is asked, and of whom."""

    survey_title = LineField(label="Title", help_text="The participants read it.")
    introduction = TextField(required=False, help_text="The participants read it first.")
    consent = TextField(initial=CONSENT, help_text="Without it nothing is recorded.")
    tasks = LinesField(
        read_tasks, known=known_candidates, rows=5, example=TASK_FORM,
        help_text="One in a line: scent | method | candidates | question. A candidate is a "
        "supplier, an approved version (JUNGLE@2) or both (JUNGLE@2 of CHEAP), with ; between "
        f"them; the question may be left out. Methods: {', '.join(Method)}. Example: {TASK_FORM}",
    )  # fmt: skip
    groups = LinesField(
        read_groups, required=False, example=GROUP_FORM,
        help_text="Parts of the audience, one in a line, and how many answers each may give; "
        f"without a number as many as come. Example: {GROUP_FORM}",
    )  # fmt: skip
    questions = LinesField(
        read_questions, required=False, label="Screening questions", example=QUESTION_FORM,
        help_text="One in a line: name | question | answers, with ; between them. Whoever gives "
        f"an answer marked {OUT} takes no part. Example: {QUESTION_FORM}",
    )  # fmt: skip
    policy = forms.ChoiceField(
        choices=policy_choices, initial=PLAIN.code, required=False,
        widget=UnfoldAdminSelectWidget(),
        help_text="How it is decided in the end. Its version is settled when the survey opens.",
    )  # fmt: skip
    closes_at = MomentField(
        required=False, label="Closes at, UTC", help_text="Empty: when somebody closes it."
    )
    close_early = switch(
        help_text="Close as soon as a policy that allows it has enough answers for every task."
    )

    plan: Plan

    def clean(self) -> dict[str, Any]:
        filled = super().clean()
        for fault in self._unknown(filled.get("tasks") or ()):
            self.add_error("tasks", fault)
        if not self.errors:
            try:
                self.plan = _plan(filled)
            except BadInput as fault:
                field = {"title": "survey_title"}.get(fault.field, fault.field)
                told = ValidationError(in_words(fault.reason))
                self.add_error(field if field in self.fields else None, told)
        return filled

    def _unknown(self, tasks: Sequence[Task]) -> Iterator[str]:
        """Candidates that there are none of, with the lines in which they stand."""
        listed = [one for task in tasks for one in task.candidates]
        unknown = {
            *queries.unknown_suppliers(one.supplier for one in listed if one.supplier),
            *survey_plans.unknown_versions({one.formula for one in listed if one.formula}),
        }
        numbers = [number for number, _ in lines_of(self.data.get("tasks", ""))]
        for number, task in zip(numbers, tasks, strict=False):
            for one in task.candidates:
                if named := unknown & {one.supplier, one.formula}:
                    yield f"Line {number}: nobody knows {', '.join(sorted(named))}."


class NewSurvey(PlanForm):
    """A survey that is not open yet."""

    title = "Save the draft"
    code = IdentifierField(
        max_length=40, help_text="It stands in the links, such as SEA-2026-1. It never changes."
    )
    field_order = ["code"]

    def command(self) -> commands.DraftSurvey:
        return commands.DraftSurvey(self.key(), self.plan, self.by)

    def key(self) -> str:
        return str(self.cleaned_data["code"])


class Revise(PlanForm):
    """Another plan, as long as nobody was asked."""

    title = "Revise"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state == State.DRAFT:
            self.initial.update(filled_in(read_plan(self.instance.plan)))

    def command(self) -> commands.ReviseSurvey:
        return commands.ReviseSurvey(self.instance.pk, self.plan, self.by)


class Open(FormulaForm):
    """From now on people answer."""

    title = "Open to answers"
    looked = forms.BooleanField(
        label="I have looked at the plan again",
        help_text="Now the samples get their random codes, and the prices of today and the "
        "version of the policy are settled. After this nothing of the plan can be changed: "
        "neither tasks nor candidates, texts, groups, quotas or the time of closing; and nobody "
        "sees the candidates again before the survey is unblinded.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.version_number

    def clean(self) -> dict[str, Any]:
        """Who looked at another plan has not looked at this one."""
        filled = super().clean()
        now = self.instance.version_number
        if filled.get("seen", now) != now:
            self.data = {**self.data, "seen": now, "looked": ""}
            self.add_error("looked", "The plan was changed meanwhile: look at it again.")
        return filled

    def command(self) -> commands.OpenSurvey:
        return commands.OpenSurvey(self.instance.pk, self.by)


class Invite(FormulaForm):
    """More people may answer."""

    title = "Issue invitations"
    count = WholeNumberField(
        least=1, most=MOST_AT_ONCE, help_text="So many more; each takes one answer."
    )

    def command(self) -> commands.IssueInvitations:
        return commands.IssueInvitations(self.instance.pk, self.cleaned_data["count"], self.by)

    def told(self, answer: Any) -> str:
        return f"The invitations {answer[0]} to {answer[-1]} are issued."


class Close(FormulaForm):
    """No more answers."""

    title = "Close the survey"
    reason = LineField(help_text="It is kept. A closed survey does not open again.")

    def command(self) -> commands.CloseSurvey:
        return commands.CloseSurvey(self.instance.pk, self.cleaned_data["reason"], self.by)


class Unblind(FormulaForm):
    """Somebody is told who made the samples."""

    title = "Unblind"
    permission = "scents.unblind_survey"
    reason = LineField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = "Your name, the time and the reason are kept, for all to see who see this survey."
        if self.instance.state == State.OPEN:
            told = (
                "Answers still come in. Whoever knows who made the samples can sway them: do it "
                f"only to label the vials, and take no part in asking. {told}"
            )
        else:
            told = f"From now on all who see this survey see who made the samples. {told}"
        self.fields["reason"].help_text = told

    def command(self) -> commands.UnblindSurvey:
        return commands.UnblindSurvey(self.instance.pk, self.cleaned_data["reason"], self.by)


def invitation_field() -> IdentifierField:
    return IdentifierField(max_length=40, help_text="As it stands on the card or in the link.")


class Erase(FormulaForm):
    """A participant takes his answer back."""

    title = "Erase an answer"
    invitation = invitation_field()
    sure = forms.BooleanField(
        label="Erase it for good",
        help_text="It is counted no more, and the invitation cannot be used again.",
    )

    def command(self) -> commands.EraseResponse:
        return commands.EraseResponse(self.instance.pk, self.cleaned_data["invitation"])


def filled_in(plan: Plan, *, blind: bool = False) -> dict[str, Any]:
    """The form as it would be filled in for this plan; `blind`: but for the candidates."""
    return {
        "survey_title": plan.title,
        "introduction": plan.introduction,
        "consent": plan.consent,
        "tasks": write_tasks(plan.tasks, blind=blind),
        "groups": write_groups(plan.groups),
        "questions": write_questions(plan.questions),
        "policy": plan.policy,
        "closes_at": plan.closes_at,
        "close_early": plan.close_early,
    }


def _plan(filled: dict[str, Any]) -> Plan:
    """Raises BadInput."""
    names = ("tasks", "consent", "introduction", "groups", "questions", "policy", "closes_at")
    said = {name: filled[name] for name in names}
    return Plan(title=filled["survey_title"], close_early=filled["close_early"], **said)
