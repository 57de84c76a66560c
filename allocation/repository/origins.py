"""Which formulas may be sold."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from allocation.models import ApprovedFormula

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
