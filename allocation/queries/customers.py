"""The read side of customers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from allocation.models import Address, ApiKey, Customer, Member
from domain.allocation.customer_parts import ON_PARCEL

_KEY = [
    "prefix",
    "customer_id",
    "customer__active",
    "customer__priority",
    "name",
    "digest",
    "scopes",
    "expires",
]
_KEY += ["revoked", "leaked", "last_used_at"]


def api_key(prefix: str) -> dict[str, Any] | None:
    """What is kept of the key with this prefix."""
    rows = ApiKey.objects.order_by().filter(prefix=prefix).values(*_KEY)
    return next(iter(rows), None)


def customer(code: str) -> Customer | None:
    return Customer.objects.filter(code=code).first()


def known_customers(most: int) -> list[str]:
    return list(Customer.objects.values_list("code", flat=True)[:most])


def addresses_of(code: str) -> QuerySet[Address]:
    return Address.objects.filter(customer_id=code)


def members_of(code: str) -> QuerySet[Member]:
    return Member.objects.filter(customer_id=code)


def api_keys_of(code: str) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(customer_id=code)


def ship_to(code: str, label: str) -> dict[str, str]:
    """The customer's address with this label ("": its only one) as it stands on a parcel, or {}."""
    addresses = addresses_of(code)
    found = (addresses.filter(label=label) if label else addresses).values(*ON_PARCEL)[:2]
    return {name: text for name, text in found[0].items() if text} if len(found) == 1 else {}
