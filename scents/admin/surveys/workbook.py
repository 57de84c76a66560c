"""Counts of a survey for a spreadsheet."""

from __future__ import annotations

from itertools import islice

from django.http import HttpResponse

from domain.kernel import Refused
from messaging.tables.writing import Sheet, as_workbook
from scents import queries
from scents.admin.workbook import XLSX
from scents.models import SurveyResult

MOST_ROWS = 50_000
"""A workbook is made in memory, and opened by people."""


class TooLong(Refused):
    """There is more than a spreadsheet is for."""

    code = "workbook-too-long"

    def __init__(self) -> None:
        super().__init__(f"More than {MOST_ROWS} rows: take the CSV file.")


def tally_workbook(survey: SurveyResult) -> HttpResponse:
    """Raises TooLong."""
    rows = [
        [cell if isinstance(cell, int) else str(cell) for cell in row]
        for row in islice(queries.tally_rows(survey), MOST_ROWS + 1)
    ]
    if len(rows) > MOST_ROWS:
        raise TooLong
    book = as_workbook({"counts": Sheet(queries.tally_columns(survey), rows)})
    told = f'attachment; filename="{survey.pk}-counts.xlsx"'
    return HttpResponse(book, content_type=XLSX, headers={"Content-Disposition": told})
