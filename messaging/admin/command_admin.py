"""The pages of the back office: what they show they read; what they change, a command changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import slugify

from domain.kernel import Command
from messaging.admin.csv_export import csv_response
from messaging.admin.forms import CommandForm
from messaging.admin.looks import address_of, grouped, page_of
from messaging.admin.row_action import MOST_AT_ONCE, RowAction
from messaging.admin.strict_actions import StrictActions
from messaging.bulk_jobs import start_job
from messaging.bus import get_bus
from messaging.models import BulkJob
from messaging.refusals import MOST_TOLD, reason

if TYPE_CHECKING:  # unfold has no types; its ModelAdmin is Django's with other looks
    ModelAdmin = admin.ModelAdmin[Any]
else:
    from unfold.admin import ModelAdmin


@dataclass(frozen=True)
class Table:
    """Rows shown below a page; the address `more` leads to all of them."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Any]]
    more: str = ""
    more_text: str = ""

    def labelled_rows(self) -> list[list[tuple[str, Any]]]:
        """On a narrow screen each cell stands on a line of its own, after its header."""
        return [list(zip(self.headers, row, strict=True)) for row in self.rows]


class CommandAdmin(StrictActions, ModelAdmin):
    """A list and its pages. A form is saved by one command on the bus, an action sends one
    command for each row; the rows themselves are never written here, nor deleted.

    Without `add_form` nothing is added, without `edit_form` nothing is changed. Names in
    `page_actions` are buttons on the page of a row.
    """

    add_form: ClassVar[type[CommandForm] | None] = None
    edit_form: ClassVar[type[CommandForm] | None] = None
    csv_fields: ClassVar[Sequence[str]] = ()
    actions = ["export_as_csv"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    change_form_outer_before_template = "admin/page_actions.html"
    change_form_outer_after_template = "admin/tables.html"

    def tables(self, request: HttpRequest, obj: Any) -> Iterable[Table]:
        """What is shown below the page of a row."""
        return ()

    def page_actions(self, obj: Any) -> Sequence[str]:
        """Names of the actions that make sense for this row."""
        return ()

    # Who may do what.

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.add_form is not None and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.edit_form is not None and self.has_act_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Whether actions may change rows, also where no form does."""
        return super().has_change_permission(request)

    # Forms.

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        form = self._form_of(request, obj)
        if form is not None:
            refusal = getattr(request, "refusal", None)
            kwargs["form"] = type(form.__name__, (form,), {"refusal": refusal})
        return super().get_form(request, obj, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None and self.add_form is not None:
            return _in_order(self.add_form)
        names = super().get_fields(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return names
        form = self._form_of(request, obj)
        typed = form.base_fields if form is not None else {}
        return [name for name in names if name not in typed or hasattr(self.model, name)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        form = self._form_of(request, obj)
        editable = form.base_fields if form is not None else {}
        return [name for name in self.fields or () if name not in editable]

    def _form_of(self, request: HttpRequest, obj: Any) -> type[CommandForm] | None:
        return self.add_form if obj is None else self.edit_form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """A refusal has rolled everything back; the same form is shown again, with the reason."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Exception as error:
            why = reason(error)
            if why is None:
                raise
            request.refusal = why  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, *args: Any) -> None:
        command = form.command()
        if command is None:
            return
        answer = self.handle(request, command)
        obj.pk = form.key()
        obj.refresh_from_db()
        if told := form.told(answer):
            self.message_user(request, told)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            context["tables"] = self.tables(request, obj)
            titles = dict(self.get_action_choices(request))
            names = [name for name in self.page_actions(obj) if name in titles]
            context["page_actions"] = [(name, titles[name]) for name in names]
        return super().render_change_form(request, context, *args, **kwargs)

    # Commands.

    def handle(self, request: HttpRequest, command: Command) -> Any:
        return get_bus().handle(command, actor=f"admin:{request.user.get_username()}")

    def handle_rows(self, request: HttpRequest, rows: QuerySet[Any], action: RowAction) -> None:
        """One command for each row, each on its own; says how many were done and which not.

        More than a person waits for become a job.
        """
        first = list(rows[: MOST_AT_ONCE + 1])
        if len(first) > MOST_AT_ONCE:
            self._leave_to_worker(request, rows, action)
            return
        outcomes = [(row, action.attempt(self, request, row)) for row in first]
        refused = [f"{row}: {why}" for row, why in outcomes if why is not None]
        count = len(outcomes) - len(refused)
        self._report(request, f"{count} {action.done}." if count else "", refused)

    def _leave_to_worker(
        self, request: HttpRequest, rows: QuerySet[Any], action: RowAction
    ) -> None:
        title = f"{action.short_description}: {self.opts.verbose_name_plural}"
        job = start_job(
            rows, action=action.name, title=title, person=request.user, now=timezone.now()
        )
        told = f"{grouped(job.total)} rows: it runs in the background."
        if request.user.has_perm("messaging.view_bulkjob"):
            told = format_html("{} {}", told, page_of(BulkJob, job.pk, "See how far it is"))
        self.message_user(request, told)

    def back_to_page(self, request: HttpRequest) -> HttpResponse | None:
        """Where an action leads that was started on the page of a row; None: to the list."""
        key = request.POST.get("_page")
        return redirect(address_of(self.model, key)) if key else None

    def _report(self, request: HttpRequest, success: str, refused: Sequence[str]) -> None:
        if success:
            self.message_user(request, success, messages.SUCCESS)
        for text in refused[:MOST_TOLD]:
            self.message_user(request, text, messages.ERROR)
        if (more := len(refused) - MOST_TOLD) > 0:
            self.message_user(request, f"{more} more were refused.", messages.ERROR)

    @admin.action(description="Export as CSV", permissions=["view"])
    def export_as_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> StreamingHttpResponse:
        names = self.csv_fields or [field.name for field in self.opts.concrete_fields]
        rows = queryset.values_list(*names).iterator()
        return csv_response(slugify(str(self.opts.verbose_name_plural)), names, rows)


def _in_order(form: type[CommandForm]) -> list[str]:
    """Those that the form wants first, then the others as they are written."""
    first = list(form.field_order or ())
    return [*first, *(name for name in form.base_fields if name not in first)]
