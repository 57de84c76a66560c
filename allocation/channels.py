"""Messages that other systems send over Redis, as commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from domain.allocation.commands import ChangeBatchQuantity
from domain.allocation.order_line import require_units
from domain.kernel import BadInput, Command


def change_batch_quantity(message: Mapping[str, Any]) -> Command:
    """`{"batchref", "qty"}`. Raises BadInput."""
    ref, qty = message.get("batchref"), message.get("qty")
    if not isinstance(ref, str) or not ref or "\x00" in ref:
        raise BadInput("batchref", "must be the reference of a batch")
    if isinstance(qty, str) and re.fullmatch(r"-?[0-9]{1,18}", qty):  # stream fields are all text
        qty = int(qty)
    if qty is None:
        raise BadInput("qty", "is missing")
    require_units("qty", qty, least=0)
    return ChangeBatchQuantity(ref, qty)
