"""Objects of JSON and YAML, read strictly: what is not known is refused, with the way to it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel import BadInput

LONGEST_TEXT = 1_000
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?", re.ASCII)


class Fields:
    """An object at a `path`, with no other keys than those that are `known`. Raises BadInput."""

    def __init__(self, data: object, path: str, known: Collection[str]) -> None:
        self.path = path
        if not isinstance(data, Mapping):
            raise BadInput(path, "must be an object with named fields")
        for key in data:
            if key not in known:
                raise BadInput(self.at(_shown(key)), "is not a known field")
        self._data: Mapping[Any, object] = data

    def __contains__(self, name: str) -> bool:
        return name in self._data

    def at(self, name: str) -> str:
        return f"{self.path}/{name}" if self.path else name

    def fault(self, name: str, reason: str) -> BadInput:
        return BadInput(self.at(name), reason)

    def raw(self, name: str) -> object:
        return self._data.get(name)

    def text(self, name: str, fallback: str | None = None, *, longest: int = LONGEST_TEXT) -> str:
        value = self._data.get(name, fallback)
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise self.fault(name, "must be a visible text")
        if len(value) > longest:
            raise self.fault(name, f"must have at most {longest} characters")
        return value

    def word(self, name: str, words: Collection[str], fallback: str | None = None) -> str:
        value = self._data.get(name, fallback)
        if type(value) is int and str(value) in words:  # 4 is what YAML makes of a bare 4
            raise self.fault(name, f'must be a text: write "{value}", in quotes')
        if not isinstance(value, str) or value not in words:
            raise self.fault(name, f"must be one of {', '.join(words)}")
        return value

    def number(self, name: str, *, least: float, most: float) -> float:
        """A number, or a text of one: YAML takes 1e-3 for a text."""
        return number(self._data.get(name), self.at(name), least=least, most=most)

    def decimal(self, name: str, *, least: Decimal, most: Decimal) -> Decimal:
        """As it is written, not rounded to a float."""
        value = self._data.get(name)
        number(value, self.at(name), least=float(least), most=float(most))
        return Decimal(str(value))

    def whole(self, name: str, fallback: int | None = None, *, least: int, most: int) -> int:
        value = self._data.get(name, fallback)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.fault(name, f"must be a whole number from {least} to {most}")
        return value

    def flag(self, name: str, *, fallback: bool) -> bool:
        value = self._data.get(name, fallback)
        if not isinstance(value, bool):
            raise self.fault(name, "must be true or false")
        return value

    def day(self, name: str, fallback: date) -> date:
        """An ISO 8601 date; YAML reads one by itself."""
        value = self._data.get(name, fallback)
        if type(value) is date:
            return value
        try:
            if isinstance(value, str) and len(value) == len("2027-03-31"):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise self.fault(name, "must be an ISO date, such as 2027-03-31")

    def object(self, name: str, known: Collection[str]) -> Fields:
        return Fields(self._data.get(name), self.at(name), known)

    def each(self, name: str, known: Collection[str], *, most: int) -> Iterator[Fields]:
        """The objects in a list; none where there is no list."""
        rows = self._data.get(name, [])
        if not isinstance(rows, list) or len(rows) > most:
            raise self.fault(name, f"must be a list of at most {most}")
        return (Fields(row, f"{self.at(name)}/{n}", known) for n, row in enumerate(rows))


def number(value: object, path: str, *, least: float, most: float) -> float:
    """Raises BadInput."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInput(path, "must be a number")
    if not least <= value <= most:  # NaN is not
        raise BadInput(path, f"must be from {least:g} to {most:g}")
    return float(value)


@contextmanager
def under(path: str) -> Iterator[None]:
    """What is refused inside stands below this path."""
    try:
        yield
    except BadInput as fault:
        raise BadInput(f"{path}/{fault.field}", fault.reason) from None


def _shown(key: object) -> str:
    """What was sent may be long, or not be fit to be printed; as a part of a JSON pointer."""
    shown = ascii(key[:50])[1:-1] if isinstance(key, str) else type(key).__name__
    return shown.replace("~", "~0").replace("/", "~1")


FINITE = math.nextafter(math.inf, 0)
