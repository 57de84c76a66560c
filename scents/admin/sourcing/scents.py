"""Scents: who makes each, from which formula, since when, and how that was decided."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from messaging.admin.command_admin import Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.looks import badge, list_of, page_of
from messaging.admin.page_forms import FormsAdmin
from scents import queries
from scents.admin.sourcing.evidence_chart import Line, evidence_chart
from scents.admin.sourcing.forms import DecideByHand, Overrule
from scents.models import Formula, ScentSource, SourcingDecision, Supplier, Survey

MOST_DRAWN, MOST_SHOWN = 12, 100
HEADERS = ("decision", "when", "what", "by", "cost", "saving", "why")


class StandingFilter(OptionsFilter):
    """How firm the decision is."""

    title = "state"
    parameter_name = "state"
    options = {
        "firm": ("Decided", Q(reopened=False, provisional=False)),
        "provisional": ("Provisional", Q(provisional=True)),
        "reopened": ("Reopened", Q(reopened=True)),
    }


@admin.register(ScentSource)
class ScentAdmin(FormsAdmin):
    """What holds now; sums above the list, pictures of all decisions on the page."""

    add_form = DecideByHand
    list_display = ["code", "maker", "recipe", "since", "price", "saved", "decider", "state"]
    list_filter = [StandingFilter, "supplier"]
    search_fields = ["code", "supplier", "formula"]
    fields = ["drawn", "code", "maker", "recipe", "since", "price", "saved", "decider", "state"]
    csv_fields = ["code", "supplier", "formula", "since", "decision", "cost", "saving", "currency"]
    csv_fields += ["decided_by", "provisional", "reopened"]
    page_forms = {"overrule": Overrule}
    page_form_head = ["code", "maker", "recipe", "price"]
    list_before_template = "admin/sourcing_sums.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return queries.scents_with_decision().order_by("code")

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """The forms know who sends them."""
        form = super().get_form(request, obj, *args, **kwargs)
        form.by = request.user.get_username()
        return form

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_import = request.user.has_perm("scents.add_sourcingdecision")
        address = reverse("admin:scents_sourcingdecision_research")
        more = {"savings": queries.savings(), "research": address if may_import else ""}
        context = {**(extra_context or {}), **more}
        response: HttpResponse = super().changelist_view(request, context)
        return response

    def tables(self, request: HttpRequest, obj: ScentSource) -> list[Table]:
        found = obj.decisions.order_by("-number")[:MOST_SHOWN]
        rows = [_row(one) for one in found]
        every = list_of(SourcingDecision, q=obj.pk)
        return [Table("Decisions", HEADERS, rows, every, "All decisions, in a list")]

    def other_links(self, request: HttpRequest, obj: ScentSource) -> list[tuple[str, str]]:
        """Where it was judged."""
        if not request.user.has_perm("scents.view_survey"):
            return []
        return [(list_of(Survey, scent=obj.pk), "Surveys of it")]

    @admin.display(description="evidence")
    def drawn(self, scent: ScentSource) -> SafeString:
        found = scent.decisions.order_by("-number")[:MOST_DRAWN]
        return evidence_chart([Line(label_of(one), one.evidence) for one in found])

    @admin.display(description="supplier", ordering="supplier")
    def maker(self, scent: ScentSource) -> SafeString | str:
        return page_of(Supplier, scent.supplier) if scent.supplier else "-"

    @admin.display(description="formula", ordering="formula")
    def recipe(self, scent: ScentSource) -> SafeString | str:
        code = scent.formula.rpartition("@")[0]
        return page_of(Formula, code, scent.formula) if code else "-"

    @admin.display(description="cost of a unit", ordering="cost")
    def price(self, scent: Any) -> str:
        return money(scent.cost, scent.currency)

    @admin.display(description="saving", ordering=F("saving").asc(nulls_first=True))
    def saved(self, scent: Any) -> str:
        return money(scent.saving, scent.currency)

    @admin.display(description="decided by", ordering="decided_by")
    def decider(self, scent: Any) -> str:
        return str(scent.decided_by)

    @admin.display()
    def state(self, scent: Any) -> SafeString:
        flags = [badge("provisional", "warning")] if scent.provisional else []
        flags += [badge("reopened", "danger")] if scent.reopened else []
        return format_html_join(
            " ", "{}", ((one,) for one in flags or [badge("decided", "success")])
        )


def label_of(one: SourcingDecision) -> str:
    """In a picture: which decision, when, and what; the table says the rest."""
    day = date_format(localtime(one.decided_at), "j M Y")
    return f"{one.number}. {day}: {made(one)}"


def made(one: SourcingDecision) -> str:
    """Who makes it, from what."""
    return " of ".join(part for part in (one.formula, one.supplier) if part)


def money(amount: Decimal | None, currency: str) -> str:
    """With cents, and more digits where there are more."""
    if amount is None:
        return "-"
    cents = amount.quantize(Decimal("0.01"))
    return f"{cents if cents == amount else amount.normalize():f} {currency}"


def _row(one: SourcingDecision) -> tuple[Any, ...]:
    return (
        page_of(SourcingDecision, one.pk, f"decision {one.number}"),
        date_format(localtime(one.decided_at), "DATETIME_FORMAT"),
        made(one),
        one.decided_by,
        money(one.cost, one.currency),
        money(one.saving, one.currency),
        one.reason or None,
    )
