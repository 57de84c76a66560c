"""What the pages of records that are only ever revised have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.timezone import localtime

from domain.scents.cas import is_cas
from domain.scents.safety.standard import AMENDMENTS
from messaging.admin.command_admin import Table
from messaging.admin.csv_export import csv_response
from messaging.admin.filters import OptionsFilter
from messaging.admin.looks import badge, list_of
from messaging.admin.page_forms import FormsAdmin
from messaging.models import OutboxEvent
from scents import queries

MOST_SHOWN = 200


class StateFilter(OptionsFilter):
    """Whether anything holds."""

    title = "state"
    parameter_name = "state"
    options = {
        "holds": ("Holds", Q(value__isnull=False)),
        "withdrawn": ("Withdrawn", Q(value__isnull=True)),
    }


class AmendmentFilter(OptionsFilter):
    """Rules of one amendment."""

    title = "amendment"
    parameter_name = "amendment"
    options = {each: (each, Q(amendment=each)) for each in AMENDMENTS}


class RevisedAdmin(FormsAdmin):
    """A list of what holds, and the page of a record with all that ever held.

    `columns` are those of the exported file: it can be imported again where it is a rule's.
    """

    columns: ClassVar[Sequence[str]] = ()
    by_member: ClassVar[bool] = False

    def exported(self, row: Any, value: Mapping[str, Any]) -> Iterable[Sequence[str]]:
        """A record's rows in the exported file."""
        raise NotImplementedError

    def page_links(self, obj: Any) -> list[str]:
        return [name for name in self.page_forms if name != "withdraw" or obj.value is not None]

    def tables(self, request: HttpRequest, obj: Any) -> list[Table]:
        return [_history(obj.pk)]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The event log is not for everybody: no link that leads to a closed door."""
        names = super().get_fields(request, obj)
        allowed = request.user.has_perm("messaging.view_outboxevent")
        return names if allowed else [name for name in names if name != "events"]

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, *args, **kwargs)
        form.by = request.user.get_username()
        return form

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A CAS number finds what names it."""
        if self.by_member and is_cas(cas := search_term.strip()):
            return queryset.filter(members__contains=[cas]), False
        return super().get_search_results(request, queryset, search_term)

    @admin.action(description="Export as CSV", permissions=["view"])
    def export_as_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> StreamingHttpResponse:
        rows = queryset.filter(value__isnull=False).iterator()
        cells = (cells for row in rows for cells in self.exported(row, row.value))
        return csv_response(slugify(str(self.opts.verbose_name_plural)), self.columns, cells)

    @admin.display(ordering="value")
    def state(self, row: Any) -> SafeString:
        return badge("withdrawn", "danger") if row.value is None else badge("holds", "success")

    @admin.display()
    def events(self, row: Any) -> SafeString:
        address = list_of(OutboxEvent, aggregate_id=row.pk)
        return format_html('<a class="row-link" href="{}">All that happened to it</a>', address)


def moment(at: Any) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def _history(key: str) -> Table:
    changes = queries.history_of(key, most=MOST_SHOWN)
    rows = [
        (each.number, moment(each.at), each.by, each.source, "; ".join(each.changed))
        for each in changes
    ]
    whole = not changes or changes[-1].number == 1
    title = "All revisions" if whole else f"The last {MOST_SHOWN} revisions"
    return Table(title, ["revision", "when", "who", "source or reason", "what changed"], rows)
