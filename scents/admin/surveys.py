"""Surveys: drafted, opened, answered blind, closed, and unblinded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from domain.scents.surveys.survey import State
from domain.scents.surveys.text import read_plan
from messaging.admin.command_admin import Table
from messaging.admin.csv_export import csv_response
from messaging.admin.looks import address_of
from messaging.admin.page_forms import FormsAdmin
from scents.admin import survey_forms as forms
from scents.admin import survey_pages as pages
from scents.admin.sealed import SealedAdmin
from scents.admin.survey_columns import ScentFilter, StateFilter, SurveyColumns
from scents.admin.survey_links import decisions_tables, survey_links
from scents.admin.survey_tables import survey_tables
from scents.models import Survey
from scents.queries.samples import is_told

_FORMS = {
    State.DRAFT: ["revise", "open"],
    State.OPEN: ["invite", "close", "unblind", "erase"],
    State.CLOSED: ["unblind", "erase"],
    State.UNBLINDED: ["erase"],
}
_CSV = ["code", "title", "scents", "state", "answers", "invited", "screened_out", "policy"]
_CSV += ["drafted_by", "drafted_at", "opened_at", "closes_at", "closed_at"]


@admin.register(Survey)
class SurveyAdmin(SurveyColumns, SealedAdmin, FormsAdmin):
    """From opening to unblinding, who made the samples is told on no page but the key."""

    add_form = forms.NewSurvey
    page_forms = {
        "revise": forms.Revise,
        "open": forms.Open,
        "invite": forms.Invite,
        "close": forms.Close,
        "unblind": forms.Unblind,
        "erase": forms.Erase,
    }
    page_form_head = ["code", "state_now"]
    list_display = ["code", "name", "about", "state_now", "answers", "quotas", "opened", "closes"]
    list_filter = [StateFilter, ScentFilter, "opened_at"]
    search_fields = ["code", "title"]
    fields = ["code", "name", "state_now", "answers", "screened", "intro", "consent_text"]
    fields += ["decided_by", "drafted_by", "drafted_at", "opened_at", "closes", "closed_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Survey]:
        """The seal stays where it is."""
        rows: QuerySet[Survey] = super().get_queryset(request)
        return rows.defer("seal")

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """The forms know who sends them."""
        form = super().get_form(request, obj, *args, **kwargs)
        form.by = request.user.get_username()
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Before it is opened the plan is looked at again."""
        names = super().get_fields(request, obj)
        return ["asked", *names] if _opens(request) else names

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        names = super().get_readonly_fields(request, obj)
        return ["asked", *names] if _opens(request) else names

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A copy of another survey; without its candidates where this person may not see them."""
        copied = self.get_object(request, request.GET.get("copy", ""))
        if copied is None or not self.has_view_permission(request):
            return {}
        blind = not self.sees_candidates(request, copied)
        return forms.filled_in(read_plan(copied.plan), blind=blind) | {"closes_at": None}

    def sees_candidates(self, request: HttpRequest, obj: Survey) -> bool:
        return obj.state == State.DRAFT or self.sees_key(request, obj)

    def sees_key(self, request: HttpRequest, obj: Survey) -> bool:
        """Everybody, once it is unblinded; before, who may be told and was."""
        if obj.state == State.UNBLINDED:
            return self.has_view_permission(request)
        may = request.user.has_perm(forms.Unblind.permission)
        return may and is_told(obj, request.user.get_username())

    def page_links(self, obj: Survey) -> Sequence[str]:
        return _FORMS[State(obj.state)]

    def other_links(self, request: HttpRequest, obj: Survey) -> Sequence[tuple[str, str]]:
        links = survey_links(request, obj)
        if self.has_act_permission(request) and obj.state != State.DRAFT:
            links += [(_address("invitations", obj), "Invitations")] if obj.invited else []
            links += [(_address("stored", obj), "What is stored of somebody")]
        if self.sees_key(request, obj):
            links += [(_address("key", obj), "Who made which sample")]
        if self.has_add_permission(request):
            address = reverse("admin:scents_survey_add", query={"copy": obj.pk})
            links.append((address, "Copy"))
        return links

    def page_form_view(self, request: HttpRequest, object_id: str, name: str) -> Any:
        """A form that came too late is told so, on the page as it is now."""
        form = self.page_forms.get(name)
        if form is not None and self.may_use(request, form):
            obj = self.get_object(request, unquote(object_id))
            if obj is not None and name not in self.page_links(obj):
                told = f"{form.title}: not done, for {obj} is {obj.state}."
                self.message_user(request, told, messages.ERROR)
                return redirect(address_of(Survey, obj.pk))
        return super().page_form_view(request, object_id, name)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> Any:
        """To its page, where the work goes on."""
        return redirect(address_of(Survey, obj.pk))

    def tables(self, request: HttpRequest, obj: Survey) -> Iterable[Table]:
        *told, changes = survey_tables(obj)
        if request.user.has_perm("scents.view_sourcingdecision"):
            told += decisions_tables(obj)
        return [*told, changes]

    @admin.action(description="Export as CSV", permissions=["view"])
    def export_as_csv(
        self, request: HttpRequest, queryset: QuerySet[Survey]
    ) -> StreamingHttpResponse:
        return csv_response("surveys", _CSV, map(_cells, queryset.iterator()))

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, Callable[..., HttpResponse]] = {
            "invitations": self.invitations,
            "stored": self.stored,
            "key": self.key,
            "labels": self.labels,
        }
        return [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"scents_survey_{name}",
            )
            for name, view in views.items()
        ] + super().get_urls()

    def invitations(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """As a file of links, or as cards to print."""
        survey = self._survey(request, object_id, may=self.has_act_permission(request))
        form = pages.chosen_range(request, survey)
        if not form.is_bound or not form.is_valid():
            buttons = [("csv", "Links as CSV"), ("cards", "Cards to print")]
            more = {"form": form, "buttons": buttons, "method": "get"}
            return self._page(request, survey, f"Invitations to {survey}", more)
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        self.log_change(request, survey, f"Handed out the invitations {first} to {last}.")
        make = pages.cards_page if "cards" in request.GET else pages.links_csv
        return make(request, survey, first, last)

    def stored(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is stored of a participant; the token comes in no address, which is logged."""
        survey = self._survey(request, object_id, may=self.has_act_permission(request))
        form = pages.TokenForm(request.POST or None)
        if request.method == "POST" and (found := pages.answer_response(survey, form)):
            return found
        more = {"form": form, "buttons": [("show", "Download")], "method": "post"}
        return self._page(request, survey, "What is stored under an invitation", more)

    def key(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Who made which sample."""
        survey = self._told(request, object_id)
        table = pages.key_table(survey, request.user.get_username())
        links = [(_address("labels", survey), "Labels for the vials")]
        more = {"tables": [table], "links": links}
        return self._page(request, survey, f"Key of {survey}", more)

    def labels(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """For the vials."""
        survey = self._told(request, object_id)
        return pages.labels_page(request, survey, request.user.get_username())

    def _told(self, request: HttpRequest, object_id: str) -> Survey:
        survey = self._survey(request, object_id, may=self.has_view_permission(request))
        if not self.sees_key(request, survey):
            raise PermissionDenied
        return survey

    def _survey(self, request: HttpRequest, object_id: str, *, may: bool) -> Survey:
        if not may:
            raise PermissionDenied
        survey: Survey | None = self.get_object(request, unquote(object_id))
        if survey is None:
            raise Http404
        return survey

    def _page(
        self, request: HttpRequest, survey: Survey, title: str, more: dict[str, Any]
    ) -> HttpResponse:
        site = self.admin_site.each_context(request)
        context = {**site, "title": title, "opts": self.opts, "survey": survey, **more}
        return TemplateResponse(request, "admin/survey_page.html", context)


def _opens(request: HttpRequest) -> bool:
    return getattr(request, "page_form", None) is forms.Open


def _address(page: str, survey: Survey) -> str:
    return reverse(f"admin:scents_survey_{page}", args=[quote(survey.pk)])


def _cells(survey: Survey) -> list[Any]:
    computed = {"scents": "; ".join(survey.scents), "answers": survey.answers}
    return [computed.get(name, getattr(survey, name, "")) for name in _CSV]
