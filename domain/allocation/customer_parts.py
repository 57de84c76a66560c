"""What a customer consists of: values that check themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from domain.allocation.countries import COUNTRIES
from domain.kernel import BadInput

KINDS = ("film maker", "game maker", "theatre")
SCOPES = (
    "products:read",
    "orders:read",
    "orders:write",
    "webhooks:write",
    "formulas:evaluate",
    "surveys:respond",
)
HIGHEST_PRIORITY = 9
LONGEST_NAME = 100
LONGEST_EMAIL = 254
CODE = re.compile(r"[a-z0-9-]{2,40}")
PREFIX = re.compile(r"[a-z0-9]{8,12}")
DIGEST = re.compile(r"[0-9a-f]{64}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def require_code(code: str) -> None:
    """Raise BadInput unless this may name a customer."""
    if not CODE.fullmatch(code):
        raise BadInput("code", "must be 2 to 40 small letters, digits and hyphens")


def require_text(field: str, text: str, *, optional: bool = False) -> None:
    """Raise BadInput unless `text` is visible and of one line."""
    if not text and optional:
        return
    if not text.strip():
        raise BadInput(field, "must not be blank")
    if len(text) > LONGEST_NAME:
        raise BadInput(field, f"must have at most {LONGEST_NAME} characters")
    if text != text.strip() or not text.isprintable():
        raise BadInput(field, "must have no invisible characters and no blanks around it")


@dataclass(frozen=True)
class Profile:
    """Who the customer is. A higher `priority` is served first; 0 is normal."""

    name: str
    kind: str
    priority: int = 0
    active: bool = True

    def __post_init__(self) -> None:
        require_text("name", self.name)
        if self.kind not in KINDS:
            raise BadInput("kind", f"must be one of {', '.join(KINDS)}")
        if not 0 <= self.priority <= HIGHEST_PRIORITY:
            raise BadInput("priority", f"must be from 0 to {HIGHEST_PRIORITY}")


@dataclass(frozen=True)
class Member:
    """A person at the customer; the e-mail address, in small letters, tells one from another."""

    email: str
    name: str
    wants_mail: bool = True

    def __post_init__(self) -> None:
        require_text("name", self.name)
        fits = len(self.email) <= LONGEST_EMAIL and self.email.isprintable()
        if not fits or not _EMAIL.fullmatch(self.email):
            raise BadInput("email", "must be an e-mail address")
        if self.email != self.email.lower():
            raise BadInput("email", "must be written in small letters")


ON_PARCEL = ("recipient", "street", "extra", "city", "region", "postal_code", "country")
"""The parts of an address that stand on a parcel."""


@dataclass(frozen=True)
class Address:
    """A place that goods are sent to; the customer calls it by its `label`."""

    label: str
    recipient: str
    street: str
    city: str
    country: str
    postal_code: str = ""
    region: str = ""
    extra: str = ""

    def __post_init__(self) -> None:
        for name in ("label", "recipient", "street", "city"):
            require_text(name, getattr(self, name))
        for name in ("postal_code", "region", "extra"):
            require_text(name, getattr(self, name), optional=True)
        if self.country not in COUNTRIES:
            raise BadInput("country", "must be an ISO code of two capital letters, such as GB")


@dataclass(frozen=True)
class ApiKey:
    """What is kept of a key: its public `prefix`, and the SHA-256 of the whole in hexadecimal."""

    prefix: str
    name: str
    scopes: tuple[str, ...]
    digest: str = field(repr=False)
    created: datetime = field(compare=False)
    expires: datetime
    revoked: datetime | None = field(default=None, compare=False)
    leaked: datetime | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        require_text("name", self.name)
        if not PREFIX.fullmatch(self.prefix):
            raise BadInput("prefix", "must be 8 to 12 small letters and digits")
        if not DIGEST.fullmatch(self.digest):
            raise BadInput("digest", "must be a SHA-256 in hexadecimal")
        if not self.scopes or not set(self.scopes) <= set(SCOPES):
            raise BadInput("scopes", f"must be some of {', '.join(SCOPES)}")
