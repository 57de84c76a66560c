"""A version of a formula worked out: what it holds, smells of and costs, in tables and charts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from domain.kernel import DomainError
from domain.scents.safety.standard import AMENDMENTS, CATEGORIES
from messaging.admin.command_admin import Table
from scents.admin.evaluation_tables import tables_of
from scents.admin.safety_fields import format_choices
from scents.charts import KINDS, Format, chart
from scents.evaluation import answer
from scents.evaluation.question import COLDEST, HOTTEST, LARGEST, LATEST_VERSION
from scents.models import Formula
from scents.queries import StaffShelf

FREEZING = 273.15
BEGIN = {"temperature": "25", "batch": "1000", "amendment": AMENDMENTS[-1]}
_NO_USE = ("", "none: safety is not looked at")


class EvaluationForm(forms.Form):
    """In which circumstances."""

    version = forms.IntegerField(min_value=1, max_value=LATEST_VERSION, label="Version")
    temperature = forms.FloatField(
        min_value=COLDEST - FREEZING, max_value=HOTTEST - FREEZING, label="Temperature, °C"
    )
    batch = forms.FloatField(min_value=0.001, max_value=LARGEST, label="Batch, g")
    amendment = forms.ChoiceField(choices=[(one, one) for one in AMENDMENTS], label="Amendment")
    delivery_format = forms.ChoiceField(
        required=False, choices=partial(format_choices, _NO_USE), label="Delivery format"
    )
    category = forms.ChoiceField(
        required=False,
        choices=[("", "none"), *((code, f"{code}: {text}") for code, text in CATEGORIES.items())],
        label="or IFRA category",
    )
    dose = forms.FloatField(required=False, min_value=1e-7, max_value=100, label="Dose, %")

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        uses = [name for name in ("delivery_format", "category") if said.get(name)]
        if len(uses) > 1:
            self.add_error("category", "Give a delivery format or a category.")
        if uses and not said.get("dose"):
            self.add_error("dose", "How much of the product is the scent?")
        return said

    def question(self, formula: str) -> dict[str, Any]:
        """As the API and the command are asked."""
        said = self.cleaned_data
        asked = {
            "formula": formula,
            "version": said["version"],
            "temperature": {"value": said["temperature"], "unit": "degC"},
            "batch": {"value": said["batch"], "unit": "g"},
        }
        use = next((name for name in ("delivery_format", "category") if said[name]), None)
        if use:
            dose = said["dose"] / 100
            asked["safety"] = {"amendment": said["amendment"], use: said[use], "dose": dose}
        return asked


def evaluation_context(request: HttpRequest, formula: Formula) -> dict[str, Any]:
    """What `admin/evaluation.html` shows; a refusal stands in the place of the answer."""
    form = EvaluationForm({**BEGIN, "version": formula.latest, **request.GET.dict()})
    tables: list[Table] = []
    charts: list[tuple[str, str, str]] = []
    refusal = "" if form.is_valid() else "Look at the fields again."
    if not refusal:
        try:
            tables = tables_of(_answer(form, formula))
            charts = _charts(request, formula, form.cleaned_data["version"])
        except DomainError as error:
            refusal = str(error)
    return {"form": form, "tables": tables, "charts": charts, "refusal": refusal}


def chart_response(
    request: HttpRequest, formula: Formula, *, version: int, kind: str, form: str
) -> HttpResponse:
    """A chart as a file. Raises Http404 where there is nothing to draw."""
    asked = EvaluationForm({**BEGIN, **request.GET.dict(), "version": version})
    if kind not in KINDS or form not in set(Format) or not asked.is_valid():
        raise Http404
    try:
        found = _answer(asked, formula)
    except DomainError as error:
        raise Http404(str(error)) from error
    name, wanted = f"{formula.code}@{version}", Format(form)
    drawn = chart(kind, found, form=wanted, of=name)
    return HttpResponse(drawn, content_type=wanted.content_type)


def _answer(form: EvaluationForm, formula: Formula) -> Mapping[str, Any]:
    question = form.question(formula.code)
    return answer(question, StaffShelf(), today=timezone.now().date())


def _charts(request: HttpRequest, formula: Formula, version: int) -> list[tuple[str, str, str]]:
    """Title, address as SVG and as PNG."""
    query = request.GET.urlencode()
    return [
        (
            title,
            _address(formula, version, kind, Format.SVG, query),
            _address(formula, version, kind, Format.PNG, query),
        )
        for kind, (title, _) in KINDS.items()
    ]


def _address(formula: Formula, version: int, kind: str, form: Format, query: str) -> str:
    args = [quote(formula.pk), version, kind, form.value]
    return reverse("admin:scents_formula_chart", args=args) + (f"?{query}" if query else "")
