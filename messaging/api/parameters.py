"""Query parameters: each view lists those that it takes, and nothing else is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from messaging.api.problems import BadQuery
from messaging.texts import LONGEST_TEXT, fault_of

_LETTERS = r"!-~\u00a1-\u00ac\u00ae-\u0377\u0400-\u052f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff"
VISIBLE = f"^[{_LETTERS}]([ {_LETTERS}]*[{_LETTERS}])?$"
"""Text that is sure to be taken, for descriptions: there is more, but no pattern says it all."""


@dataclass(frozen=True)
class Parameter:
    """A text in the query; `fallback` is its value where it is not given."""

    name: str
    description: str = ""
    fallback: Any = None
    longest: int = LONGEST_TEXT
    pattern: str = VISIBLE

    def read(self, text: str) -> Any:
        """Its meaning. Raises ValueError with the reason."""
        if fault := fault_of(text):
            raise ValueError(fault)
        if len(text) > self.longest:
            raise ValueError(f"must have at most {self.longest} characters")
        return text

    def narrow(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """The rows that it leaves."""
        return rows

    def schema(self) -> dict[str, Any]:
        """In the words of OpenAPI."""
        lengths = {"minLength": 1, "maxLength": self.longest}
        return {"type": "string", **lengths, "pattern": self.pattern}


@dataclass(frozen=True)
class Whole(Parameter):
    """A whole number within bounds."""

    least: int = 1
    most: int = 100

    def read(self, text: str) -> int:
        fits = text.isascii() and text.isdigit() and len(text) <= len(str(self.most))
        if not fits or not self.least <= int(text) <= self.most:
            raise ValueError(f"must be a whole number from {self.least} to {self.most}")
        return int(text)

    def schema(self) -> dict[str, Any]:
        bounds = {"minimum": self.least, "maximum": self.most, "default": self.fallback}
        return {"type": "integer", **bounds}


@dataclass(frozen=True)
class OneOf(Parameter):
    """One of a few words."""

    choices: Sequence[str] = ()

    def read(self, text: str) -> str:
        if text not in self.choices:
            raise ValueError(f"must be one of {', '.join(self.choices)}")
        return text

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "string", "enum": list(self.choices)}
        return schema if self.fallback is None else {**schema, "default": self.fallback}


@dataclass(frozen=True)
class Exactly(Parameter):
    """Rows whose `field` has this value."""

    field: str = ""

    def narrow(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return rows.filter(**{self.field or self.name: value})


@dataclass(frozen=True)
class Chosen(OneOf):
    """Rows for which the condition of the chosen word holds."""

    conditions: Mapping[str, Q] = field(default_factory=dict)

    def narrow(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return rows.filter(self.conditions[value])


@dataclass(frozen=True)
class Moment(Parameter):
    """Rows whose `lookup` (such as `placed_at__gte`) fits this moment, an RFC 3339 date-time."""

    lookup: str = ""

    def read(self, text: str) -> datetime:
        try:
            moment = parse_datetime(text)
            if moment is not None and timezone.is_aware(moment):
                return moment.astimezone(UTC)  # PostgreSQL knows fewer zones than ISO 8601
        except (ValueError, OverflowError):
            pass
        raise ValueError("must be a date and time with its zone, such as 2027-03-31T12:00:00Z")

    def narrow(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return rows.filter(**{self.lookup: value})

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True)
class Search(Parameter):
    """Rows in which one of `fields` contains the text."""

    fields: Sequence[str] = ()

    def narrow(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return rows.filter(
            reduce(or_, (Q(**{f"{name}__icontains": value}) for name in self.fields))
        )


def read_parameters(known: Sequence[Parameter], given: QueryDict) -> dict[str, Any]:
    """The meaning of each known parameter. Raises BadQuery, which names every fault."""
    by_name = {parameter.name: parameter for parameter in known}
    meanings = {parameter.name: parameter.fallback for parameter in known}
    faults: dict[str, str] = {}
    for name, values in given.lists():
        try:
            if name not in by_name:
                raise ValueError("is unknown here")
            if len(values) > 1:
                raise ValueError("is given more than once")
            meanings[name] = by_name[name].read(values[0])
        except ValueError as fault:
            faults[name] = str(fault)
    if faults:
        raise BadQuery(faults)
    return meanings
