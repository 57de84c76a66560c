"""CAS Registry Numbers, by which people, standards and tables name chemicals."""

from __future__ import annotations

import re

from domain.kernel import BadInput

_FORM = re.compile(r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]", re.ASCII)


def is_cas(text: str) -> bool:
    """Whether the form and the check digit are right.

    The last digit is the sum of the others, each times its place from the right, modulo ten
    (CAS, "Check Digit Verification of CAS Registry Numbers").
    """
    return bool(_FORM.fullmatch(text)) and _check_digit_fits(text)


def require_cas(text: str, field: str = "cas") -> None:
    """Raises BadInput."""
    if not _FORM.fullmatch(text):
        raise BadInput(field, f"{text!r} is not a CAS number: it must look like 5989-27-5")
    if not _check_digit_fits(text):
        raise BadInput(field, f"{text!r} is not a CAS number: the check digit is wrong")


def _check_digit_fits(text: str) -> bool:
    *digits, check = (int(digit) for digit in text if digit != "-")
    return sum(place * digit for place, digit in enumerate(reversed(digits), 1)) % 10 == check
