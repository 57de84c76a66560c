"""Which formulas may be sold, and how scents are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import connection

from allocation import models
from allocation.models import ApprovedFormula
from domain.allocation.origin import UNKNOWN, DecidedSource, Origin

_NOTE = """INSERT INTO allocation_approvedformula AS a (version, approved, decided_at)
    VALUES (%s, %s, %s) ON CONFLICT (version) DO UPDATE
    SET approved = excluded.approved, decided_at = excluded.decided_at
    WHERE a.decided_at <= excluded.decided_at"""


class StoredApprovedFormulas:
    """What the laboratory has told, in PostgreSQL."""

    def has(self, version: str) -> bool:
        return ApprovedFormula.objects.filter(version=version, approved=True).exists()

    def note(self, version: str, *, approved: bool, at: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, [version, approved, at])


_DECIDE = """INSERT INTO allocation_decidedsource AS d
    (sku, supplier, formula, cost, currency, since, decision) VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (sku) DO UPDATE SET supplier = excluded.supplier, formula = excluded.formula,
        cost = excluded.cost, currency = excluded.currency, since = excluded.since,
        decision = excluded.decision
    WHERE d.decision <= excluded.decision"""


class StoredDecidedSources:
    """What the laboratory has decided, in PostgreSQL."""

    def of(self, skus: Collection[str]) -> Mapping[str, DecidedSource]:
        rows = models.DecidedSource.objects.filter(sku__in=skus)
        return {row.sku: row.decided for row in rows}

    def origin_of(self, sku: str) -> Origin:
        decided = self.of([sku]).get(sku)
        return decided.origin if decided else UNKNOWN

    def note(self, sku: str, source: DecidedSource) -> None:
        made = (source.origin.supplier, source.origin.formula)
        told = (sku, *made, source.cost, source.currency, source.since, source.decision)
        with connection.cursor() as cursor:
            cursor.execute(_DECIDE, told)
