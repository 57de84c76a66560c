"""What the laboratory has decided of formulas and scents, kept for batches and for buying."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from domain.allocation.origin import DecidedSource, Origin, UnapprovedFormula

if TYPE_CHECKING:
    from allocation.ports import ApprovedFormulas, DecidedSources
    from domain.allocation.batch import Batch
    from domain.scents.events import ApprovalWithdrawn, FormulaApproved, ScentUpdated


def note_formula_approved(event: FormulaApproved, approved_formulas: ApprovedFormulas) -> None:
    approved_formulas.note(f"{event.code}@{event.version}", approved=True, at=event.at)


def note_approval_withdrawn(event: ApprovalWithdrawn, approved_formulas: ApprovedFormulas) -> None:
    approved_formulas.note(f"{event.code}@{event.version}", approved=False, at=event.at)


def note_scent_updated(event: ScentUpdated, decided_sources: DecidedSources) -> None:
    """What is made from now on; batches that are there stay what they are."""
    cost = Decimal(event.cost) if event.cost else None
    origin = Origin(event.formula, event.supplier)
    source = DecidedSource(origin, cost, event.currency, event.at, event.decision)
    decided_sources.note(event.scent, source)


def require_approval(batch: Batch, approved_formulas: ApprovedFormulas) -> None:
    """Raises UnapprovedFormula."""
    formula = batch.origin.formula
    if formula and not approved_formulas.has(formula):
        raise UnapprovedFormula(formula)
