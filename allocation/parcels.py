"""An address as it stands on a parcel."""

from __future__ import annotations

from collections.abc import Mapping

_LINES = (("recipient",), ("street",), ("extra",), ("postal_code", "city"), ("region",))
_LAST = ("country",)


def address_lines(ship_to: Mapping[str, str]) -> list[str]:
    """Line by line, without empty ones; JSON keeps no order, so it is given here. What is not
    known here stands before the country."""
    known = {name for names in (*_LINES, _LAST) for name in names}
    others = [(name,) for name in sorted(ship_to.keys() - known)]
    lines = (
        " ".join(str(ship_to[name]) for name in names if ship_to.get(name))
        for names in (*_LINES, *others, _LAST)
    )
    return [line for line in lines if line]
