"""Results of surveys: pictures first, then figures; live while a survey is open, and blind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from domain.scents.surveys.survey import State
from messaging.admin.csv_export import csv_response
from messaging.admin.filters import OptionsFilter
from messaging.admin.look_again import LooksAgain
from messaging.admin.looks import address_of, badge, grouped
from messaging.admin.page_forms import FormsAdmin
from scents import queries
from scents.admin.surveys.result_sections import picture_of, results_context
from scents.admin.surveys.sealed import SealedAdmin
from scents.admin.surveys.workbook import TooLong, tally_workbook
from scents.models import Survey, SurveyResult

_COLOURS = {State.OPEN: "success", State.CLOSED: "warning", State.UNBLINDED: "info"}


class StateFilter(OptionsFilter):
    """How far it is; drafts have no results."""

    title = "state"
    parameter_name = "state"
    options = {state.value: (state.value, Q(state=state.value)) for state in _COLOURS}


@admin.register(SurveyResult)
class SurveyResultAdmin(LooksAgain, SealedAdmin, FormsAdmin):
    """Who looks at an open survey learns nothing of who made the samples, and spoils nothing."""

    seconds_to_look_again = 15
    change_form_outer_after_template = "admin/survey_results.html"
    list_display = ["code", "title", "state_now", "answered", "opened_at", "closed_at"]
    list_filter = [StateFilter, "opened_at"]
    search_fields = ["code", "title"]
    fields = ["title", "state_now", "answered", "opened_at", "closed_at"]
    csv_fields = ["code", "title", "state", "invited", "screened_out", "opened_at", "closed_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SurveyResult]:
        return super().get_queryset(request).filter(opened_at__isnull=False)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if (row := kwargs.get("obj")) is not None:
            context.update(results_context(row, group=request.GET.get("group", "")))
        return super().render_change_form(request, context, *args, **kwargs)

    def other_links(self, request: HttpRequest, obj: Any) -> Sequence[tuple[str, str]]:
        titles = {
            "counts": "Counts as CSV",
            "workbook": "Counts as a workbook",
            "answers": "Answers as CSV",
        }
        files = [(_address(name, obj), title) for name, title in titles.items()]
        may = request.user.has_perm("scents.view_survey")
        return [*files, (address_of(Survey, obj.pk), "The survey")] if may else files

    def get_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[str, Callable[..., HttpResponseBase]]] = {
            "counts": ("counts.csv", self.counts),
            "workbook": ("counts.xlsx", self.workbook),
            "answers": ("answers.csv", self.answers),
            "picture": ("pictures/<int:number>/<slug:name>.svg", self.picture),
        }
        return [
            path(
                f"<path:object_id>/{end}",
                self.admin_site.admin_view(view),
                name=f"scents_surveyresult_{name}",
            )
            for name, (end, view) in pages.items()
        ] + super().get_urls()

    def counts(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """All counts, tidy."""
        survey = self._survey(request, object_id)
        name = f"{survey.pk}-counts"
        return csv_response(name, queries.tally_columns(survey), queries.tally_rows(survey))

    def workbook(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The same for a spreadsheet, unless it is too much for one."""
        survey = self._survey(request, object_id)
        try:
            return tally_workbook(survey)
        except TooLong as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(address_of(SurveyResult, survey.pk))

    def answers(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Each judgement, of invitations by number."""
        survey = self._survey(request, object_id)
        name = f"{survey.pk}-answers"
        return csv_response(name, queries.answer_columns(survey), queries.answer_rows(survey))

    def picture(
        self, request: HttpRequest, object_id: str, number: int, name: str
    ) -> HttpResponseBase:
        """One drawing as a file."""
        survey = self._survey(request, object_id)
        drawn = picture_of(survey, number, name, group=request.GET.get("group", ""))
        if drawn is None:
            raise Http404
        told = f'attachment; filename="{survey.pk}-{number}-{name}.svg"'
        headers = {"Content-Disposition": told}
        return HttpResponse(drawn.file(), content_type="image/svg+xml", headers=headers)

    def _survey(self, request: HttpRequest, object_id: str) -> SurveyResult:
        if not self.has_view_permission(request):
            raise PermissionDenied
        survey: SurveyResult | None = self.get_object(request, unquote(object_id))
        if survey is None:
            raise Http404
        return survey

    @admin.display(description="state", ordering="state")
    def state_now(self, survey: SurveyResult) -> SafeString:
        return badge(survey.state, _COLOURS[State(survey.state)])

    @admin.display(description="answers")
    def answered(self, survey: SurveyResult) -> str:
        invited = f"{grouped(survey.answers)} of {grouped(survey.invited)} invited"
        out = survey.screened_out
        return f"{invited}, {grouped(out)} screened out" if out else invited


def _address(name: str, survey: SurveyResult) -> str:
    return reverse(f"admin:scents_surveyresult_{name}", args=[quote(survey.pk)])
