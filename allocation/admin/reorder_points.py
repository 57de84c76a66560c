"""Reorder points: what must be bought, and when to say so."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from allocation import queries
from allocation.admin import columns
from allocation.admin.reorder_point_forms import NewReorderPoint, ReorderPointForm
from allocation.models import Product, ReorderPoint
from allocation.ports import Proposal
from domain.allocation.commands import RemoveReorderPoint
from messaging.admin.command_admin import CommandAdmin
from messaging.admin.filters import OptionsFilter
from messaging.admin.looks import badge, page_of
from messaging.admin.row_action import RowAction


class LowFilter(OptionsFilter):
    """Whether somebody must buy."""

    title = "state"
    parameter_name = "state"
    options = {"below": ("Below", Q(low=True)), "ok": ("OK", Q(low=False))}


@admin.register(ReorderPoint)
class ReorderPointAdmin(CommandAdmin):
    """The SKUs that purchasing is warned of; checked every ten seconds, and when one is saved."""

    add_form = NewReorderPoint
    edit_form = ReorderPointForm
    list_display = ["product", "state", "position", "cover", "warning_at", "on_hand"]
    list_display += ["incoming", "waiting", "low_since"]
    list_filter = [LowFilter]
    list_display_links = ["state"]
    search_fields = ["sku__sku"]
    fields = [
        "product",
        "state",
        "proposal",
        "low_since",
        "position",
        "cover",
        "on_hand",
        "incoming",
    ]
    fields += ["waiting", "demand", "units", "days", "margin"]
    csv_fields = ["sku_id", "low", "low_since", "position", "cover", "units", "days", "margin"]
    csv_fields += ["on_hand", "incoming", "waiting", "demand"]
    actions = [*CommandAdmin.actions, "remove"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return queries.with_reorder_state(super().get_queryset(request), timezone.now().date())

    def page_actions(self, obj: ReorderPoint) -> list[str]:
        return ["remove"]

    remove = RowAction("Remove", lambda row: RemoveReorderPoint(row.sku_id), done="removed")

    @admin.display(description="SKU", ordering="sku")
    def product(self, point: ReorderPoint) -> SafeString:
        return page_of(Product, point.sku_id)

    @admin.display(ordering="low")
    def state(self, point: ReorderPoint) -> SafeString:
        return badge("below", "danger") if point.low else badge("ok", "success")

    @admin.display(description="to order")
    def proposal(self, point: Any) -> str:
        if not point.low:
            return "nothing"
        source = queries.decided_sources([point.sku_id]).get(point.sku_id)
        return str(Proposal(queries.missing_units(point), source))

    @admin.display(description="warning at")
    def warning_at(self, point: ReorderPoint) -> str:
        return queries.threshold_text(point)

    @admin.display(ordering="position")
    def position(self, point: Any) -> str:
        return columns.units(point.position)

    @admin.display(description="days of cover", ordering=F("cover").asc(nulls_last=True))
    def cover(self, point: Any) -> str | None:
        return None if point.cover is None else f"{max(point.cover, 0):.1f}"

    @admin.display(description="in the warehouse", ordering="on_hand")
    def on_hand(self, point: Any) -> str:
        return columns.units(point.on_hand)

    @admin.display(ordering="incoming")
    def incoming(self, point: Any) -> str:
        return columns.units(point.incoming)

    @admin.display(ordering="waiting")
    def waiting(self, point: Any) -> str:
        return columns.units(point.waiting)
