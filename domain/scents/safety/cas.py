"""CAS Registry Numbers, by which standards and allergen rules name substances."""

from __future__ import annotations

import re

from domain.kernel import BadInput

_FORM = re.compile(r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]", re.ASCII)


def is_cas(text: str) -> bool:
    """Whether the form and the check digit are right.

    The last digit is the sum of the others, each times its place from the right, modulo ten
    (CAS, "Check Digit Verification of CAS Registry Numbers").
    """
    if not _FORM.fullmatch(text):
        return False
    *digits, check = (int(digit) for digit in text if digit != "-")
    return sum(place * digit for place, digit in enumerate(reversed(digits), 1)) % 10 == check


def require_cas(field: str, text: str) -> None:
    """Raises BadInput."""
    if not is_cas(text):
        raise BadInput(field, f"{text!r} is not a CAS number (form or check digit)")
