"""Which row makes one import, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from domain.scents.laboratory_import import ImportState, LaboratoryImport
from messaging.changes import Change
from messaging.sql import Statements
from scents import models
from scents.ports import AbstractImportRepository

_STORE = """INSERT INTO scents_laboratoryimport (key, names, content, fingerprint, report,
    fault_count, state, actor, sent_at, version_number)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
_CHANGE = """UPDATE scents_laboratoryimport SET content = %s, state = %s, version_number = %s
    WHERE key = %s"""
_FORGET = """UPDATE scents_laboratoryimport SET content = '', state = 'faulty'
    WHERE state = 'ready' AND sent_at < %s::timestamptz - interval '30 days'"""


class ImportRepository(AbstractImportRepository):
    """Imports in PostgreSQL, locked when they are read."""

    def __init__(self, *, actor: str, now: datetime) -> None:
        super().__init__()
        self._actor = actor
        self._now = now

    def get(self, key: str) -> LaboratoryImport | None:
        rows = models.LaboratoryImport.objects.select_for_update(no_key=True).filter(key=key)
        row = rows.first()
        if row is None:
            return None
        return self._remember(
            LaboratoryImport(
                key,
                tuple(row.names),
                bytes(row.content),
                row.fingerprint,
                state=ImportState(row.state),
                version_number=row.version_number,
            )
        )

    def store(self, changes: Sequence[Change[LaboratoryImport]], statements: Statements) -> None:
        for change in changes:
            one = change.aggregate
            if change.is_new:
                statements.add(_FORGET, [self._now])
                statements.add(_STORE, self._row(one))
            else:
                state, version = one.state.value, one.version_number
                statements.add(_CHANGE, [one.content, state, version, one.key])

    def _row(self, one: LaboratoryImport) -> list[object]:
        report = asdict(one.report) if one.report else {}
        return [
            one.key,
            json.dumps(one.names),
            one.content,
            one.fingerprint,
            json.dumps(report),
            report.get("fault_count", 0),
            one.state.value,
            self._actor,
            self._now,
            one.version_number,
        ]

    def _add(self, aggregate: LaboratoryImport) -> None:
        """A new one is inserted by `store`."""
