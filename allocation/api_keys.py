"""What an API key looks like, and what is kept of it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

PREFIX_LENGTH = 10
SECRET_BYTES = 32
DEMO_PREFIX = "demo"
"""Keys of the sample company, whose secret everybody knows: they open nothing outside the demo."""

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # without what people confuse; no "o", so no "demo"
_KEY = re.compile(r"scents_(?P<prefix>[a-z0-9]{8,12})_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, repr=False)
class ApiKeyText:
    """A key as its owner has it: the public prefix, then 256 random bits."""

    text: str
    prefix: str

    @property
    def digest(self) -> str:
        """With 256 random bits there is nothing to guess, so one SHA-256 is enough."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def matches(self, digest: str) -> bool:
        """Compares in constant time."""
        return hmac.compare_digest(self.digest, digest)


def new_key() -> ApiKeyText:
    """A key that nobody has seen."""
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(PREFIX_LENGTH))
    return key_of(prefix, secrets.token_urlsafe(SECRET_BYTES))


def key_of(prefix: str, secret: str) -> ApiKeyText:
    """The key of these parts. Raises ValueError where they make none."""
    key = read_key(f"scents_{prefix}_{secret}")
    if key is None:
        raise ValueError("a secret has 43 letters, digits, - and _")
    return key


def read_key(text: str) -> ApiKeyText | None:
    """The key that this text is, or None."""
    found = _KEY.fullmatch(text)
    return ApiKeyText(text, found["prefix"]) if found else None


def find_key(text: str) -> ApiKeyText | None:
    """The first key that stands anywhere in the text."""
    found = _KEY.search(text)
    return ApiKeyText(found[0], found["prefix"]) if found else None
