"""What other systems are told of scents over Redis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from domain.scents.events.sourcing import ScentUpdated


def publish_scent_updated(
    event: ScentUpdated, publish: Callable[[str, Mapping[str, Any]], None]
) -> None:
    """For whoever plays the scent: from which formula it is made from now on, and until now. Who
    makes it, and for how much, is nobody's business."""
    told = {"scent": event.scent, "formula": event.formula, "before": event.before}
    publish("scent_updated", {**told, "decision": event.decision, "at": event.at.isoformat()})
