"""Files that were sent: looked at, and taken in when somebody says so."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel import Aggregate, NotFound, Refused
from domain.scents.events.intake import ImportApplied, ImportPrepared
from domain.scents.intake.rows import Report


class ImportState(StrEnum):
    """How far an import has come."""

    FAULTY = "faulty"
    READY = "ready"
    APPLIED = "applied"


class UnknownImport(NotFound):
    """No such files were sent."""

    def __init__(self, key: str) -> None:
        super().__init__(f"there is no import {key}")


class NotReady(Refused):
    """Faulty files are never taken in, and others only once."""

    code = "import-not-ready"

    def __init__(self, state: ImportState) -> None:
        super().__init__(f"this import is {state}")


class ImportChanged(Refused):
    """What would be done is not what was shown."""

    code = "import-changed"

    def __init__(self) -> None:
        super().__init__("meanwhile something else happened: send the files again to see what now")


class LaboratoryImport(Aggregate):
    """What the files would do when they were looked at. Their `content` goes once it is taken
    in."""

    def __init__(
        self,
        key: str,
        names: tuple[str, ...],
        content: bytes,
        fingerprint: str,
        *,
        report: Report | None = None,
        state: ImportState = ImportState.READY,
        version_number: int = 0,
    ) -> None:
        super().__init__(version_number=version_number)
        self.key = key
        self.names = names
        self.content = content
        self.fingerprint = fingerprint
        self.report = report
        self.state = state

    @classmethod
    def prepare(
        cls, key: str, names: tuple[str, ...], content: bytes, report: Report
    ) -> LaboratoryImport:
        """With faults the content is not kept: nobody can take it in."""
        state = ImportState.FAULTY if report.fault_count else ImportState.READY
        kept = b"" if report.fault_count else content
        made = cls(key, names, kept, report.fingerprint, report=report, state=state)
        made.record(ImportPrepared(key, names, report.counts, report.fault_count))
        return made

    @property
    def identity(self) -> str:
        return f"import:{self.key}"

    def require_ready(self) -> None:
        """Raises NotReady."""
        if self.state is not ImportState.READY:
            raise NotReady(self.state)

    def apply(self, report: Report) -> None:
        """It is taken in, if this is what was shown. Raises NotReady, ImportChanged."""
        self.require_ready()
        if report.fault_count or report.fingerprint != self.fingerprint:
            raise ImportChanged
        self.state, self.content = ImportState.APPLIED, b""
        self.record(ImportApplied(self.key, report.counts))
