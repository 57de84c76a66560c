"""Suppliers, and what they ask."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from domain.scents.commands.suppliers import WithdrawOffer
from domain.scents.supply.offer import Grade, Sold
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import Options, OptionsFilter
from messaging.admin.looks import badge, list_of, page_of
from messaging.admin.page_forms import FormsAdmin
from messaging.admin.row_action import RowAction
from scents import queries
from scents.admin import columns
from scents.admin.price_chart import price_charts
from scents.admin.supplier_forms import NewOffer, NewSupplier, SupplierForm
from scents.admin.supplier_record import delivery_table, favour_picture
from scents.admin.workbook import workbook_response
from scents.laboratory_files import stock_of
from scents.models import Material, Offer, Supplier

_GRADES = {Grade.PREMIUM: "info", Grade.STANDARD: ""}
MOST_SHOWN = 100


class GradeFilter(OptionsFilter):
    """The quality of what a supplier sells."""

    title = "grade"
    parameter_name = "grade"
    options = {grade.value: (grade.value.capitalize(), Q(grade=grade.value)) for grade in Grade}


class ActiveFilter(OptionsFilter):
    """Whether anything is bought there."""

    title = "state"
    parameter_name = "state"
    options = {"active": ("Active", Q(active=True)), "inactive": ("Inactive", Q(active=False))}


@admin.register(Supplier)
class SupplierAdmin(FormsAdmin):
    """Those who sell to us, with their offers."""

    add_form = NewSupplier
    edit_form = SupplierForm
    list_display = ["code", "called", "quality", "email", "state"]
    list_filter = [GradeFilter, ActiveFilter]
    search_fields = ["code", "name", "email"]
    fields = ["code", "name", "grade", "email", "note", "active", "favour"]
    csv_fields = ["code", "name", "grade", "email", "note", "active"]
    actions = [*FormsAdmin.actions, "export_workbook"]

    def other_links(self, request: HttpRequest, obj: Supplier) -> list[tuple[str, str]]:
        if not request.user.has_perm("scents.add_offer"):
            return []
        address = reverse("admin:scents_offer_add", query={"supplier": obj.pk})
        return [(address, "Make an offer")]

    def tables(self, request: HttpRequest, obj: Supplier) -> list[Table]:
        told = columns.changes(f"supplier:{obj.pk}")
        record = delivery_table(obj.pk, timezone.now().date())
        return [record, *self._offers(request, obj), told]

    def _offers(self, request: HttpRequest, obj: Supplier) -> list[Table]:
        if not request.user.has_perm("scents.view_offer"):
            return []
        today = timezone.now().date()
        offers = [o for o in queries.all_offers(suppliers=[obj.pk]) if not o.is_over(today)]
        shown = columns.offer_table("Offers, now and to come", offers[:MOST_SHOWN], today)
        every = list_of(Offer, q=obj.pk)
        return [Table(shown.title, shown.headers, shown.rows, every, "All offers, also past ones")]

    @admin.action(description="Export as a workbook, to import again", permissions=["view"])
    def export_workbook(self, request: HttpRequest, queryset: QuerySet[Supplier]) -> HttpResponse:
        codes = {*queryset.values_list("pk", flat=True)}
        return workbook_response("suppliers", stock_of(suppliers=codes))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What audiences favour is told to those who see decisions."""
        names = super().get_fields(request, obj)
        told = obj is not None and request.user.has_perm("scents.view_sourcingdecision")
        return names if told else [name for name in names if name != "favour"]

    @admin.display(description="favoured by audiences")
    def favour(self, supplier: Supplier) -> SafeString:
        return favour_picture(supplier.pk)

    @admin.display(description="name", ordering="name")
    def called(self, supplier: Supplier) -> str:
        return supplier.name

    @admin.display(description="grade", ordering="grade")
    def quality(self, supplier: Supplier) -> SafeString:
        return badge(supplier.grade, _GRADES[Grade(supplier.grade)])

    @admin.display(ordering="active")
    def state(self, supplier: Supplier) -> SafeString:
        return badge("active", "success") if supplier.active else badge("inactive", "danger")


class SoldFilter(OptionsFilter):
    """What the offer is for."""

    title = "item"
    parameter_name = "sold"
    options = {
        sold.value: (f"{sold.value}s".capitalize(), Q(price_list__sold=sold)) for sold in Sold
    }


