"""Randomness that nobody can foresee: codes of samples, secrets of invitations."""

from __future__ import annotations

import secrets

from domain.scents.surveys.invitation import SECRET_BYTES
from domain.scents.surveys.samples import CODES

_RANDOM = secrets.SystemRandom()


class SystemChance:
    """From the operating system."""

    def secret(self) -> bytes:
        return secrets.token_bytes(SECRET_BYTES)

    def seed(self) -> int:
        return _RANDOM.getrandbits(48)

    def codes(self, count: int) -> list[str]:
        return _RANDOM.sample(CODES, count)

    def uniform(self) -> float:
        return _RANDOM.random()
