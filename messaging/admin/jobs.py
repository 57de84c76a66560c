"""Jobs: actions on more rows than a person waits for, and how far they are."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.look_again import LooksAgain
from messaging.admin.looks import badge, grouped
from messaging.admin.row_action import RowAction
from messaging.commands import StopBulkJob
from messaging.models import BulkJob

State = BulkJob.State
_COLOURS = {
    State.WAITING: "",
    State.RUNNING: "info",
    State.FINISHED: "success",
    State.STOPPED: "danger",
}
SEES_ALL = "messaging.view_outboxevent"


class StateFilter(OptionsFilter):
    """Whether it is over."""

    title = "state"
    parameter_name = "state"
    options = {state.value: (str(state.label), Q(state=state)) for state in State}


@admin.register(BulkJob)
class BulkJobAdmin(LooksAgain):
    """Each person's own jobs; who sees the event log sees those of all. They go after a month."""

    list_display = ["title", "actor", "state_now", "progress", "not_done", "created_at"]
    list_filter = [StateFilter, "created_at"]
    search_fields = ["title", "actor"]
    fields = ["title", "actor", "state_now", "note", "progress", "not_done"]
    fields += ["created_at", "finished_at"]
    csv_fields = ["id", "title", "actor", "state", "total", "done", "refused", "created_at"]
    csv_fields += ["finished_at", "note"]
    actions = [*CommandAdmin.actions, "stop"]

    stop = RowAction("Stop", lambda job: StopBulkJob(job.pk), done="stopped", back=True)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BulkJob]:
        jobs: QuerySet[BulkJob] = super().get_queryset(request).defer("keys")
        return jobs if request.user.has_perm(SEES_ALL) else jobs.filter(person=request.user.pk)

    def page_actions(self, obj: BulkJob) -> list[str]:
        return [] if obj.is_over else ["stop"]

    def tables(self, request: HttpRequest, obj: BulkJob) -> list[Table]:
        if not obj.refused:
            return []
        more = obj.refused - len(obj.refusals)
        title = f"Refused, {grouped(more)} more not shown" if more else "Refused"
        return [Table(title, ["which, and why"], [(text,) for text in obj.refusals])]

    @admin.display(description="state", ordering="state")
    def state_now(self, job: BulkJob) -> SafeString:
        return badge(job.state, _COLOURS[State(job.state)])

    @admin.display()
    def progress(self, job: BulkJob) -> SafeString:
        behind = job.done + job.refused
        return format_html(
            '<span class="stock"><progress max="{}" value="{}"></progress>{} of {}</span>',
            max(job.total, 1),
            behind,
            grouped(behind),
            grouped(job.total),
        )

    @admin.display(description="refused", ordering="refused")
    def not_done(self, job: BulkJob) -> str:
        return grouped(job.refused)
