"""Changes of batches are shown before they are made, where they take something from somebody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from allocation.admin import columns
from domain.allocation.commands import BatchChange, CarryOut, Simulate
from domain.allocation.plan import Move, Plan, PlanChanged, Units
from domain.kernel import Command
from messaging.admin.command_admin import Table
from messaging.admin.page_forms import FormsAdmin

AGREED = "_plan"
_NOT_REPEATED = {AGREED, "csrfmiddlewaretoken"}


class NeedsConsent(Exception):
    """Somebody would lose something: the person who asked has to see it first."""

    def __init__(self, plan: Plan, *, is_changed: bool) -> None:
        super().__init__(plan)
        self.plan = plan
        self.is_changed = is_changed


class PlansFirst(FormsAdmin):
    """Simulates what changes a batch, and asks when that disturbs anybody."""

    def handle(self, request: HttpRequest, command: Command) -> Any:
        if not isinstance(command, BatchChange):
            return super().handle(request, command)
        agreed = request.POST.get(AGREED, "")
        plan: Plan = super().handle(request, Simulate(command))
        if plan.disturbs and plan.fingerprint != agreed:
            raise NeedsConsent(plan, is_changed=bool(agreed))
        try:
            return super().handle(request, CarryOut(command, plan.fingerprint))
        except PlanChanged:
            plan = super().handle(request, Simulate(command))
            raise NeedsConsent(plan, is_changed=True) from None

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except NeedsConsent as needed:
            return self._ask(request, needed)

    def _ask(self, request: HttpRequest, needed: NeedsConsent) -> TemplateResponse:
        plan = needed.plan
        sent = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in _NOT_REPEATED
            for value in values
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": "Look at this first",
            "opts": self.opts,
            "address": request.path,
            "back": request.path,
            "sent": sent,
            "fingerprint": plan.fingerprint,
            "is_changed": needed.is_changed,
            "moved": columns.count(plan.moved, "order"),
            "waiting": columns.count(plan.waiting, "order"),
            "tables": [_table(plan)],
        }
        return TemplateResponse(request, "admin/plan.html", context)


def _table(plan: Plan) -> Table:
    headers = ["order", "customer", "loses", "gets", "waiting", "promised", "then", "why"]
    return Table("What would happen", headers, [_row(move) for move in plan.moves])


def _row(move: Move) -> tuple[Any, ...]:
    return (
        move.orderid,
        move.customer or None,
        _units(move.left),
        _units(move.reached),
        f"{move.waiting:+}" if move.waiting else None,
        columns.day(move.before) or "waits",
        columns.day(move.after) or "waits",
        move.reason,
    )


def _units(units: Units) -> str | None:
    return ", ".join(f"{columns.units(n)} from {ref}" for ref, n in units) or None
