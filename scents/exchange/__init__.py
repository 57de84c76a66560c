"""The laboratory as files: CSV, one for each kind of rows, or a workbook with a sheet for each.

What each column holds is told in docs/guides/laboratory-files.md.
"""

from scents.exchange.reading import NamedFile, read_laboratory, read_paths
from scents.exchange.tables import COLUMNS, Stock, tables_of

__all__ = ["COLUMNS", "NamedFile", "Stock", "read_laboratory", "read_paths", "tables_of"]
