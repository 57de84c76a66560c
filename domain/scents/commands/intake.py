"""Taking in files: looked at first, then done."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel import Command
from domain.scents.intake.rows import LaboratoryRows


@dataclass(frozen=True)
class ImportLaboratory(Command):
    """Take everything in that the rows say, or nothing. `dry_run`: only tell what it would do."""

    rows: LaboratoryRows
    dry_run: bool = False


@dataclass(frozen=True)
class PrepareImport(Command):
    """Look at files that somebody sent, and keep them until they are taken in. `key` is new;
    `content` are the files as they came, `names` what they are called."""

    key: str
    names: tuple[str, ...]
    content: bytes
    rows: LaboratoryRows


@dataclass(frozen=True)
class ConfirmImport(Command):
    """Take in what was shown, if that is what it would still do; `rows` are those of the files that
    were kept."""

    key: str
    rows: LaboratoryRows
