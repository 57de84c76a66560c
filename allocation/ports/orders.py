"""What handlers need to reach whole orders, and their customers."""

from __future__ import annotations

import abc
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from domain.allocation.moments import Moment
from domain.allocation.order import Order
from domain.kernel import Request
from messaging.repository import AbstractRepository

Answer = Mapping[str, Any]


class AbstractOrderRepository(AbstractRepository[Order]):
    """Orders by id."""

    @abc.abstractmethod
    def get(self, orderid: str) -> Order | None:
        """The order, locked; also one that the classic doors made line by line."""

    @abc.abstractmethod
    def order_of_shipment(self, number: str) -> str | None:
        """The order that a shipment of this number belongs to."""


class Answers(Protocol):
    """What requests were answered, kept with the change that they caused."""

    def recall(self, request: Request) -> Answer | None:
        """The answer of the first time. Raises KeyInUse, KeyReused."""

    def keep(self, request: Request, answer: Callable[[], Answer]) -> None:
        """Store the answer, which is asked for when everything else is done."""


class News(Protocol):
    """What customers hear of their orders."""

    def note(self, orderid: str, customer: str, moment: Moment) -> None: ...
