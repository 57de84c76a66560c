"""Events as JSON, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

from domain.kernel import Event


class UnknownEvent(Exception):
    """The event was written by a version of the program that knows more than this one."""


def to_json(event: Event) -> str:
    """Dates as ISO 8601, decimals as text."""
    return json.dumps(vars(event), default=_plain)


def _plain(value: Any) -> Any:
    """asdict copies deeply, which costs more than all the rest: only where something is nested."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def from_json(type_name: str, payload: dict[str, Any]) -> Event:
    """Fields that this version does not know are passed over. Raises UnknownEvent."""
    try:
        types = _types(type_name)
        known = {name: _revive(types[name], payload[name]) for name in payload.keys() & types}
        return Event.types[type_name](**known)
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownEvent(f"{type_name}: {error}") from error


@cache
def _types(type_name: str) -> dict[str, tuple[Any, ...]]:
    """The types that each field of an event may have."""
    hints = get_type_hints(Event.types[type_name])
    hints.pop("once")
    hints.pop("types")
    return {name: (hint, *get_args(hint)) for name, hint in hints.items()}


def _revive(types: tuple[Any, ...], value: Any) -> Any:
    if isinstance(value, str):
        for kind, parse in (
            (datetime, datetime.fromisoformat),
            (date, date.fromisoformat),
            (Decimal, Decimal),
        ):
            if kind in types:
                return parse(value)
    return value
