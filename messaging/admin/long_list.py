"""Lists that are too long to count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.core import paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from messaging.admin.command_admin import CommandAdmin

if TYPE_CHECKING:
    Paginator = paginator.Paginator[Any]
else:
    Paginator = paginator.Paginator


class RecentPaginator(Paginator):
    """Leafs through the first rows only: further back one gets by searching and filtering."""

    most = 10_000
    template_name = "admin/recent_pagination.html"

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows.order_by()[: self.most].count()

    @property
    def is_cut(self) -> bool:
        return self.count == self.most


class LongListAdmin(CommandAdmin):
    """Pages of a table with millions of rows: its list reads no more than it shows."""

    paginator = RecentPaginator
    show_full_result_count = False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Where there is no full count, unfold would announce each list as an extract of it."""
        found = super().get_changelist_instance(request)
        found.full_result_count = found.result_count
        return found
