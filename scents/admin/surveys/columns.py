"""How lists and pages show surveys, and what lists are filtered by."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from domain.scents.surveys.survey import State
from domain.scents.surveys.text import read_plan
from messaging.admin.filters import Options, OptionsFilter
from messaging.admin.looks import grouped, plain
from scents.admin.revised import moment
from scents.admin.surveys.tables import answers_of, quotas_of, state_of
from scents.models import Survey
from scents.queries import survey_plans
from scents.survey_lines import write_tasks


class StateFilter(OptionsFilter):
    """How far it is."""

    title = "state"
    parameter_name = "state"

    def choices_now(self) -> Options:
        today = survey_plans.answered_on(timezone.now().date())
        states = {one.value: (one.value.capitalize(), Q(state=one.value)) for one in State}
        return {**states, "answered": ("Open, answered today", today)}


class ScentFilter(OptionsFilter):
    """What is judged."""

    title = "scent"
    parameter_name = "scent"

    def choices_now(self) -> Options:
        scents = survey_plans.surveyed_scents()
        return {scent: (scent, Q(scents__contains=[scent])) for scent in scents}


class SurveyColumns:
    """None of them tells who made a sample, but for the plan of a draft."""

    @admin.display(description="title", ordering="title")
    def name(self, survey: Survey) -> str:
        return survey.title

    @admin.display(description="scents")
    def about(self, survey: Survey) -> str:
        return ", ".join(survey.scents)

    @admin.display(description="state", ordering="state")
    def state_now(self, survey: Survey) -> SafeString:
        return state_of(survey)

    @admin.display()
    def answers(self, survey: Survey) -> str:
        return answers_of(survey)

    @admin.display()
    def quotas(self, survey: Survey) -> str:
        return quotas_of(survey)

    @admin.display(description="screened out")
    def screened(self, survey: Survey) -> str:
        return grouped(survey.screened_out)

    @admin.display(description="opened", ordering="opened_at")
    def opened(self, survey: Survey) -> Any:
        return survey.opened_at

    @admin.display(description="closes", ordering="closes_at")
    def closes(self, survey: Survey) -> str:
        at = survey.closed_at or survey.closes_at
        return moment(at) if at else "-"

    @admin.display(description="introduction")
    def intro(self, survey: Survey) -> SafeString:
        return plain(survey.plan["introduction"])

    @admin.display(description="consent")
    def consent_text(self, survey: Survey) -> SafeString:
        return plain(survey.plan["consent"])

    @admin.display(description="decided by")
    def decided_by(self, survey: Survey) -> str:
        """The version is settled when it opens."""
        early = ", closes when the evidence suffices" if survey.plan["close_early"] else ""
        return (survey.policy or survey.plan["policy"] or "nothing is decided") + early

    @admin.display(description="the plan")
    def asked(self, survey: Survey) -> SafeString:
        """Before it is opened only."""
        is_draft = survey.state == State.DRAFT
        return plain(write_tasks(read_plan(survey.plan).tasks) if is_draft else "")
