"""The read side of customers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from allocation.models import Address, ApiKey, Customer, Member

_KEY = ["prefix", "customer_id", "customer__active", "name", "digest", "scopes", "expires"]
_KEY += ["revoked", "last_used_at"]
_ON_A_PARCEL = ["recipient", "street", "extra", "city", "region", "postal_code", "country"]


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
    """The customer's address with this label ("": the first) as it stands on a parcel, or {}."""
    addresses = addresses_of(code).order_by("id")
    row = (addresses.filter(label=label) if label else addresses).values(*_ON_A_PARCEL).first()
    return {name: text for name, text in row.items() if text} if row else {}
