"""Rows of a list as a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_response(
    name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Sent while it is read, so that its length does not matter."""
    return StreamingHttpResponse(
        _lines(titles, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _lines(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(titles)
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is marked as a text; numbers stay."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


class _Line:
    """A file that hands back what is written."""

    def write(self, line: str) -> str:
        return line
