"""The library of materials."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from domain.scents.commands import materials as commands
from domain.scents.facts import PROPERTIES
from domain.scents.material import Kind
from messaging.admin.command_admin import Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.looks import badge, page_of
from messaging.admin.page_forms import FormsAdmin
from messaging.admin.row_action import RowAction
from scents import queries
from scents.admin import columns, property_forms
from scents.admin.formula_tables import formulas_table
from scents.admin.material_forms import ConstituentsForm, MaterialDescription, NewMaterial
from scents.admin.price_chart import price_charts
from scents.admin.property_table import label_of, properties_table
from scents.admin.workbook import workbook_response
from scents.laboratory_files import stock_of
from scents.models import Material

GAPS = (*PROPERTIES, "constituents")


class KindFilter(OptionsFilter):
    """What it is."""

    title = "kind"
    parameter_name = "kind"
    options = {kind.value: (kind.value.capitalize(), Q(kind=kind.value)) for kind in Kind}


class GapFilter(OptionsFilter):
    """What is not known of it."""

    title = "gap"
    parameter_name = "gap"
    options = {
        "none": ("Nothing missing", Q(gaps=[])),
        **{name: (f"No {label_of(name)}", Q(gaps__contains=[name])) for name in GAPS},
    }


class UseFilter(OptionsFilter):
    """Whether it is used for anything new."""

    title = "use"
    parameter_name = "use"
    options = {"used": ("In use", Q(retired=False)), "retired": ("Retired", Q(retired=True))}


@admin.register(Material)
class MaterialAdmin(FormsAdmin):
    """Materials with what is known of them, and what is not. None is ever deleted."""

    add_form = NewMaterial
    edit_form = MaterialDescription
    page_forms = {
        "molar-mass": property_forms.MolarMassForm,
        "density": property_forms.DensityForm,
        "vapour-pressure": property_forms.VapourPressureForm,
        "groups": property_forms.GroupsForm,
        "threshold": property_forms.ThresholdForm,
        "dose-response": property_forms.DoseResponseForm,
        "constituents": ConstituentsForm,
    }
    page_form_head = ["code", "called"]
    list_display = ["code", "called", "kind", "cas", "missing", "state"]
    list_filter = [KindFilter, GapFilter, UseFilter]
    search_fields = ["code", "name", "cas"]
    fields = ["code", "name", "kind", "cas", "descriptors", "note", "state", "missing", "prices"]
    csv_fields = ["code", "name", "kind", "cas", "note", "retired"]
    actions = [*FormsAdmin.actions, "export_workbook", "fill", "retire", "restore"]

    fill = RowAction(
        "Fill from the libraries",
        lambda row: commands.FillMaterial(row.pk),
        done="looked up",
        back=True,
    )
    retire = RowAction(
        "Retire", lambda row: commands.RetireMaterial(row.pk), done="retired", back=True
    )
    restore = RowAction(
        "Restore", lambda row: commands.RestoreMaterial(row.pk), done="restored", back=True
    )

    def page_actions(self, obj: Material) -> list[str]:
        return [*(["fill"] if obj.cas else []), "restore" if obj.retired else "retire"]

    def page_links(self, obj: Material) -> list[str]:
        natural = obj.kind == Kind.NATURAL
        return ["density", "constituents"] if natural else [*self.page_forms][:-1]

    def other_links(self, request: HttpRequest, obj: Material) -> list[tuple[str, str]]:
        if not request.user.has_perm("scents.add_offer"):
            return []
        asked = {"sold": "material", "item": obj.pk}
        return [(reverse("admin:scents_offer_add", query=asked), "Make an offer")]

    def tables(self, request: HttpRequest, obj: Material) -> list[Table]:
        tables = [properties_table(obj), *_relatives(obj)]
        if request.user.has_perm("scents.view_formula"):
            tables.append(formulas_table(obj.pk))
        if request.user.has_perm("scents.view_offer"):
            history = queries.price_history(obj.pk)
            tables.append(columns.offer_table("Offers", history[::-1], timezone.now().date()))
        return [*tables, columns.changes(f"material:{obj.pk}")]

    @admin.action(description="Export as a workbook, to import again", permissions=["view"])
    def export_workbook(self, request: HttpRequest, queryset: QuerySet[Material]) -> HttpResponse:
        codes = {*queryset.values_list("pk", flat=True)}
        return workbook_response("materials", stock_of(materials=codes))

    @admin.display(description="name", ordering="name")
    def called(self, material: Material) -> str:
        return material.name

    @admin.display(description="not known")
    def missing(self, material: Material) -> SafeString:
        return columns.badges(map(label_of, material.gaps)) or badge("all known", "success")

    @admin.display(description="use", ordering="retired")
    def state(self, material: Material) -> SafeString:
        return badge("retired") if material.retired else badge("in use", "success")

    @admin.display(description="price history")
    def prices(self, material: Material) -> SafeString | None:
        offers = queries.price_history(material.pk)
        return price_charts(offers, today=timezone.now().date()) or None


def _relatives(material: Material) -> list[Table]:
    """What is in it, or what it is in."""
    if material.kind == Kind.NATURAL:
        rows = [_constituent(part) for part in material.constituents]
        return [Table("Constituents", ("constituent", "typical", "most", "source"), rows)]
    naturals = [(page_of(Material, code),) for code in queries.naturals_with(material.pk)]
    return [Table("Found in", ["natural"], naturals)] if naturals else []


def _constituent(part: dict[str, Any]) -> tuple[Any, ...]:
    shares = (f"{100 * part[name]:.4g} %" for name in ("typical", "most"))
    return (page_of(Material, part["code"]), *shares, part["source"])
