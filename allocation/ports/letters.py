"""What handlers need to write to customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.allocation.events import OrderUpdated
from domain.allocation.moments import Moment


class Letters(Protocol):
    """Mails to those members of a customer who want them."""

    def send(self, event: OrderUpdated, moments: Sequence[Moment]) -> None:
        """One mail about these moments of the event's order; none when nobody wants any.

        Raises Unavailable when it is worth trying again later.
        """
