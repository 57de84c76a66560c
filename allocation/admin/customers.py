"""Customers, and who and what belongs to them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from allocation import queries
from allocation.admin.api_keys import key_state
from allocation.admin.columns import day, moment
from allocation.admin.customer_forms import (
    CustomerProfile,
    MemberDetails,
    NewAddress,
    NewCustomer,
    NewMember,
)
from allocation.models import Address, ApiKey, Customer, Member
from domain.allocation.commands import RemoveAddress, RemoveMember
from messaging.admin.command_admin import CommandAdmin, Table
from messaging.admin.filters import OptionsFilter
from messaging.admin.looks import badge, list_of, page_of
from messaging.admin.row_action import RowAction
from messaging.models import OutboxEvent

MOST_SHOWN = 100


class ActiveFilter(OptionsFilter):
    """Whether the customer may order."""

    title = "state"
    parameter_name = "state"
    options = {"active": ("Active", Q(active=True)), "inactive": ("Inactive", Q(active=False))}


class MailFilter(OptionsFilter):
    """Who hears of orders."""

    title = "mail"
    parameter_name = "mail"
    options = {"yes": ("Wants mail", Q(wants_mail=True)), "no": ("No mail", Q(wants_mail=False))}


@admin.register(Customer)
class CustomerAdmin(CommandAdmin):
    """Organisations that order. They are made inactive and never deleted: orders name them."""

    add_form = NewCustomer
    edit_form = CustomerProfile
    list_display = ["code", "name", "kind", "priority", "state"]
    list_filter = ["kind", ActiveFilter]
    search_fields = ["code", "name", "member__email"]
    fields = ["code", "name", "kind", "priority", "active", "created_at", "events"]
    csv_fields = ["code", "name", "kind", "priority", "active", "created_at"]

    def tables(self, request: HttpRequest, obj: Customer) -> list[Table]:
        tables = {
            "allocation.view_member": _members,
            "allocation.view_address": _addresses,
            "allocation.view_apikey": _keys,
        }
        return [table(obj.code) for right, table in tables.items() if request.user.has_perm(right)]

    @admin.display(ordering="active")
    def state(self, customer: Customer) -> SafeString:
        return badge("active", "success") if customer.active else badge("inactive", "warning")

    @admin.display()
    def events(self, customer: Customer) -> SafeString:
        address = list_of(OutboxEvent, aggregate_id=f"customer:{customer.code}")
        return format_html('<a class="row-link" href="{}">All that happened to it</a>', address)


class BelongingAdmin(CommandAdmin):
    """Rows that belong to a customer."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("customer")

    def page_actions(self, obj: Any) -> list[str]:
        return ["remove"]

    @admin.display(description="customer", ordering="customer")
    def owner(self, row: Any) -> SafeString:
        return page_of(Customer, row.customer_id)


@admin.register(Member)
class MemberAdmin(BelongingAdmin):
    """People at customers."""

    add_form = NewMember
    edit_form = MemberDetails
    list_display = ["name", "email", "owner", "wants_mail"]
    list_filter = [MailFilter]
    search_fields = ["name", "email", "customer__code"]
    fields = ["owner", "email", "name", "wants_mail"]
    csv_fields = ["customer_id", "email", "name", "wants_mail"]
    actions = [*CommandAdmin.actions, "remove"]

    remove = RowAction(
        "Remove", lambda row: RemoveMember(row.customer_id, row.email), done="removed"
    )


@admin.register(Address)
class AddressAdmin(BelongingAdmin):
    """Where customers have goods sent to."""

    add_form = NewAddress
    list_display = ["label", "owner", "recipient", "city", "country"]
    list_filter = ["country"]
    search_fields = ["label", "recipient", "city", "customer__code"]
    fields = ["owner", "label", "recipient", "street", "extra", "city", "region"]
    fields += ["postal_code", "country"]
    actions = [*CommandAdmin.actions, "remove"]

    remove = RowAction(
        "Remove", lambda row: RemoveAddress(row.customer_id, row.label), done="removed"
    )


def _members(code: str) -> Table:
    rows = [
        (
            page_of(Member, member.pk, member.name),
            member.email,
            "yes" if member.wants_mail else "no",
        )
        for member in queries.members_of(code)[:MOST_SHOWN]
    ]
    headers = ["name", "e-mail", "wants mail"]
    return Table("Members", headers, rows, list_of(Member, customer=code), "All members")


def _addresses(code: str) -> Table:
    rows = [
        (page_of(Address, place.pk, place.label), place.recipient, place.city, place.country)
        for place in queries.addresses_of(code)[:MOST_SHOWN]
    ]
    headers = ["label", "recipient", "city", "country"]
    return Table("Addresses", headers, rows, list_of(Address, customer=code), "All addresses")


def _keys(code: str) -> Table:
    rows = [
        (
            page_of(ApiKey, key.pk, key.name),
            key.prefix,
            key_state(key),
            day(key.expires.date()),
            moment(key.last_used_at) if key.last_used_at else None,
        )
        for key in queries.api_keys_of(code)[:MOST_SHOWN]
    ]
    headers = ["name", "prefix", "state", "expires", "last used"]
    return Table("API keys", headers, rows, list_of(ApiKey, customer=code), "All keys")
