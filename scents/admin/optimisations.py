"""Searches for cheaper formulas: asked for, watched, and taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString

from domain.scents.commands import CancelOptimisation
from domain.scents.optimisation import UNFINISHED, State
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.look_again import LooksAgain
from messaging.admin.looks import address_of, page_of
from messaging.admin.page_forms import FormsAdmin
from messaging.admin.row_action import RowAction
from scents.admin.optimisation_forms import NewOptimisation, TakeOver
from scents.admin.optimisation_tables import (
    cost_of,
    outcome_tables,
    saving_of,
    state_of,
    versions_of,
)
from scents.models import Formula, Optimisation


class StateFilter(OptionsFilter):
    """Whether it is over, and how it ended."""

    title = "state"
    parameter_name = "state"
    options = {
        "unfinished": ("under way", Q(state__in=UNFINISHED)),
        **{state.value: (state.value, Q(state=state.value)) for state in State},
    }


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
        "Cancel", lambda one: CancelOptimisation(one.pk), done="cancelled", back=True
    )

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """The forms know who sends them."""
        form = super().get_form(request, obj, *args, **kwargs)
        form.by = request.user.get_username()
        return form

    def page_actions(self, obj: Any) -> Sequence[str]:
        return [] if obj.is_over else ["cancel"]

    def page_links(self, obj: Any) -> Sequence[str]:
        return ["take-over"] if obj.state == State.SOLVED and not versions_of(obj) else []

    def other_links(self, request: HttpRequest, obj: Any) -> Sequence[tuple[str, str]]:
        again = request.user.has_perm("scents.add_optimisation") and obj.is_over
        return [(address_again(obj.wish), "Search again")] if again else []

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """To its page, where one sees how far it is."""
        return redirect(address_of(Optimisation, obj.pk))

    def tables(self, request: HttpRequest, obj: Any) -> Iterable[Table]:
        return outcome_tables(obj)

    @admin.display(description="shall smell like", ordering="formula")
    def of(self, one: Optimisation) -> SafeString:
        return page_of(Formula, one.formula, f"{one.formula}@{one.version}")

    @admin.display(description="state", ordering="state")
    def state_now(self, one: Optimisation) -> SafeString:
        return state_of(one)

    @admin.display(description="progress")
    def progress_now(self, one: Optimisation) -> str:
        if one.is_over:
            return "over"
        if not one.progress:
            return "waiting for a worker" if one.state == State.WAITING else "begun"
        told = [f"{one.progress['round']} programs solved"]
        if one.progress["cost"] is not None:
            told.append(f"best so far {one.progress['cost']:.2f} {one.wish['currency']} a kg")
        if one.progress["gap"] is not None:
            told.append(f"at most {one.progress['gap']:.1%} above the optimum")
        return ", ".join(told)

    @admin.display(description="cost of a kg")
    def cost(self, one: Optimisation) -> str:
        return cost_of(one)

    @admin.display(description="saved")
    def saving(self, one: Optimisation) -> str:
        return saving_of(one)

    @admin.display(description="gap to the optimum")
    def gap(self, one: Optimisation) -> str:
        gap = one.outcome.get("gap")
        if not one.outcome.get("settled", True):
            return "not known: the best that came by"
        return "-" if gap is None else f"at most {gap:.2%}"


def request_address(formula: str, version: int, **filled: object) -> str:
    """The page on which a search is asked for, with what is filled in already."""
    query = urlencode({"formula": formula, "version": version, **filled})
    return f"{reverse('admin:scents_optimisation_add')}?{query}"


def address_again(wish: dict[str, Any]) -> str:
    """The same, filled in as it was for this wish."""
    same = ("batch", "delivery_format", "currency", "most_materials", "most_suppliers")
    per_cents = ("band", "dose", "least_dose")
    lists = ("suppliers", "materials", "without")
    amounts = {"fixed": 100, "available": 1}
    filled = {
        **{name: wish[name] for name in same},
        **{name: f"{100 * wish[name]:.10g}" for name in per_cents},
        **{name: ", ".join(wish[name]) for name in lists},
        **{name: _lines(wish[name], parts) for name, parts in amounts.items()},
        **{name: wish[name] or "" for name in ("one_supplier_each", "price_steps")},
    }
    told = {name: value for name, value in filled.items() if value not in ("", None)}
    return request_address(wish["formula"], wish["version"], **told)


def _lines(amounts: dict[str, float], parts: int) -> str:
    return "\n".join(f"{code}: {parts * amount:.10g}" for code, amount in amounts.items())
