"""What the laboratory has decided of formulas, kept for the release of batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.allocation.origin import UnapprovedFormula

if TYPE_CHECKING:
    from allocation.ports import ApprovedFormulas
    from domain.allocation.batch import Batch
    from domain.scents.events import ApprovalWithdrawn, FormulaApproved


def note_formula_approved(event: FormulaApproved, approved_formulas: ApprovedFormulas) -> None:
    approved_formulas.note(f"{event.code}@{event.version}", approved=True, at=event.at)


def note_approval_withdrawn(event: ApprovalWithdrawn, approved_formulas: ApprovedFormulas) -> None:
    approved_formulas.note(f"{event.code}@{event.version}", approved=False, at=event.at)


def require_approval(batch: Batch, approved_formulas: ApprovedFormulas) -> None:
    """Raises UnapprovedFormula."""
    formula = batch.origin.formula
    if formula and not approved_formulas.has(formula):
        raise UnapprovedFormula(formula)
