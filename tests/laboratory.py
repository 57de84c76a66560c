"""What tests of the laboratory share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.scents.commands import (
    DraftSurvey,
    IssueInvitations,
    OpenSurvey,
    OverruleSourcing,
    RecordPolicy,
    RequestOptimisation,
)
from domain.scents.commands.intake import PrepareImport
from domain.scents.commands.materials import AddMaterial, RecordConstituents, RecordProperty
from domain.scents.commands.suppliers import MakeOffer, RegisterSupplier
from domain.scents.material import Constituent, Kind
from domain.scents.measured import Measured
from domain.scents.sourcing.policy import Policy
from domain.scents.supply.offer import Grade, Offer, PriceStep, Sold
from domain.scents.surveys.plan import Candidate, Group, Method, Plan, Task
from domain.scents.wish import Wish
from messaging.bus import MessageBus
from scents.exchange import NamedFile, read_laboratory
from scents.exchange.packing import pack
from scents.exchange.tables import COLUMNS
from tests.formula_desk import draft
from tests.safety_rules import one_of_each

SOURCE = "a handbook"


def build_offer(**changes: Any) -> Offer:
    """An offer for limonene, as changed."""
    said: dict[str, Any] = {
        "supplier": "PREMIER",
        "sold": Sold.MATERIAL,
        "item": "LIMONENE",
        "currency": "EUR",
        "steps": (PriceStep(100, Decimal("45.00")), PriceStep(5000, Decimal("38.00"))),
        "valid_from": date(2026, 1, 1),
    }
    return Offer(**{**said, **changes})


def fill_laboratory(bus: MessageBus, n: int) -> None:
    """Rows for each page of the laboratory."""
    bus.handle(AddMaterial(f"B1-{n}", f"=Material {n}", note="@sum"))
    bus.handle(RecordProperty(f"B1-{n}", "molar_mass", Measured(100.0 + n, "g/mol", SOURCE)))
    bus.handle(AddMaterial(f"OIL-{n}", f"Oil {n}", Kind.NATURAL))
    parts = (Constituent(f"B1-{n}", 0.5, 0.6, SOURCE),)
    bus.handle(RecordConstituents(f"OIL-{n}", parts))
    bus.handle(RegisterSupplier(f"S{n}", f"+Supplier {n}", Grade.PREMIUM, note="-1"))
    bus.handle(MakeOffer(build_offer(supplier=f"S{n}", item=f"B1-{n}", source="=1+1")))
    files = [NamedFile(f"=materials {n}.csv", b"")]
    bus.handle(PrepareImport(f"{n:036}", ("a.csv",), pack(files), read_laboratory([])))
    for command in one_of_each(n):
        bus.handle(command)
    bus.handle(draft(f"b{n}", **{f"B1-{n}": n, f"OIL-{n}": 1}))
    policy = Policy(f"=POLICY-{n}", 1, threshold=Decimal(30 + n), note="@note")
    bus.handle(RecordPolicy(policy, "=ann"))
    bus.handle(OverruleSourcing(f"=FOG-{n}", f"S{n}", "", "=because", "@ann"))
    bus.handle(RequestOptimisation(f"=search {n}", Wish(f"b{n}", 1), "ann"))
    fill_surveys(bus, n)


def fill_surveys(bus: MessageBus, n: int) -> None:
    """A draft, and a survey that takes answers."""
    task = Task(f"SKU {n}", Method.RATING, (Candidate(f"S{n}"),))
    plan = Plan(f"+Survey {n}", (task,), "I agree.", groups=(Group("all", 10),))
    for code in (f"=survey {n}", f"=draft {n}"):
        bus.handle(DraftSurvey(code, plan, "rosa"))
    bus.handle(OpenSurvey(f"=survey {n}", "rosa"))
    bus.handle(IssueInvitations(f"=survey {n}", 3, "rosa"))


def csv_of(kind: str, *rows: Iterable[object]) -> NamedFile:
    """A file of this kind; cells that are not given are empty."""
    columns = COLUMNS[kind]
    lines = [",".join(columns)]
    for row in rows:
        cells = [*map(str, row)]
        lines.append(",".join([*cells, *[""] * (len(columns) - len(cells))]))
    return NamedFile(f"{kind}.csv", "\n".join(lines).encode())


def write_all(folder: Path, files: Iterable[NamedFile]) -> list[Path]:
    """The files in a folder."""
    paths = []
    for file in files:
        paths.append(folder / file.name)
        paths[-1].write_bytes(file.content)
    return paths
