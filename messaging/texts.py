"""What may be typed as a reference, at whatever door."""

from __future__ import annotations

import unicodedata

LONGEST_TEXT = 255

_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def fault_of(text: str, *, longest: int = LONGEST_TEXT) -> str | None:
    """Why this is no reference, or None: visible text, kept as it is written."""
    if not text.strip():
        return "must not be blank"
    if len(text) > longest:
        return f"must have at most {longest} characters"
    if text != text.strip() or not (text.isprintable() or _is_visible(text)):
        return "must have no invisible characters and no blanks around it"
    return None


def _is_visible(text: str) -> bool:
    return not any(unicodedata.category(letter) in _INVISIBLE for letter in text)
