"""Taking in what files say of materials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from domain.scents.entry import MaterialEntry, NotAChemical, require_property
from domain.scents.facts import with_properties
from domain.scents.intake.rows import ConstituentRow, MaterialRow, PropertyRow
from domain.scents.intake.tally import Tally
from domain.scents.material import Kind, Material
from domain.scents.recipes.mixture import UnknownMaterial

Holders = Callable[[Collection[str]], Mapping[str, str]]
"""Of these materials, those that stand in a natural of the library, with one such natural."""


class MaterialIntake:
    """Drafts of materials beside the entries that are there; `keep` turns them into entries."""

    def __init__(self, entries: dict[str, MaterialEntry], holders: Holders, tally: Tally) -> None:
        self.entries = entries
        self._holders = holders
        self._tally = tally
        self._drafts: dict[str, Material] = {}
        self._retired: dict[str, bool] = {}

    def known(self, code: str) -> Material:
        """As it will be. Raises UnknownMaterial."""
        if code in self._drafts:
            return self._drafts[code]
        if code not in self.entries:
            raise UnknownMaterial(code)
        return self.entries[code].material

    def describe(self, row: MaterialRow) -> None:
        with self._tally.row(row.place, spoils=row.code):
            if not self._tally.is_first("materials", row.code, row.place):
                return
            entry = self.entries.get(row.code)
            base = entry.material if entry else Material(row.code, row.name, row.kind)
            draft = replace(
                base,
                name=row.name,
                kind=row.kind,
                cas=row.cas,
                descriptors=row.descriptors,
                note=row.note,
            )
            was = entry.retired if entry else False
            will_be = was if row.retired is None else row.retired
            before = (base, was) if entry else None
            self._tally.count("materials", row.code, before, (draft, will_be))
            self._drafts[row.code], self._retired[row.code] = draft, will_be

    def record(self, row: PropertyRow) -> None:
        if self._tally.is_spoiled(row.code):
            return
        with self._tally.row(row.place):
            key = f"{row.code} {row.name}"
            if not self._tally.is_first("properties", key, row.place):
                return
            require_property(row.name, row.value)
            known = self.known(row.code)
            self._drafts[row.code] = with_properties(known, {row.name: row.value})
            self._tally.count("properties", key, getattr(known, row.name), row.value)

    def compose(self, rows: Iterable[ConstituentRow]) -> None:
        """All rows of a natural are one fact; what is wrong with it is told at the last of them."""
        naturals: dict[str, list[ConstituentRow]] = defaultdict(list)
        for row in rows:
            naturals[row.natural].append(row)
        for natural, parts in naturals.items():
            if not self._tally.is_spoiled(natural):
                self._compose(natural, parts)

    def _compose(self, natural: str, rows: list[ConstituentRow]) -> None:
        with self._tally.row(rows[-1].place):
            known = self.known(natural)
            constituents = tuple(row.constituent for row in rows)
            self._drafts[natural] = replace(known, constituents=constituents)
            before = known.constituents or None
            self._tally.count("constituents", natural, before, constituents)
        for row in rows:
            self._check_constituent(row)

    def _check_constituent(self, row: ConstituentRow) -> None:
        code = row.constituent.code
        if not self._tally.is_spoiled(code):
            with self._tally.row(row.place):
                if self.known(code).kind is Kind.NATURAL:
                    raise NotAChemical(row.natural, code)

    def check_naturals(self, rows: Iterable[MaterialRow]) -> None:
        """What becomes a natural must stand in no natural of the library."""
        new = {row.code: row.place for row in rows if self._becomes_natural(row)}
        for code, natural in (self._holders(new) if new else {}).items():
            with self._tally.row(new[code]):
                raise NotAChemical(natural, code)

    def _becomes_natural(self, row: MaterialRow) -> bool:
        entry = self.entries.get(row.code)
        is_chemical = entry is not None and entry.material.kind is not Kind.NATURAL
        return row.kind is Kind.NATURAL and is_chemical

    def keep(self) -> None:
        """Let the entries become what was drafted."""
        for code, draft in self._drafts.items():
            if code in self.entries:
                self.entries[code].become(draft)
            else:
                self.entries[code] = MaterialEntry.enter(draft)
        for code, retired in self._retired.items():
            entry = self.entries[code]
            (entry.retire if retired else entry.restore)()
