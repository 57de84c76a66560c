"""The page to weigh by, and the same on paper."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from domain.kernel import DomainError
from domain.scents.material import Materials
from domain.scents.recipes.balance import Balance
from domain.scents.recipes.recipe import Use
from domain.scents.recipes.weighing import LARGEST_BATCH, Prepared, Sheet, Step, work_sheet
from scents import queries
from scents.admin.work_sheet_pdf import pdf
from scents.models import Formula

READABILITIES = ["1", "0.1", "0.01", "0.001", "0.0001", "0.00001"]


class SheetForm(forms.Form):
    """What is weighed, and on which balance."""

    version = forms.IntegerField(min_value=1, label="Version")
    batch = forms.DecimalField(
        max_digits=14, decimal_places=6, max_value=LARGEST_BATCH, label="Batch, g"
    )
    readability = forms.ChoiceField(
        choices=[(one, f"{one} g") for one in READABILITIES], label="Balance shows"
    )
    tolerance = forms.DecimalField(max_digits=6, decimal_places=3, label="Tolerance, %")
    accords = forms.BooleanField(required=False, label="Accords are on the shelf")
    dilutions = forms.BooleanField(required=False, label="Dilutions are on the shelf")


BEGIN = {"batch": "100", "readability": "0.01", "tolerance": "1"}


def sheet_response(request: HttpRequest, formula: Formula) -> HttpResponse:
    """The page, or with `pdf` the file; a refusal stands on the page in its place."""
    form = SheetForm({"version": formula.latest, **BEGIN, **request.GET.dict()})
    sheets, refusal = _sheets(formula, form)
    context = {
        "formula": formula,
        "form": form,
        "refusal": refusal,
        "sheets": sheets,
        "query": request.GET.urlencode(),
    }
    if sheets and "pdf" in request.GET:
        name = f"{formula.code}@{form.cleaned_data['version']}"
        return pdf(name, title=formula.name, sheets=sheets)
    return TemplateResponse(request, "admin/work_sheet.html", context)


def _sheets(formula: Formula, form: SheetForm) -> tuple[list[dict[str, Any]], str]:
    if not form.is_valid():
        return [], "Look at the fields again."
    asked = form.cleaned_data
    try:
        recipe = queries.recipe(formula.pk, asked["version"])
        library = queries.library_for(recipe)
        sheets = work_sheet(
            recipe,
            library,
            batch=asked["batch"],
            balance=Balance(Decimal(asked["readability"]), asked["tolerance"]),
            prepared=Prepared(accords=asked["accords"], dilutions=asked["dilutions"]),
        )
    except DomainError as error:
        return [], str(error)
    return [_shown(sheet, library.materials) for sheet in sheets], ""


def _shown(sheet: Sheet, materials: Materials) -> dict[str, Any]:
    more = sheet.makes - sheet.needed
    return {
        "title": sheet.title if sheet.of else "The batch",
        "makes": f"{sheet.makes:f}",
        "keeps": f"{sheet.needed:f} of it go into the batch, keep {more:f}" if more else "",
        "steps": [_step(step, materials) for step in sheet.steps],
    }


def _step(step: Step, materials: Materials) -> dict[str, str]:
    item = step.item
    name = materials[item.material].name if isinstance(item, Use) else ""
    return {
        "code": step.name,
        "name": name if name != step.name else "",
        "target": f"{step.target:f}",
        "least": f"{step.least:f}",
        "most": f"{step.most:f}",
        "running": f"{step.running:f}",
        "warning": step.warning,
    }
