"""Which rows make one customer, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from allocation import models
from allocation.ports import AbstractCustomerRepository
from domain.allocation.customer import Customer
from domain.allocation.customer_parts import Address, ApiKey, Member, Profile
from messaging.changes import Change
from messaging.sql import Statements


class CustomerRepository(AbstractCustomerRepository):
    """Customers in PostgreSQL, locked when they are read: staff change them a few times a day."""

    def get(self, code: str) -> Customer | None:
        row = models.Customer.objects.select_for_update(no_key=True).filter(code=code).first()
        if row is None:
            return None
        profile = Profile(row.name, row.kind, row.priority, row.active)
        return self._remember(
            Customer(
                code,
                profile,
                version_number=row.version_number,
                members=[Member(**_part(Member, one)) for one in _rows(models.Member, code)],
                addresses=[Address(**_part(Address, one)) for one in _rows(models.Address, code)],
                api_keys=[_key(one) for one in _rows(models.ApiKey, code)],
            )
        )

    def get_by_api_key(self, prefix: str) -> Customer | None:
        keys = models.ApiKey.objects.filter(prefix=prefix)
        code = keys.values_list("customer_id", flat=True).first()
        return self.get(code) if code else None

    def store(self, changes: Sequence[Change[Customer]], statements: Statements) -> None:
        for change in changes:
            self._store(change.aggregate, is_new=change.is_new)

    def _store(self, aggregate: Customer, *, is_new: bool) -> None:
        code, version = aggregate.code, aggregate.version_number
        state = {**asdict(aggregate.profile), "version_number": version}
        if is_new:
            models.Customer.objects.create(code=code, **state)
        else:
            models.Customer.objects.filter(code=code).update(**state)
        _store_parts(models.Member, code, key="email", parts=aggregate.members)
        _store_parts(models.Address, code, key="label", parts=aggregate.addresses)
        _store_parts(models.ApiKey, code, key="prefix", parts=aggregate.api_keys)

    def _add(self, aggregate: Customer) -> None:
        """A new customer is inserted by `store`."""


def _rows(model: type[Model], code: str) -> list[dict[str, Any]]:
    return list(model._default_manager.filter(customer_id=code).values())


def _part(kind: type[Member | Address | ApiKey], row: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: row[field.name] for field in fields(kind)}


def _key(row: Mapping[str, Any]) -> ApiKey:
    return ApiKey(**{**_part(ApiKey, row), "scopes": tuple(row["scopes"])})


def _store_parts(model: type[Model], code: str, *, key: str, parts: Mapping[str, Any]) -> None:
    """The rows are those of the parts, and no others; columns that are no part stay as they are."""
    manager = model._default_manager
    known = dict(manager.filter(customer_id=code).values_list(key, "pk"))
    if gone := [pk for name, pk in known.items() if name not in parts]:
        manager.filter(pk__in=gone).delete()
    rows = {name: _row(model, code, part) for name, part in parts.items()}
    manager.bulk_create([row for name, row in rows.items() if name not in known])
    if kept := {name: row for name, row in rows.items() if name in known}:
        for name, row in kept.items():
            row.pk = known[name]
        names = [field.name for field in fields(parts[next(iter(kept))]) if field.name != key]
        manager.bulk_update(kept.values(), names)


def _row(model: type[Model], code: str, part: Any) -> Model:
    values = asdict(part)
    if "scopes" in values:
        values["scopes"] = list(values["scopes"])
    return model(customer_id=code, **values)


_USED = """
UPDATE allocation_apikey SET last_used_at = %s WHERE prefix = (
    SELECT prefix FROM allocation_apikey WHERE prefix = %s FOR NO KEY UPDATE SKIP LOCKED
)
"""


def note_use(prefix: str, now: datetime) -> None:
    """Note when the key was used last, unless somebody is busy with it: it never waits."""
    with connection.cursor() as cursor:
        cursor.execute(_USED, [now, prefix])
