"""Files that were sent, kept as one."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from scents.exchange.reading import NamedFile


def pack(files: Iterable[NamedFile]) -> bytes:
    """In their order; two may bear the same name."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for number, file in enumerate(files):
            archive.writestr(f"{number}/{file.name}", file.content)
    return packed.getvalue()


def unpack(content: bytes) -> list[NamedFile]:
    """Nothing, of what is not kept any more."""
    if not content:
        return []
    with ZipFile(BytesIO(content)) as archive:
        return [
            NamedFile(name.partition("/")[2], archive.read(name)) for name in archive.namelist()
        ]
