"""What staff fill in about customers, and the commands that it means."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
)

from allocation import queries
from allocation.api_keys import ApiKeyText, new_key
from domain.allocation import commands
from domain.allocation.customer_parts import (
    HIGHEST_PRIORITY,
    KINDS,
    LONGEST_EMAIL,
    LONGEST_NAME,
    SCOPES,
)
from messaging.admin.forms import (
    CommandForm,
    DayField,
    IdentifierField,
    LineField,
    WholeNumberField,
    switch,
)

MOST_SUGGESTED = 1_000
KEY_LIVES = timedelta(days=365)


def known_customers() -> list[str]:
    return queries.known_customers(MOST_SUGGESTED)


def a_year_from_now() -> date:
    return timezone.now().date() + KEY_LIVES


class Line(LineField):
    """A text of one line, as long as a name may be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_NAME, **kwargs})


def kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[(kind, kind) for kind in KINDS], widget=UnfoldAdminSelectWidget()
    )


def priority_field() -> WholeNumberField:
    text = "0 is normal; a higher one is served first."
    return WholeNumberField(least=0, most=HIGHEST_PRIORITY, initial=0, help_text=text)


class NewCustomer(CommandForm):
    """An organisation that may order from now on."""

    code = Line(max_length=40, help_text="Small letters, digits, hyphens. It never changes.")
    name = Line()
    kind = kind_field()
    priority = priority_field()

    def command(self) -> commands.RegisterCustomer:
        return commands.RegisterCustomer(**self.cleaned_data)

    def key(self) -> str:
        return str(self.cleaned_data["code"])


class CustomerProfile(CommandForm):
    """What may change of a customer."""

    name = Line()
    kind = kind_field()
    priority = priority_field()
    active = switch(help_text="The keys of an inactive customer open nothing.")

    def command(self) -> commands.ChangeCustomer:
        return commands.ChangeCustomer(self.instance.code, **self.cleaned_data)


class NewMember(CommandForm):
    """A person at a customer."""

    customer = IdentifierField(known=known_customers)
    email = Line(label="E-mail", max_length=LONGEST_EMAIL)
    name = Line()
    wants_mail = switch(initial=True, help_text="Hears of the customer's orders.")

    def command(self) -> commands.AddMember:
        return commands.AddMember(**self.cleaned_data)

    def key(self) -> int:
        filled = self.cleaned_data
        members = queries.members_of(filled["customer"])
        return members.get(email=filled["email"].lower()).pk


class MemberDetails(CommandForm):
    """What may change of a member."""

    name = Line()
    wants_mail = switch(help_text="Hears of the customer's orders.")

    def command(self) -> commands.ChangeMember:
        member = self.instance
        return commands.ChangeMember(member.customer_id, member.email, **self.cleaned_data)


class NewAddress(CommandForm):
    """A place that goods may be sent to. It is never changed: a new place gets a new label."""

    customer = IdentifierField(known=known_customers)
    label = Line(help_text="The customer's orders name the address by it.")
    recipient = Line()
    street = Line()
    extra = Line(label="Second line", required=False)
    city = Line()
    region = Line(required=False)
    postal_code = Line(required=False)
    country = Line(max_length=2, help_text="ISO code, such as GB.")

    def command(self) -> commands.AddAddress:
        return commands.AddAddress(**self.cleaned_data)

    def key(self) -> int:
        filled = self.cleaned_data
        return queries.addresses_of(filled["customer"]).get(label=filled["label"]).pk


class NewApiKey(CommandForm):
    """A key is made here, shown once, and kept nowhere."""

    customer = IdentifierField(known=known_customers)
    name = Line(help_text="What it is for; an old key and its successor may live side by side.")
    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in SCOPES],
        initial=["products:read", "orders:read", "orders:write"],
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
    )
    expires = DayField(initial=a_year_from_now, help_text="The last day on which it opens the API.")

    _made: ApiKeyText

    def command(self) -> commands.IssueApiKey:
        filled, self._made = self.cleaned_data, new_key()
        end = datetime.combine(filled["expires"] + timedelta(days=1), time(), UTC)
        return commands.IssueApiKey(
            filled["customer"],
            filled["name"],
            tuple(filled["scopes"]),
            end,
            self._made.prefix,
            self._made.digest,
        )

    def key(self) -> str:
        return self._made.prefix

    def told(self, answer: Any) -> str:
        return f"Copy the key now, it is never shown again: {self._made.text}"
