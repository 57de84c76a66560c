"""The laboratory as a download."""

from __future__ import annotations

from django.http import HttpResponse

from messaging.tables.writing import as_workbook
from scents.exchange import Stock, tables_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(name: str, stock: Stock) -> HttpResponse:
    """A workbook that can be imported again."""
    disposition = f'attachment; filename="{name}.xlsx"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(as_workbook(tables_of(stock)), content_type=XLSX, headers=headers)
