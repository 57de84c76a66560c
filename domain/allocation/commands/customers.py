"""What can be done with customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.kernel import Command


@dataclass(frozen=True)
class RegisterCustomer(Command):
    """Take on an organisation; `kind` is film maker, game maker or theatre."""

    code: str
    name: str
    kind: str
    priority: int = 0


@dataclass(frozen=True)
class ChangeCustomer(Command):
    """The whole profile, as it shall be; the keys of an inactive customer open nothing."""

    code: str
    name: str
    kind: str
    priority: int
    active: bool


@dataclass(frozen=True)
class AddMember(Command):
    """A person who may hear of the customer's orders."""

    customer: str
    email: str
    name: str
    wants_mail: bool = True


@dataclass(frozen=True)
class ChangeMember(Command):
    """The member with this e-mail address, as it shall be."""

    customer: str
    email: str
    name: str
    wants_mail: bool


@dataclass(frozen=True)
class RemoveMember(Command):
    """Hear no more."""

    customer: str
    email: str


@dataclass(frozen=True)
class AddAddress(Command):
    """A place to send goods to; `country` is ISO 3166-1 in two letters."""

    customer: str
    label: str
    recipient: str
    street: str
    city: str
    country: str
    postal_code: str = ""
    region: str = ""
    extra: str = ""


@dataclass(frozen=True)
class RemoveAddress(Command):
    """Nothing new goes there."""

    customer: str
    label: str


@dataclass(frozen=True)
class IssueApiKey(Command):
    """Let a key in. Its secret is made at the door and stays there; here is its SHA-256."""

    customer: str
    name: str
    scopes: tuple[str, ...]
    expires: datetime
    prefix: str
    digest: str = field(repr=False)


@dataclass(frozen=True)
class RevokeApiKey(Command):
    """Let the key in no more."""

    prefix: str


@dataclass(frozen=True)
class FlagLeakedApiKey(Command):
    """The key was seen where others can read it."""

    prefix: str
