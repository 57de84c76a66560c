"""Which row makes one material, and back."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from domain.scents import facts
from domain.scents.entry import MaterialEntry
from messaging.changes import Change
from messaging.sql import Statements
from scents import models
from scents.ports import AbstractMaterialRepository

_HOLDERS = """SELECT c.code, min(m.code) FROM unnest(%s::text[]) AS c(code)
    JOIN scents_material m
        ON m.constituents @> jsonb_build_array(jsonb_build_object('code', c.code))
    GROUP BY c.code"""
_STORE = """INSERT INTO scents_material
    (code, name, kind, cas, descriptors, note, properties, constituents, gaps, retired,
    version_number) {rows}"""
_CHANGE = f"""{_STORE}
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind,
        cas = excluded.cas, descriptors = excluded.descriptors, note = excluded.note,
        properties = excluded.properties, constituents = excluded.constituents,
        gaps = excluded.gaps, retired = excluded.retired,
        version_number = excluded.version_number"""
_TYPES = "text, text, text, text, jsonb, text, jsonb, jsonb, jsonb, bool, bigint"


class MaterialRepository(AbstractMaterialRepository):
    """The library in PostgreSQL. Entries are locked when they are read, in the order of codes."""

    def get_many(self, codes: Collection[str]) -> dict[str, MaterialEntry]:
        rows = models.Material.objects.filter(code__in=codes).order_by("code")
        for row in rows.select_for_update(no_key=True).values() if codes else ():
            self._remember(_entry(row))
        entries = (self.seen.get(f"material:{code}") for code in codes)
        return {entry.code: entry for entry in entries if entry is not None}

    def holders(self, codes: Collection[str]) -> Mapping[str, str]:
        with connection.cursor() as cursor:
            cursor.execute(_HOLDERS, [[*codes]])
            return dict(cursor.fetchall())

    def store(self, changes: Sequence[Change[MaterialEntry]], statements: Statements) -> None:
        """What is new must be new in the table, too; what is known was locked when it was read."""
        for sql, is_new in ((_STORE, True), (_CHANGE, False)):
            rows = [_row(change.aggregate) for change in changes if change.is_new is is_new]
            statements.add_rows(sql, rows, types=_TYPES)

    def _add(self, aggregate: MaterialEntry) -> None:
        """A new one is inserted by `store`."""


def _entry(row: Mapping[str, Any]) -> MaterialEntry:
    version = row["version_number"]
    return MaterialEntry(facts.material_of(row), retired=row["retired"], version_number=version)


def _row(entry: MaterialEntry) -> tuple[Any, ...]:
    material = entry.material
    known = facts.properties_of(material)
    values = {name: facts.to_facts(value) for name, value in known.items()}
    return (
        material.code,
        material.name,
        material.kind.value,
        material.cas,
        json.dumps(material.descriptors),
        material.note,
        json.dumps(values),
        json.dumps([facts.constituent_facts(part) for part in material.constituents]),
        json.dumps(material.gaps),
        entry.retired,
        entry.version_number,
    )
