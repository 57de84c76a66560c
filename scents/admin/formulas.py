"""Formulas: their recipes, who approved them, and sheets to weigh by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from messaging.admin.command_admin import Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.looks import address_of, badge, page_of, plain
from messaging.admin.page_forms import FormsAdmin
from scents import queries
from scents.admin.comparisons import comparison_context
from scents.admin.evaluations import chart_response, evaluation_context
from scents.admin.formula_forms import (
    Approve,
    Branch,
    NewFormula,
    Revise,
    Withdraw,
)
from scents.admin.formula_tables import (
    composition_table,
    examination_table,
    recipe_table,
    uses_table,
    versions_table,
)
from scents.admin.optimisation_tables import searches_table
from scents.admin.optimisations import request_address
from scents.admin.work_sheets import sheet_response
from scents.models import Formula


class ApprovalFilter(OptionsFilter):
    """Whether it may be used."""

    title = "approval"
    parameter_name = "approval"
    options = {
        "latest": ("Latest version approved", Q(is_approved=True)),
        "earlier": ("An earlier version only", Q(is_approved=False, approved__isnull=False)),
        "none": ("Not approved", Q(approved=None)),
        "waiting": ("Latest version not approved", Q(is_approved=False)),
    }


@admin.register(Formula)
class FormulaAdmin(FormsAdmin):
    """A recipe never changes: whoever revises it adds a version."""

    add_form = NewFormula
    page_forms = {"revise": Revise, "branch": Branch, "approve": Approve, "withdraw": Withdraw}
    page_form_head = ["code", "name"]
    list_display = ["code", "name", "latest", "author", "state", "revised_at"]
    list_filter = [ApprovalFilter, "revised_at"]
    search_fields = ["code", "name"]
    search_help_text = "Code or name, or the whole code of a material or accord in it (SEA@2)"
    fields = ["code", "name", "latest", "state", "origin", "remarks"]
    csv_fields = ["code", "name", "latest", "branched_from", "revised_at", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Formula]:
        return queries.with_state(super().get_queryset(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Formula], search_term: str
    ) -> tuple[QuerySet[Formula], bool]:
        """The whole of what is typed may be a material, too."""
        found, many = super().get_search_results(request, queryset, search_term)
        if term := search_term.strip():
            found = found | queryset.filter(pk__in=queries.using(term))
        return found, many

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """The forms know who sends them."""
        form = super().get_form(request, obj, *args, **kwargs)
        form.by = request.user.get_username()
        return form

    def page_links(self, obj: Any) -> Sequence[str]:
        names = ["revise", "branch"]
        names += [] if obj.is_approved else ["approve"]
        return [*names, *(["withdraw"] if obj.approved else [])]

    def other_links(self, request: HttpRequest, obj: Any) -> Sequence[tuple[str, str]]:
        pages = [("evaluation", "Evaluate"), ("sheet", "Work sheet")]
        pages += [("compare", "Compare")] if obj.latest > 1 or obj.branched_from else []
        links = [(_address(name, obj), title) for name, title in pages]
        if request.user.has_perm("scents.add_optimisation"):
            links.insert(1, (request_address(obj.pk, obj.latest), "Find a cheaper one"))
        if request.user.has_perm("allocation.view_batch"):
            made = reverse("admin:allocation_batch_changelist", query={"q": f"{obj.pk}@"})
            links.append((made, "Batches"))
        return links

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """To its page, where the work goes on."""
        return redirect(address_of(Formula, obj.pk))

    def tables(self, request: HttpRequest, obj: Any) -> list[Table]:
        recipe = queries.recipe(obj.pk, obj.latest)
        tables = [
            recipe_table(recipe),
            composition_table(recipe, linked=request.user.has_perm("scents.view_material")),
            versions_table(obj),
            uses_table(obj),
        ]
        if obj.approved:
            tables.insert(3, examination_table(obj.pk, obj.approved))
        if request.user.has_perm("scents.view_optimisation"):
            tables.append(searches_table(obj.pk))
        return tables

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("work-sheet", self.sheet, "sheet"),
            ("compare", self.compare, "compare"),
            ("evaluation", self.evaluation, "evaluation"),
            ("versions/<int:version>/chart/<slug:kind>.<slug:form>", self.chart, "chart"),
        ]
        return [
            path(
                f"<path:object_id>/{end}{'' if name == 'chart' else '/'}",
                self.admin_site.admin_view(view),
                name=f"scents_formula_{name}",
            )
            for end, view, name in pages
        ] + super().get_urls()

    def sheet(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is put on the balance, step by step."""
        return sheet_response(request, self._formula(request, object_id))

    def compare(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Two versions side by side."""
        formula = self._formula(request, object_id)
        more = comparison_context(request, formula)
        return self._page(request, formula, "admin/comparison.html", f"Compare {formula}", more)

    def evaluation(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A version worked out, in tables and charts."""
        formula = self._formula(request, object_id)
        more = evaluation_context(request, formula)
        return self._page(request, formula, "admin/evaluation.html", f"Evaluate {formula}", more)

    def chart(
        self, request: HttpRequest, object_id: str, version: int, kind: str, form: str
    ) -> HttpResponse:
        """A chart of such an evaluation, as a file."""
        formula = self._formula(request, object_id)
        return chart_response(request, formula, version=version, kind=kind, form=form)

    def _page(
        self, request: HttpRequest, formula: Formula, template: str, title: str, more: Any
    ) -> HttpResponse:
        site = self.admin_site.each_context(request)
        context = {**site, "title": title, "opts": self.opts, "formula": formula, **more}
        return TemplateResponse(request, template, context)

    def _formula(self, request: HttpRequest, object_id: str) -> Formula:
        if not self.has_view_permission(request):
            raise PermissionDenied
        formula: Formula | None = self.get_object(request, unquote(object_id))
        if formula is None:
            raise Http404
        return formula

    @admin.display()
    def author(self, formula: Any) -> str:
        return str(formula.author)

    @admin.display(description="approval")
    def state(self, formula: Any) -> SafeString:
        if formula.is_approved:
            return badge("approved", "success")
        if formula.approved:
            return badge(f"version {formula.approved} approved", "warning")
        return badge("not approved")

    @admin.display(description="branched from")
    def origin(self, formula: Formula) -> SafeString | None:
        source = formula.branched_from
        return page_of(Formula, source.rpartition("@")[0], source) if source else None

    @admin.display(description="note")
    def remarks(self, formula: Formula) -> SafeString:
        return plain(formula.note)


def _address(page: str, formula: Formula) -> str:
    return reverse(f"admin:scents_formula_{page}", args=[quote(formula.pk)])
