"""The catalogue: what customers are told of each SKU, and what it costs them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from allocation import queries
from allocation.admin.customer_forms import Line
from allocation.admin.forms import known_skus
from allocation.models import CatalogueItem, Product
from domain.allocation.catalogue import PriceBreak
from domain.allocation.commands import DescribeProduct
from messaging.admin.command_admin import CommandAdmin
from messaging.admin.forms import CommandForm, IdentifierField
from messaging.admin.looks import page_of
from messaging.admin.steps_field import StepsField


class PricesField(StepsField):
    """Price breaks, one in a line: `1: 39.00`."""

    def __init__(self, **kwargs: Any) -> None:
        text = "One in a line: units from which it holds, then the price of a unit: 50: 34.50"
        super().__init__(required=False, help_text=text, **kwargs)

    def clean(self, value: Any) -> tuple[PriceBreak, ...]:
        return tuple(PriceBreak(qty, price) for qty, price in super().clean(value))


class Description(CommandForm):
    """What a SKU is and costs."""

    scent = Line(required=False)
    pack = Line(required=False)
    currency = Line(initial="EUR", max_length=3)
    prices = PricesField()

    def command(self) -> DescribeProduct:
        filled = self.cleaned_data
        return DescribeProduct(
            self.key(), filled["scent"], filled["pack"], filled["currency"], filled["prices"]
        )


class NewDescription(Description):
    """The same, of a SKU that nothing was said of yet."""

    sku = IdentifierField(label="SKU", known=known_skus)
    field_order = ["sku", "scent", "pack", "currency", "prices"]

    def key(self) -> str:
        return str(self.cleaned_data["sku"])


@admin.register(CatalogueItem)
class CatalogueAdmin(CommandAdmin):
    """Descriptions and prices."""

    add_form = NewDescription
    edit_form = Description
    list_display = ["sku", "scent", "pack", "price", "supplier", "formula", "since", "product"]
    search_fields = ["sku", "scent"]
    fields = ["sku", "scent", "pack", "currency", "prices", "supplier", "formula", "since"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return queries.with_source(super().get_queryset(request), "sku")

    @admin.display(description="made by", ordering="decided_supplier")
    def supplier(self, item: Any) -> str:
        return item.decided_supplier or "not decided"

    @admin.display(description="made from", ordering="decided_formula")
    def formula(self, item: Any) -> str:
        return item.decided_formula or "not decided"

    @admin.display(description="made so since", ordering="decided_since")
    def since(self, item: Any) -> Any:
        return item.decided_since

    @admin.display(description="price of one")
    def price(self, item: CatalogueItem) -> str:
        return f"{item.prices[0][1]} {item.currency}" if item.prices else ""

    @admin.display(description="stock")
    def product(self, item: CatalogueItem) -> SafeString:
        return page_of(Product, item.sku)
