"""What has happened to customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.kernel import Event


@dataclass(frozen=True)
class CustomerRegistered(Event):
    """Somebody may order from now on."""

    customer: str
    name: str
    kind: str
    priority: int


@dataclass(frozen=True)
class CustomerChanged(Event):
    """The profile is this from now on."""

    customer: str
    name: str
    kind: str
    priority: int
    active: bool


@dataclass(frozen=True)
class MemberAdded(Event):
    """A person joined the customer."""

    customer: str
    email: str
    name: str
    wants_mail: bool


@dataclass(frozen=True)
class MemberChanged(Event):
    """A member's details are these from now on."""

    customer: str
    email: str
    name: str
    wants_mail: bool


@dataclass(frozen=True)
class MemberRemoved(Event):
    """A person left the customer."""

    customer: str
    email: str


@dataclass(frozen=True)
class AddressAdded(Event):
    """Goods may be sent there."""

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
class AddressRemoved(Event):
    """Nothing new is sent there."""

    customer: str
    label: str


@dataclass(frozen=True)
class ApiKeyIssued(Event):
    """A key opens the API; of its secret nothing is told."""

    customer: str
    prefix: str
    name: str
    scopes: tuple[str, ...]
    expires: datetime


@dataclass(frozen=True)
class ApiKeyRevoked(Event):
    """A key opens nothing any more."""

    customer: str
    prefix: str


@dataclass(frozen=True)
class ApiKeyLeaked(Event):
    """A key was sent in an address, where logs and browsers keep it: it should be replaced."""

    customer: str
    prefix: str
