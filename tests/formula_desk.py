"""The laboratory for tests: formulas in memory, and people who work on them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Self

from config.bootstrap import bootstrap
from domain.kernel import Aggregate, Event
from domain.scents.commands import (
    AddMaterial,
    ApproveFormula,
    DraftFormula,
    ReviseFormula,
)
from domain.scents.formula import Formula
from domain.scents.material import Material
from domain.scents.recipes.mixture import FormulaVersion
from domain.scents.recipes.recipe import Accord, Blend, Part
from messaging.bus import MessageBus
from scents.ports import AbstractFormulaRepository, FormulasUnitOfWork
from tests.recipes import blend

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SHELF = ["CALONE", "DPG", "HEDIONE", "LIMONENE", "VANILLIN"]


@dataclass(frozen=True)
class FakeVerdict:
    passes: bool
    reasons: tuple[str, ...] = ()


class FakeFormulaRepository(AbstractFormulaRepository):
    """Formulas, in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._formulas: dict[str, Formula] = {}

    def get(self, code: str) -> Formula | None:
        return self._remember(self._formulas.get(code))

    def _add(self, aggregate: Formula) -> None:
        self._formulas[aggregate.code] = aggregate

    def recipes_of(self, versions: Iterable[FormulaVersion]) -> Mapping[FormulaVersion, Blend]:
        return {
            (formula.code, version.number): version.recipe
            for formula in self._formulas.values()
            for version in formula.versions
        }


class FakeLaboratory(FormulasUnitOfWork):
    """A unit of work whose changes are dropped when it is not committed."""

    def __init__(self) -> None:
        self.formulas = FakeFormulaRepository()
        self.told: list[Event] = []

    @property
    def seen(self) -> Iterator[Aggregate]:
        yield from list(self.formulas.seen.values())

    def __enter__(self) -> Self:
        self._before = copy.deepcopy(self.formulas)
        self._done = False
        return self

    def store(self) -> None:
        self._done = True
        self.told += [event for aggregate in self.seen for event in aggregate.events]

    def rollback(self) -> None:
        if not self._done:
            self.formulas = self._before


class Laboratory:
    """The service layer on fakes; materials are those of the shelf."""

    def __init__(self, verdict: FakeVerdict | None = None) -> None:
        self.uow = FakeLaboratory()
        self.asked: list[Any] = []
        self.retired: set[str] = set()
        self.verdict = verdict or FakeVerdict(passes=True)
        bus: MessageBus = bootstrap(
            uow=lambda **_: self.uow,
            clock=lambda: NOW,
            materials_of=lambda codes: {c: Material(c, c) for c in codes if c in SHELF},
            recipes_of=lambda versions: self.uow.formulas.recipes_of(versions),
            safety_of=self._judge,
            retired_materials=lambda: self.retired,
        )
        self.handle = bus.handle

    def _judge(self, *asked: Any) -> FakeVerdict:
        self.asked.append(asked)
        return self.verdict

    def formula(self, code: str) -> Formula:
        found = self.uow.formulas.get(code)
        assert found is not None
        return found


def safe(*asked: Any) -> FakeVerdict:
    return FakeVerdict(passes=True)


def lenient() -> MessageBus:
    """The company's bus, on which everything is found safe: settings.MESSAGE_BUS."""
    return bootstrap(safety_of=safe)


def stock_shelf(bus: MessageBus) -> None:
    """The library holds what the recipes here are made of."""
    for code in SHELF:
        bus.handle(AddMaterial(code, code.title()))


def draft(code: str = "SEA", by: str = "ann", **shares: float) -> DraftFormula:
    return DraftFormula(code, code.title(), blend(**(shares or {"LIMONENE": 1})), "", by)


def with_accord(code: str, version: int = 1) -> Blend:
    return Blend((Part(Accord(code, version), Decimal(1)), *blend(DPG=9).parts))


def revise(code: str, recipe: Blend, *, based_on: int, by: str = "ann") -> ReviseFormula:
    return ReviseFormula(code, recipe, "", by, based_on)


def approve(code: str = "SEA", version: int = 1, by: str = "ben", dose: str = "0.1") -> Any:
    return ApproveFormula(code, version, "cartridge", Decimal(dose), by)
