"""What the commands of the safety rules set going."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.scents.commands import (
        DecideCategory,
        RecordAllergenRule,
        RecordClearance,
        RecordStandard,
        WithdrawAllergenRule,
        WithdrawClearance,
        WithdrawStandard,
    )
    from scents.ports.safety import SafetyUnitOfWork


def record_standard(command: RecordStandard, uow: SafetyUnitOfWork) -> None:
    """Raises BadInput."""
    standard = command.standard()
    with uow:
        record = uow.safety_standards.get(command.amendment, command.name)
        record.record_standard(standard, source=command.source, by=command.by)
        uow.commit()


def withdraw_standard(command: WithdrawStandard, uow: SafetyUnitOfWork) -> None:
    """Raises BadInput and NothingRecorded."""
    with uow:
        record = uow.safety_standards.get(command.amendment, command.name)
        record.withdraw(reason=command.reason, by=command.by)
        uow.commit()


def record_clearance(command: RecordClearance, uow: SafetyUnitOfWork) -> None:
    """Raises BadInput and ClearanceContradicted."""
    substance = command.amendment, command.cas
    with uow:
        uow.clearances.get(*substance).record_clearance(
            name=command.name,
            source=command.source,
            by=command.by,
            standards=uow.safety_standards.naming([substance]).get(substance, ()),
        )
        uow.commit()


def withdraw_clearance(command: WithdrawClearance, uow: SafetyUnitOfWork) -> None:
    """Raises BadInput and NothingRecorded."""
    with uow:
        record = uow.clearances.get(command.amendment, command.cas)
        record.withdraw(reason=command.reason, by=command.by)
        uow.commit()


def decide_category(command: DecideCategory, uow: SafetyUnitOfWork) -> None:
    """Raises BadInput."""
    with uow:
        uow.delivery_formats.get(command.code).decide(
            name=command.name,
            amendment=command.amendment,
            category=command.category,
            by=command.by,
            reason=command.reason,
        )
        uow.commit()


def record_allergen_rule(command: RecordAllergenRule, uow: SafetyUnitOfWork) -> None:
    """Raises BadInput."""
    rule = command.rule
    with uow:
        uow.allergen_rules.get(rule.rule, rule.name).record_rule(rule, by=command.by)
        uow.commit()


def withdraw_allergen_rule(command: WithdrawAllergenRule, uow: SafetyUnitOfWork) -> None:
    """Raises BadInput and NothingRecorded."""
    with uow:
        record = uow.allergen_rules.get(command.rule, command.name)
        record.withdraw(reason=command.reason, by=command.by)
        uow.commit()
