"""The safety rules in PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection

from domain.scents.safety.allergens import AllergenRecord, AllergenRule
from domain.scents.safety.delivery_format import DeliveryFormat, FormatRecord
from domain.scents.safety.limit_book import ClearanceRecord, StandardRecord
from domain.scents.safety.standard import Clearance, Standard
from scents import safety_values as values
from scents.ports.safety import AbstractStandardRepository, Name
from scents.repository.revised import RevisedRepository, array
from scents.safety_values import Value

_NAMING = """SELECT key, amendment, name, members FROM scents_standard
    WHERE members && %s::varchar[]"""


class StandardRepository(RevisedRepository[StandardRecord, Standard], AbstractStandardRepository):
    """Standards of all amendments."""

    table = "scents_standard"
    columns = {"amendment": "text", "name": "text", "members": "text[]"}
    record = StandardRecord

    def naming(self, substances: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], set[str]]:
        """What this unit of work has changed counts as it is now."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for amendment, name, members in [*self._stored(substances), *self._seen()]:
            for cas in members:
                found[amendment, cas].add(name)
        return {each: found[each] for each in substances if each in found}

    def _stored(self, substances: Collection[tuple[str, str]]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(_NAMING, [sorted({cas for _, cas in substances})])
            return [tuple(rest) for key, *rest in cursor.fetchall() if key not in self.seen]

    def _seen(self) -> list[Any]:
        return [
            (record.amendment, record.name, record.current.members)
            for record in self.seen.values()
            if record.current is not None
        ]

    def _value(self, thing: Standard) -> Value:
        return values.standard_value(thing)

    def _thing(self, name: Name, value: Value, source: str, by: str) -> Standard:
        amendment, title = name
        return values.standard_from(amendment, title, value)

    def _own(self, record: StandardRecord) -> tuple[Any, ...]:
        members = record.current.members if record.current else ()
        return record.amendment, record.name, array(members)


class ClearanceRepository(RevisedRepository[ClearanceRecord, Clearance]):
    """Clearances of all amendments."""

    table = "scents_clearance"
    columns = {"amendment": "text", "cas": "text", "name": "text"}
    record = ClearanceRecord

    def _value(self, thing: Clearance) -> Value:
        return values.clearance_value(thing)

    def _thing(self, name: Name, value: Value, source: str, by: str) -> Clearance:
        amendment, cas = name
        return values.clearance_from(amendment, cas, value, source=source)

    def _own(self, record: ClearanceRecord) -> tuple[Any, ...]:
        named = [each.value.name for each in record.revisions if each.value]
        return record.amendment, record.cas, named[-1]


class FormatRepository(RevisedRepository[FormatRecord, DeliveryFormat]):
    """Delivery formats; what holds now are the last decisions, one for each amendment."""

    table = "scents_deliveryformat"
    columns = {"code": "text", "name": "text"}
    record = FormatRecord

    def _value(self, thing: DeliveryFormat) -> Value:
        return values.format_value(thing)

    def _thing(self, name: Name, value: Value, source: str, by: str) -> DeliveryFormat:
        (code,) = name
        return values.format_from(code, value, source=source, by=by)

    def _current(self, record: FormatRecord) -> Value:
        decided = [each.value for each in record.revisions if each.value]
        return {"categories": {each.amendment: each.category for each in decided}}

    def _own(self, record: FormatRecord) -> tuple[Any, ...]:
        return record.code, record.current.name if record.current else ""


class AllergenRepository(RevisedRepository[AllergenRecord, AllergenRule]):
    """Allergens of all regulations."""

    table = "scents_allergenrule"
    columns = {"rule": "text", "name": "text", "members": "text[]"}
    record = AllergenRecord

    def _value(self, thing: AllergenRule) -> Value:
        return values.allergen_value(thing)

    def _thing(self, name: Name, value: Value, source: str, by: str) -> AllergenRule:
        rule, title = name
        return values.allergen_from(rule, title, value, source=source)

    def _own(self, record: AllergenRecord) -> tuple[Any, ...]:
        members = record.current.members if record.current else ()
        return record.rule, record.name, array(members)
