"""Decisions with their evidence: what was asked, what it costs, and who or what decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from domain.scents.sourcing.policy import PLAIN
from domain.scents.sourcing.scent import Kind
from domain.scents.sourcing.terms import policy_of
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.looks import badge, page_of
from scents.admin.evidence_chart import Line, evidence_chart
from scents.admin.policy_words import in_words
from scents.admin.research import research_page
from scents.admin.scents import label_of, made, money
from scents.admin.variant_evidence import contest_chart, contest_table, is_contest
from scents.models import (
    DecisionPolicy,
    ScentSource,
    SourcingDecision,
    Supplier,
    Survey,
    SurveyResult,
)

NUMBERS = {
    "reference": "where it was asked",
    "reported": "reported for the cheap one",
    "answers": "answers that chose",
    "cheap": "for the cheap one",
    "expensive": "for the expensive one",
    "ties": "ties, left out",
    "neither": "favoured neither",
    "per_cent": "share of the cheap one, %",
    "threshold": "threshold, %",
    "wilson": "Wilson interval",
    "anytime": "interval however often one looks",
    "log_e": "log e-value against the threshold",
    "posterior": "chance that the share reaches the threshold",
    "test": "test",
    "alpha": "error rate",
    "least": "smallest number of answers",
    "undecided": "while undecided",
    "surveys": "surveys that count",
    "since": "answers count after",
    "withdrawn": "not approved any more",
    "strategy": "strategy",
    "floor": "each variant gets at least",
    "confidence": "chance of being the best that wins",
}
"""What of the evidence is shown, and how it is called."""


class KindFilter(OptionsFilter):
    """How it came about."""

    title = "kind"
    parameter_name = "kind"
    options = {one.value: (one.value.capitalize(), Q(kind=one.value)) for one in Kind}


class FirmFilter(OptionsFilter):
    """Whether the evidence sufficed, and whether it changed anything."""

    title = "state"
    parameter_name = "state"
    options = {
        "firm": ("Decided", Q(provisional=False)),
        "provisional": ("Provisional", Q(provisional=True)),
        "reversing": ("Reversed another", Q(reverses=True)),
    }


@admin.register(SourcingDecision)
class DecisionAdmin(CommandAdmin):
    """Every decision that was ever made; none is changed or deleted."""

    list_display = [
        "__str__",
        "what",
        "kind",
        "decided_by",
        "decided_at",
        "price",
        "saved",
        "state",
    ]
    list_filter = [KindFilter, FirmFilter, "supplier", "decided_at"]
    search_fields = ["scent__code", "supplier", "formula", "survey", "decided_by", "reason"]
    fields = ["drawn", "of", "what", "reason", "state", "kind", "decided_by", "decided_at"]
    fields += ["price", "saved", "asked", "terms"]
    csv_fields = ["scent_id", "number", "kind", "supplier", "formula", "policy", "survey", "cost"]
    csv_fields += ["saving", "currency", "provisional", "reverses", "decided_by", "decided_at"]
    csv_fields += ["reason", "evidence", "costs"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.research)
        mine = path("market-research/", view, name="scents_sourcingdecision_research")
        return [mine, *super().get_urls()]

    def research(self, request: HttpRequest) -> HttpResponse:
        """A table of market research is looked at, and taken in."""
        return research_page(self, request)

    def tables(self, request: HttpRequest, obj: SourcingDecision) -> Iterable[Table]:
        numbers = [
            (told, _shown(name, obj.evidence[name]))
            for name, told in NUMBERS.items()
            if obj.evidence.get(name) not in (None, "", [])
        ]
        costs = [
            (
                page_of(Supplier, name) if name else "each",
                f"{cost} {obj.currency}",
                "chosen" if name == obj.supplier else None,
            )
            for name, cost in sorted(obj.costs.items())
        ]
        yield Table("Costs of a unit", ["supplier", "cost", "decision"], costs)
        if is_contest(obj.evidence):
            yield contest_table("Variants", obj.evidence)
        if numbers:
            yield Table("Evidence", ["number", "value"], numbers)

    @admin.display(description="evidence")
    def drawn(self, one: SourcingDecision) -> SafeString:
        if is_contest(one.evidence):
            return contest_chart(one.evidence)
        return evidence_chart([Line(label_of(one), one.evidence)])

    @admin.display(description="scent")
    def of(self, one: SourcingDecision) -> SafeString:
        return page_of(ScentSource, one.scent_id)

    @admin.display(description="decided for", ordering="supplier")
    def what(self, one: SourcingDecision) -> str:
        return made(one)

    @admin.display(description="cost of a unit", ordering="cost")
    def price(self, one: SourcingDecision) -> str:
        return money(one.cost, one.currency)

    @admin.display(description="saving", ordering="saving")
    def saved(self, one: SourcingDecision) -> str:
        return money(one.saving, one.currency)

    @admin.display()
    def state(self, one: SourcingDecision) -> SafeString:
        flags = [
            badge("provisional", "warning") if one.provisional else badge("decided", "success")
        ]
        flags += [badge("reverses", "info")] if one.reverses else []
        return format_html_join(" ", "{}", ((flag,) for flag in flags))

    @admin.display(description="survey")
    def asked(self, one: SourcingDecision) -> SafeString | str:
        if not one.survey:
            return "-"
        results = page_of(SurveyResult, one.survey, "its results")
        return format_html("{}, {}", page_of(Survey, one.survey), results)

    @admin.display(description="policy")
    def terms(self, one: SourcingDecision) -> SafeString | str:
        code, _, number = one.policy.partition("@")
        found = DecisionPolicy.objects.filter(code=code, version=int(number or 0)).first()
        if found is None:
            return in_words(PLAIN) if one.policy == PLAIN.reference else "a person decided"
        words = in_words(policy_of(found.code, found.version, found.terms))
        return page_of(DecisionPolicy, found.pk, one.policy) + words


def _shown(name: str, value: Any) -> Any:
    """Intervals and probabilities in per cent."""
    if name in ("surveys", "withdrawn"):
        return ", ".join(value)
    if isinstance(value, list):
        return " to ".join(f"{100 * end:.1f} %" for end in value)
    if name == "posterior":
        return f"{100 * value:.1f} %"
    return f"{value:.10g}" if isinstance(value, float) else value
