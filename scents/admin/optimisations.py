"""Searches for cheaper formulas: asked for, watched, and taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from domain.scents.commands import CancelOptimisation
from domain.scents.optimisation import State
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.look_again import LooksAgain
from messaging.admin.looks import badge, page_of
from messaging.admin.page_forms import FormsAdmin
from messaging.admin.row_action import RowAction
from scents.admin.optimisation_forms import NewOptimisation, TakeOver
from scents.admin.optimisation_tables import outcome_tables
from scents.models import Formula, Optimisation

_COLOURS = {
    State.RUNNING: "info",
    State.SOLVED: "success",
    State.CONTRADICTION: "warning",
    State.UNSETTLED: "warning",
    State.STOPPED: "warning",
    State.REFUSED: "danger",
    State.FAILED: "danger",
}


class StateFilter(OptionsFilter):
    """Whether it is over, and how it ended."""

    title = "state"
    parameter_name = "state"
    options = {state.value: (state.value, Q(state=state.value)) for state in State}


@admin.register(Optimisation)
class OptimisationAdmin(LooksAgain, FormsAdmin):
    """Each search with its wish, how far it is, and what came of it."""

    add_form = NewOptimisation
    list_display = ["reference", "of", "state_now", "cost", "saving", "requested_by"]
    list_display += ["requested_at"]
    list_filter = [StateFilter, "requested_at"]
    search_fields = ["reference", "formula", "requested_by"]
    fields = ["reference", "of", "state_now", "progress_now", "cost", "saving", "gap"]
    fields += ["requested_by", "requested_at", "finished_at"]
    csv_fields = ["reference", "formula", "version", "state", "requested_by", "requested_at"]
    csv_fields += ["finished_at", "wish", "outcome"]
    page_forms = {"take-over": TakeOver}
    page_form_head = ["reference", "of", "cost", "saving"]
    actions = [*CommandAdmin.actions, "cancel"]

    cancel = RowAction(
        "Cancel", lambda one: CancelOptimisation(one.pk, "back office"), done="cancelled", back=True
    )

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """The forms know who sends them."""
        form = super().get_form(request, obj, *args, **kwargs)
        form.by = request.user.get_username()
        return form

    def page_actions(self, obj: Any) -> Sequence[str]:
        return [] if obj.is_over else ["cancel"]

    def page_links(self, obj: Any) -> Sequence[str]:
        return ["take-over"] if obj.state == State.SOLVED else []

    def other_links(self, request: HttpRequest, obj: Any) -> Sequence[tuple[str, str]]:
        return [(request_address(obj.formula, obj.version), "Search again")] if obj.is_over else []

    def tables(self, request: HttpRequest, obj: Any) -> Iterable[Table]:
        return outcome_tables(obj)

    @admin.display(description="shall smell like", ordering="formula")
    def of(self, one: Optimisation) -> SafeString:
        return page_of(Formula, one.formula, f"{one.formula}@{one.version}")

    @admin.display(description="state", ordering="state")
    def state_now(self, one: Optimisation) -> SafeString:
        return badge(one.state, _COLOURS.get(State(one.state), ""))

    @admin.display(description="progress")
    def progress_now(self, one: Optimisation) -> str:
        if one.is_over:
            return "over"
        if not one.progress:
            return "waiting for a worker" if one.state == State.WAITING else "begun"
        told = [f"{one.progress['round']} programs solved"]
        if one.progress["cost"] is not None:
            told.append(f"best so far {one.progress['cost']:.2f} a kg")
        if one.progress["gap"] is not None:
            told.append(f"at most {one.progress['gap']:.1%} above the optimum")
        return ", ".join(told)

    @admin.display(description="cost of a kg")
    def cost(self, one: Optimisation) -> str:
        cost = one.outcome.get("cost_per_kg")
        return f"{float(cost):.2f} {one.wish['currency']}" if cost else "-"

    @admin.display(description="saved")
    def saving(self, one: Optimisation) -> str:
        cost, before = (one.outcome.get(f"{n}cost_per_kg") for n in ("", "reference_"))
        if not cost or not before or not float(before):
            return "-"
        return f"{1 - float(cost) / float(before):.1%} of {float(before):.2f}"

    @admin.display(description="gap to the optimum")
    def gap(self, one: Optimisation) -> str:
        gap = one.outcome.get("gap")
        return "-" if gap is None else f"at most {gap:.2%}"


def request_address(formula: str, version: int) -> str:
    """The page on which a search is asked for."""
    query = urlencode({"formula": formula, "version": version})
    return f"{reverse('admin:scents_optimisation_add')}?{query}"
