"""Audits of the books, and their repair."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from allocation.admin import columns
from allocation.models import Batch, Product, StockAudit
from domain.allocation.books import repairs_for
from domain.allocation.commands import SettleAudit
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.confirmation import ask, is_confirmed
from messaging.admin.looks import badge, page_of
from messaging.refusals import reason

MOST_SHOWN = 100
_LOOKS = {"equal": "success", "differs": "danger", "repaired": "info"}
_QUESTION = "Repair the books?"
_WARNING = (
    "Counters, order lines and the ledger are set to what allocations and shipments bear out. "
    "Count the batches that are named afterwards."
)


@admin.register(StockAudit)
class StockAuditAdmin(CommandAdmin):
    """What the nightly comparison of counters, ledger, order lines and read model found."""

    list_display = ["ref", "at", "found", "verdict"]
    list_filter = ["state"]
    search_fields = ["ref"]
    fields = ["ref", "at", "found", "verdict"]
    csv_fields = ["ref", "at", "state"]
    actions = [*CommandAdmin.actions, "repair"]

    def page_actions(self, obj: StockAudit) -> list[str]:
        return ["repair"] if obj.state == "differs" else []

    def tables(self, request: HttpRequest, obj: StockAudit) -> list[Table]:
        rows = [
            (
                found["what"],
                page_of(Batch, found["batchref"]) if "batchref" in found else found["orderid"],
                page_of(Product, found["sku"]),
                _figures(found),
            )
            for found in obj.differences[:MOST_SHOWN]
        ]
        more = len(obj.differences) - len(rows)
        title = f"Differences, {more} more not shown" if more > 0 else "Differences"
        return [Table(title, ["what", "which", "SKU", "figures"], rows)]

    @admin.action(description="Repair", permissions=["act"])
    def repair(self, request: HttpRequest, queryset: QuerySet[StockAudit]) -> HttpResponse | None:
        audits = queryset.filter(state="differs")
        if not is_confirmed(request, audits):
            return ask(self, request, audits, action="repair", question=_QUESTION, warning=_WARNING)
        for audit in audits:
            self._repair(request, audit)
        return self.back_to_page(request)

    def _repair(self, request: HttpRequest, audit: StockAudit) -> None:
        """One command for each SKU; where one is refused, the audit stays open."""
        refused = []
        repairs = repairs_for(audit.differences, audit.ref)
        for command in repairs:
            try:
                with transaction.atomic():
                    self.handle(request, command)
            except Exception as error:
                if (why := reason(error)) is None:
                    raise
                refused.append(f"{command.sku}: {why}")
        if not refused:
            self.handle(request, SettleAudit(audit.ref))
            self.log_change(request, audit, "repaired")
        done = len(repairs) - len(refused)
        self._report(request, f"{audit}: {done} SKUs repaired." if done else "", refused)

    @admin.display(description="differences")
    def found(self, audit: StockAudit) -> str:
        return columns.units(len(audit.differences))

    @admin.display(description="state", ordering="state")
    def verdict(self, audit: StockAudit) -> SafeString:
        return badge(audit.get_state_display(), _LOOKS[audit.state])


def _figures(found: dict[str, Any]) -> str:
    known = ("what", "batchref", "orderid", "sku")
    return ", ".join(f"{name} {value}" for name, value in found.items() if name not in known)
