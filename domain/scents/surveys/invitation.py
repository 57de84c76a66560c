"""Invitations: each is a number that only the house can sign, so that nobody can make one up.

A token has 16 signs of Crockford's base 32: six for the serial number, ten (50 bits) of its
HMAC-SHA256 under the secret of the survey (RFC 2104). So no list of invitations is kept: what was
answered tells which are used.
"""

from __future__ import annotations

import hmac

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)} | {"O": 0, "I": 1, "L": 1}
_SERIAL, _SIGNED = 6, 10
MOST_INVITATIONS = 10_000_000
SECRET_BYTES = 32


def token(secret: bytes, serial: int) -> str:
    """The invitation with this number, in groups of four signs."""
    signs = _written(serial, _SERIAL) + _written(_signature(secret, serial), _SIGNED)
    return "-".join(signs[n : n + 4] for n in range(0, len(signs), 4))


def serial_of(secret: bytes, text: str) -> int | None:
    """The number of an invitation, however it was typed; None: this is none of ours."""
    signs = text.replace("-", "").replace(" ", "").upper()
    if len(signs) != _SERIAL + _SIGNED:
        return None
    try:
        serial, signed = _read(signs[:_SERIAL]), _read(signs[_SERIAL:])
    except KeyError:
        return None
    expected = _signature(secret, serial)
    genuine = hmac.compare_digest(signed.to_bytes(8, "big"), expected.to_bytes(8, "big"))
    return serial if genuine else None


def _signature(secret: bytes, serial: int) -> int:
    digest = hmac.digest(secret, serial.to_bytes(8, "big"), "sha256")
    return int.from_bytes(digest[:7], "big") >> 6


def _written(number: int, signs: int) -> str:
    return "".join(_SIGNS[(number >> 5 * place) & 31] for place in reversed(range(signs)))


def _read(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number << 5 | _VALUES[sign]
    return number
