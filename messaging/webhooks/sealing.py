"""Secrets as they are stored: a copy of the database alone does not give them away."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography.fernet.InvalidToken where SECRET_KEY was changed without a fallback."""
    return _box().decrypt(sealed.encode()).decode()


def _box() -> MultiFernet:
    """Seals under SECRET_KEY; opens what was sealed under one of its predecessors, too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_fernet(key) for key in keys])


@cache
def _fernet(key: str) -> Fernet:
    """A key of its own for this purpose (HKDF, RFC 5869)."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"webhook secrets").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
