"""The import of safety rules: all of it or nothing, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from domain.kernel import Command, DomainError
from domain.scents.safety.rule_import import Imported, RulesRefused

if TYPE_CHECKING:
    from domain.scents.commands import (
        ImportSafetyRules,
        RecordAllergenRule,
        RecordClearance,
        RecordStandard,
    )
    from domain.scents.safety.revisions import Revised
    from scents.ports.safety import SafetyUnitOfWork


def import_safety_rules(command: ImportSafetyRules, uow: SafetyUnitOfWork) -> Imported:
    """Standards first: what they name cannot be cleared.

    Raises RulesRefused, which tells all that was refused.
    """
    with uow:
        done = _Import(uow, only_new=command.only_new)
        done.take_standards(command.standards)
        done.take_clearances(command.clearances)
        done.take_allergen_rules(command.allergen_rules)
        if done.refusals:
            raise RulesRefused(tuple(done.refusals))
        if not command.dry_run:
            uow.commit()
    return Imported(done.recorded, done.unchanged - done.withdrawn, done.withdrawn)


class _Import:
    """An import on its way; the records of each kind are fetched at once."""

    def __init__(self, uow: SafetyUnitOfWork, *, only_new: bool) -> None:
        self._uow = uow
        self._only_new = only_new
        self.refusals: list[tuple[Command, str]] = []
        self.recorded = self.unchanged = self.withdrawn = 0

    def take_standards(self, commands: Sequence[RecordStandard]) -> None:
        records = self._uow.safety_standards.get_all([(c.amendment, c.name) for c in commands])
        for command in commands:
            record = records[command.amendment, command.name]
            with self._counted(command, record):
                standard = command.standard()
                if not self._stays(record, standard, command.source):
                    record.record_standard(standard, source=command.source, by=command.by)

    def take_clearances(self, commands: Sequence[RecordClearance]) -> None:
        substances = [(c.amendment, c.cas) for c in commands]
        records = self._uow.clearances.get_all(substances)
        naming = self._uow.safety_standards.naming(substances)
        for command, substance in zip(commands, substances, strict=True):
            record = records[substance]
            with self._counted(command, record):
                if not self._stays(record, command.clearance(), command.source):
                    record.record_clearance(
                        name=command.name,
                        source=command.source,
                        by=command.by,
                        standards=naming.get(substance, ()),
                    )

    def take_allergen_rules(self, commands: Sequence[RecordAllergenRule]) -> None:
        records = self._uow.allergen_rules.get_all([(c.rule.rule, c.rule.name) for c in commands])
        for command in commands:
            record = records[command.rule.rule, command.rule.name]
            with self._counted(command, record):
                if not self._stays(record, command.rule, command.rule.source):
                    record.record_rule(command.rule, by=command.by)

    def _stays(self, record: Revised[Any], value: object, source: str) -> bool:
        if self._only_new and record.revisions:
            return True
        stays = record.stays_withdrawn(value, source=source)
        self.withdrawn += stays
        return stays

    @contextmanager
    def _counted(self, command: Command, record: Revised[Any]) -> Iterator[None]:
        before = record.version_number
        try:
            yield
        except DomainError as refusal:
            self.refusals.append((command, str(refusal)))
        else:
            self.recorded += record.version_number > before
            self.unchanged += record.version_number == before
