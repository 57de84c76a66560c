"""Rows of the tables of `chemicals`, and which version of a library they come from."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

Row = Any
"""A row of a table: a pandas Series."""


def row_of(table: Any, cas: str) -> Row | None:
    """The row of a table (a pandas DataFrame) for a CAS number."""
    return table.loc[cas] if cas in table.index else None


def library(name: str) -> str:
    """A library with its version, as sources name it."""
    return f"{name} {version(name)}"