class SupplierGradeFilter(OptionsFilter):
    """The quality of what its supplier sells."""

    title = "grade"
    parameter_name = "grade"
    options = {
        grade.value: (grade.value.capitalize(), Q(price_list__supplier__grade=grade))
        for grade in Grade
    }


class HoldsFilter(OptionsFilter):
    """Whether it holds today."""

    title = "state"
    parameter_name = "state"

    def choices_now(self) -> Options:
        today = timezone.now().date()
        not_over = Q(valid_to=None) | Q(valid_to__gte=today)
        return {
            "holds": ("Holds", not_over & Q(valid_from__lte=today)),
            "ending": (f"Ends within {queries.SOON.days} days", queries.ending(today)),
            "to-come": ("To come", Q(valid_from__gt=today)),
            "over": ("Over", Q(valid_to__lt=today)),
        }


@admin.register(Offer)
class OfferAdmin(CommandAdmin):
    """Every price that was ever offered. Terms never change: a new price is a new offer."""

    add_form = NewOffer
    list_display = ["item", "supplier", "grade", "price", "valid_from", "until", "state"]
    list_filter = [HoldsFilter, SoldFilter, SupplierGradeFilter]
    list_select_related = ["price_list__supplier"]
    search_fields = ["price_list__item", "price_list__supplier__code"]
    search_fields += ["price_list__supplier__name"]
    ordering = ["-valid_from", "id"]
    fields = ["what", "sold", "supplier", "grade", "price", "least", "lead_time", "per_order"]
    fields += ["valid_from", "until", "state", "source", "history"]
    csv_fields = ["price_list__supplier_id", "price_list__sold", "price_list__item", "currency"]
    csv_fields += ["steps", "minimum", "lead_time", "fee", "valid_from", "valid_to", "source"]
    actions = [*CommandAdmin.actions, "withdraw"]

    withdraw = RowAction(
        "Withdraw",
        lambda row: WithdrawOffer(
            row.price_list.supplier_id,
            Sold(row.price_list.sold),
            row.price_list.item,
            row.valid_from,
        ),
        done="withdrawn",
        question="Withdraw?",
        warning="From today on it holds no longer. One that has not begun is taken back whole.",
    )

    def page_actions(self, obj: Offer) -> list[str]:
        over = obj.valid_to is not None and obj.valid_to < timezone.now().date()
        return [] if over else ["withdraw"]

    @admin.display(ordering="price_list__item")
    def item(self, offer: Offer) -> str:
        return offer.price_list.item

    @admin.display(description="item")
    def what(self, offer: Offer) -> SafeString | str:
        material = offer.price_list.sold == Sold.MATERIAL
        return page_of(Material, offer.price_list.item) if material else offer.price_list.item

    @admin.display(description="minimum order")
    def least(self, offer: Offer) -> str:
        return columns.least(queries.offer_of(offer))

    @admin.display(description="fee per order")
    def per_order(self, offer: Offer) -> str:
        return f"{offer.fee:.2f} {offer.currency}"

    @admin.display(description="for", ordering="price_list__sold")
    def sold(self, offer: Offer) -> str:
        return offer.price_list.sold

    @admin.display(ordering="price_list__supplier")
    def supplier(self, offer: Offer) -> SafeString:
        supplier = offer.price_list.supplier
        return page_of(Supplier, supplier.pk, supplier.name)

    @admin.display(ordering="price_list__supplier__grade")
    def grade(self, offer: Offer) -> SafeString:
        grade = Grade(offer.price_list.supplier.grade)
        return badge(grade, _GRADES[grade])

    @admin.display(description="price")
    def price(self, offer: Offer) -> str:
        return columns.prices(queries.offer_of(offer))

    @admin.display(description="valid to", ordering=F("valid_to").asc(nulls_last=True))
    def until(self, offer: Offer) -> Any:
        return date_format(offer.valid_to) if offer.valid_to else "further notice"

    @admin.display()
    def state(self, offer: Offer) -> SafeString:
        return columns.offer_state(offer.valid_from, offer.valid_to, timezone.now().date())

    @admin.display(description="prices of all suppliers")
    def history(self, offer: Offer) -> SafeString:
        prices = offer.price_list
        found = queries.price_history(prices.item, sold=Sold(prices.sold))
        return price_charts(found, today=timezone.now().date())
