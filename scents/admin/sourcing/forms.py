"""What people fill in about decisions and policies, and the commands that it means."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSelectWidget

from domain.kernel import BadInput
from domain.scents.commands import OverruleSourcing, RecordPolicy
from domain.scents.sourcing.policy import MOST_ANSWERS, MOST_UNITS, PLAIN, Policy, Test, Undecided
from messaging.admin.forms import (
    CommandForm,
    IdentifierField,
    LineField,
    ProseField,
    WholeNumberField,
    switch,
)
from scents import queries
from scents.admin.supplier_forms import known_suppliers
from scents.models import DecisionPolicy

LONGEST_REASON = 2_000


class Overrule(CommandForm):
    """A person decides otherwise; `by` is who."""

    title = "Overrule"
    by: ClassVar[str] = ""
    supplier = LineField(
        required=False, known=known_suppliers, help_text="Empty: it stays as it is."
    )
    formula = LineField(
        required=False,
        known=queries.approved_formulas,
        help_text="An approved version, such as SEA-BREEZE@3. Empty: it stays as it is.",
    )
    reason = ProseField(longest=LONGEST_REASON, help_text="It is kept for ever.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What holds stands above: what is filled in is what changes."""
        super().__init__(*args, **kwargs)
        self.initial.clear()

    def clean(self) -> dict[str, Any]:
        filled = super().clean()
        if not self.errors and not (filled["supplier"] or filled["formula"]):
            raise ValidationError("Say who makes it, or from which formula.")
        return filled

    def command(self) -> OverruleSourcing:
        said = self.cleaned_data
        made = (said["supplier"], said["formula"])
        return OverruleSourcing(self.key(), *made, said["reason"], self.by)


class DecideByHand(Overrule):
    """Of a scent that nothing is decided of yet."""

    title = "Decide"
    field_order = ["scent"]
    scent = IdentifierField(
        known=queries.offered_scents, help_text="The code under which it is sold: SEA-BREEZE."
    )

    def key(self) -> str:
        return str(self.cleaned_data["scent"])


def _per_cent(label: str, help_text: str, initial: Decimal) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=9,
        decimal_places=6,
        initial=initial,
        help_text=help_text,
        widget=UnfoldAdminDecimalFieldWidget(),
    )


def _one_of(kind: type[Test] | type[Undecided], label: str, help_text: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(one.value, one.value) for one in kind],
        help_text=help_text,
        widget=UnfoldAdminSelectWidget(),
    )


class PolicyTerms(CommandForm):
    """The terms of a version; `by` is who sends them."""

    by: ClassVar[str] = ""
    threshold = _per_cent("Threshold, %", "Of those who chose.", PLAIN.threshold)
    inclusive = switch(label="Exactly that counts", initial=True, help_text="40 of 100 reach 40 %.")
    test = _one_of(Test, "Test", "When the answer counts: at once, by the interval at the close, "
                   "or sequentially, so that one may look at any time.")  # fmt: skip
    alpha = _per_cent("Error rate, %", "Of the decisions, how many may be wrong.", Decimal(5))
    least = WholeNumberField(
        label="Smallest number of answers", least=1, most=MOST_ANSWERS, initial=1
    )
    undecided = _one_of(Undecided, "While undecided", "What is done until the answer counts.")
    quantity = WholeNumberField(
        label="Units for the costs", least=1, most=MOST_UNITS, initial=1,
        help_text="Costs are those of a unit where so many are bought.",
    )  # fmt: skip
    confidence = _per_cent(
        "Confidence for variants, %", "The chance of being the best at which one has won.",
        Decimal(95),
    )  # fmt: skip
    note = ProseField(longest=LONGEST_REASON, required=False)

    _policy: Policy

    def clean(self) -> dict[str, Any]:
        filled = super().clean()
        if not self.errors:
            try:
                self._policy = _policy(self.policy_code(), filled)
            except BadInput as fault:
                raise ValidationError(str(fault)) from fault
        return filled

    def policy_code(self) -> str:
        return str(self.instance.code)

    def command(self) -> RecordPolicy:
        return RecordPolicy(self._policy, self.by)

    def key(self) -> int:
        rows = DecisionPolicy.objects.filter(code=self._policy.code).order_by("-version")
        return int(rows[0].pk)


class NewPolicy(PolicyTerms):
    """A policy of its own, or another version of one."""

    field_order = ["code"]
    code = IdentifierField(help_text="Letters, digits and hyphens: CAREFUL.")

    def policy_code(self) -> str:
        return str(self.cleaned_data["code"])


class NewVersion(PolicyTerms):
    """Other terms from now on; surveys that are open keep theirs."""

    title = "Record a new version"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """It begins with the terms of the version on whose page it is."""
        super().__init__(*args, **kwargs)
        terms = self.instance.terms or {}
        self.initial.update({name: terms[name] for name in terms if name in self.fields})
        for name in ("alpha", "confidence"):
            if name in terms:
                self.initial[name] = (100 * Decimal(terms[name])).normalize()


def _policy(code: str, filled: dict[str, Any]) -> Policy:
    """Its number is given by the rules. Raises BadInput."""
    said = {name: filled[name] for name in ("threshold", "inclusive", "least", "quantity", "note")}
    shares = {name: filled[name] / 100 for name in ("alpha", "confidence")}
    test, undecided = Test(filled["test"]), Undecided(filled["undecided"])
    return Policy(code, 1, **said, **shares, test=test, undecided=undecided)
