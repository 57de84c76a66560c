"""A table of market research in the back office: looked at first, then taken in."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from domain.kernel import DomainError
from domain.scents.sourcing.research_table import ResearchReport
from messaging.admin.command_admin import Table
from messaging.admin.forms import IdentifierField
from messaging.admin.looks import badge, list_of
from scents import queries
from scents.admin.evidence_chart import Line, evidence_chart
from scents.admin.scents import money
from scents.admin.supplier_forms import known_suppliers
from scents.exchange.market_research import LARGEST
from scents.exchange.reading import NamedFile
from scents.models import ScentSource
from scents.research_files import FaultyResearch, Terms, import_research

PASTED = "pasted table"
AGREED = "_agreed"
APART = ":"
"""Between name and content; browsers send a line break as two signs."""


class ResearchForm(forms.Form):
    """The table and how it is to be read. `packed` is what was looked at: name and content."""

    sent = forms.FileField(
        label="File", required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )  # fmt: skip
    pasted = forms.CharField(
        label="or paste it", required=False, max_length=LARGEST, strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 7}),
    )  # fmt: skip
    expensive = IdentifierField(label="Expensive supplier", known=known_suppliers)
    cheap = IdentifierField(label="Cheap supplier", known=known_suppliers)
    currency = IdentifierField(initial="USD", max_length=3, known=queries.known_currencies)
    policy = forms.ChoiceField(
        choices=lambda: [(code, code) for code in queries.policy_codes()],
        widget=UnfoldAdminSelectWidget(),
    )
    packed = forms.CharField(required=False, widget=forms.HiddenInput(), max_length=2 * LARGEST)

    def clean(self) -> dict[str, Any]:
        filled = self.cleaned_data
        given = [bool(filled.get(name)) for name in ("sent", "pasted", "packed")]
        if sum(given) != 1:
            self.add_error(None, "Send a file or paste a table: one of the two.")
        elif filled.get("sent") and filled["sent"].size > LARGEST:
            self.add_error("sent", f"At most {LARGEST} bytes.")
        return filled

    def file(self) -> NamedFile:
        """Raises ValueError where what was packed was tampered with."""
        filled = self.cleaned_data
        if filled["packed"]:
            name, _, content = filled["packed"].rpartition(APART)
            return NamedFile(name, base64.b64decode(content, validate=True))
        if filled["sent"]:
            return NamedFile(filled["sent"].name, filled["sent"].read())
        return NamedFile(PASTED, filled["pasted"].encode())

    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in Terms.__dataclass_fields__})


def research_page(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The form; what a table would decide; and, where somebody said yes to that, the decisions."""
    if not request.user.has_perm("scents.add_sourcingdecision"):
        raise PermissionDenied
    form = ResearchForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "faults": []}
    if request.method == "POST" and form.is_valid():
        agreed = AGREED in request.POST
        try:
            file = form.file()
            report = _import(model_admin, request, form, file, dry_run=not agreed)
            if agreed:
                return _done(model_admin, request, report)
            context |= _preview(form, file, report)
        except FaultyResearch as fault:
            context["faults"] = str(fault).splitlines()
        except DomainError as refusal:
            context["faults"] = [str(refusal)]
        except (binascii.Error, UnicodeError):
            context["faults"] = [
                "Send the table again: what was looked at did not come back whole."
            ]
    site = model_admin.admin_site.each_context(request)
    shown = {**site, "opts": model_admin.opts, "title": "Decide by market research", **context}
    return TemplateResponse(request, "admin/market_research.html", shown)


def _import(
    model_admin: Any, request: HttpRequest, form: ResearchForm, file: NamedFile, *, dry_run: bool
) -> ResearchReport:
    by = request.user.get_username()
    return import_research(file, form.terms(), by=by, dry_run=dry_run, actor=f"admin:{by}")


def _done(model_admin: Any, request: HttpRequest, report: ResearchReport) -> HttpResponse:
    if report.known:
        told = "This table was taken in before: nothing changes."
        model_admin.message_user(request, told, messages.WARNING)
    else:
        model_admin.message_user(request, f"Decided: {', '.join(report.decisions)}.")
    return redirect(list_of(ScentSource))


def _preview(form: ResearchForm, file: NamedFile, report: ResearchReport) -> dict[str, Any]:
    """What would be decided, and all that is needed to say yes to just this."""
    packed = f"{file.name}{APART}{base64.b64encode(file.content).decode()}"
    sent = [(name, form.cleaned_data[name]) for name in Terms.__dataclass_fields__]
    lines = [
        Line(f"{scent}: {one.source.supplier}", one.evidence)
        for scent, one in report.decisions.items()
    ]
    return {
        "report": report,
        "sent": [*sent, ("packed", packed)],
        "agreed": AGREED,
        "picture": evidence_chart(lines),
        "tables": [_table(report)],
    }


def _table(report: ResearchReport) -> Table:
    headers = ("scent", "decision", "cheap one", "cost", "saving", "state")
    rows = []
    for scent, one in report.decisions.items():
        flag = badge("provisional", "warning") if one.provisional else badge("decided", "success")
        share = f"{one.evidence['per_cent']:.10g} %"
        costs = (money(one.cost, one.currency), money(one.saving, one.currency))
        rows.append((scent, one.source.supplier, share, *costs, flag))
    return Table("What would be decided", headers, rows)
