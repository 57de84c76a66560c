"""What assessors fill in about safety rules, and the commands that it means."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from domain.scents import commands
from domain.scents.safety.allergens import AllergenRecord, AllergenRule
from domain.scents.safety.delivery_format import FormatRecord
from domain.scents.safety.limit_book import ClearanceRecord, StandardRecord
from messaging.admin.forms import CommandForm, DayField
from scents.admin.safety_fields import (
    LimitsField,
    MembersField,
    PerCentField,
    amendment_field,
    category_field,
    line,
    source_field,
)

WHERE = "Where you read it."


class SafetyForm(CommandForm):
    """A form of somebody: `by` is who sends it. It begins with what holds, but for the source:
    that is the new revision's own."""

    by: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = dict(self.instance.value or {})
        self.initial.update({name: held[name] for name in held if name in self.fields})
        self.initial.pop("source", None)


class NewRecord(SafetyForm):
    """Of something that nothing was recorded of yet."""

    def clean(self) -> dict[str, Any]:
        if not self.errors and type(self.instance)._default_manager.filter(pk=self.key()).exists():
            raise ValidationError("It is recorded already: record a revision on its page.")
        return super().clean()


class StandardRevision(SafetyForm):
    """A standard as it holds from now on."""

    title = "Record a revision"
    members = MembersField(label="CAS numbers")
    limits = LimitsField()
    condition = source_field(
        required=False, help_text="The purity that it demands of the raw material."
    )
    together = line(
        label="Shares its allowance as",
        required=False,
        help_text="Standards of the same name here share one allowance.",
    )
    source = source_field(help_text=WHERE)

    def names(self) -> tuple[str, str]:
        return self.instance.amendment, self.instance.name

    def command(self) -> commands.RecordStandard:
        filled = self.cleaned_data
        return commands.RecordStandard(
            *self.names(),
            filled["members"],
            filled["limits"],
            filled["source"],
            self.by,
            filled["condition"],
            filled["together"],
        )


class NewStandard(StandardRevision, NewRecord):
    """A standard that is not in the book yet."""

    title = ""
    amendment = amendment_field()
    name = line()
    field_order = ["amendment", "name"]

    def names(self) -> tuple[str, str]:
        return self.cleaned_data["amendment"], self.cleaned_data["name"]

    def key(self) -> str:
        return StandardRecord(*self.names()).identity


class ClearanceRevision(SafetyForm):
    """Somebody has looked again."""

    title = "Record a revision"
    name = line(required=False)
    source = source_field(help_text="The index in which you looked, and did not find it.")

    def names(self) -> tuple[str, str]:
        return self.instance.amendment, self.instance.cas

    def command(self) -> commands.RecordClearance:
        filled = self.cleaned_data
        return commands.RecordClearance(*self.names(), filled["name"], filled["source"], self.by)


class NewClearance(ClearanceRevision, NewRecord):
    """A substance that no standard names."""

    title = ""
    amendment = amendment_field()
    cas = line(label="CAS number", max_length=12)
    field_order = ["amendment", "cas"]

    def names(self) -> tuple[str, str]:
        return self.cleaned_data["amendment"], self.cleaned_data["cas"]

    def key(self) -> str:
        return ClearanceRecord(*self.names()).identity


class Decision(SafetyForm):
    """The category of a delivery format in an amendment."""

    title = "Decide the category"
    name = line(help_text="What it is, in words.")
    amendment = amendment_field()
    category = category_field()
    reason = source_field(help_text="Why this category: it is kept with your name.")

    def code_of_format(self) -> str:
        return str(self.instance.code)

    def command(self) -> commands.DecideCategory:
        filled = self.cleaned_data
        return commands.DecideCategory(
            self.code_of_format(),
            filled["name"],
            filled["amendment"],
            filled["category"],
            self.by,
            filled["reason"],
        )


class NewFormat(Decision, NewRecord):
    """A format with its first decision."""

    title = ""
    code = line(help_text="Such as REED-DIFFUSER. It never changes.")
    field_order = ["code"]

    def code_of_format(self) -> str:
        return str(self.cleaned_data["code"])

    def key(self) -> str:
        return FormatRecord(self.code_of_format()).identity


class AllergenRevision(SafetyForm):
    """An entry of a list as it holds from now on."""

    title = "Record a revision"
    members = MembersField(label="CAS numbers")
    leave_on = PerCentField(help_text="Per cent of a product that stays, above which it is named.")
    rinse_off = PerCentField(help_text="Per cent of a product that is rinsed off.")
    new_products_from = DayField()
    all_products_from = DayField()
    source = source_field(help_text=WHERE)

    def names(self) -> tuple[str, str]:
        return self.instance.rule, self.instance.name

    def command(self) -> commands.RecordAllergenRule:
        filled = self.cleaned_data
        rule = AllergenRule(
            *self.names(),
            filled["members"],
            filled["leave_on"],
            filled["rinse_off"],
            filled["new_products_from"],
            filled["all_products_from"],
            filled["source"],
        )
        return commands.RecordAllergenRule(rule, self.by)


class NewAllergen(AllergenRevision, NewRecord):
    """An allergen that is on no list of ours yet."""

    title = ""
    rule = line(help_text="The regulation.")
    name = line(help_text="As the label must have it.")
    field_order = ["rule", "name"]

    def names(self) -> tuple[str, str]:
        return self.cleaned_data["rule"], self.cleaned_data["name"]

    def key(self) -> str:
        return AllergenRecord(*self.names()).identity


class Withdrawal(SafetyForm):
    """It was recorded in error; what only it said is unknown again, and blocks."""

    title = "Withdraw"
    reason = source_field()


class StandardWithdrawal(Withdrawal):
    """Of a standard."""

    def command(self) -> commands.WithdrawStandard:
        row = self.instance
        return commands.WithdrawStandard(
            row.amendment, row.name, self.cleaned_data["reason"], self.by
        )


class ClearanceWithdrawal(Withdrawal):
    """The substance may have a standard after all."""

    def command(self) -> commands.WithdrawClearance:
        row = self.instance
        return commands.WithdrawClearance(
            row.amendment, row.cas, self.cleaned_data["reason"], self.by
        )


class AllergenWithdrawal(Withdrawal):
    """Of an entry of a list."""

    def command(self) -> commands.WithdrawAllergenRule:
        row = self.instance
        return commands.WithdrawAllergenRule(
            row.rule, row.name, self.cleaned_data["reason"], self.by
        )
