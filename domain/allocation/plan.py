"""What a change of a batch would do to the lines on it, told before it is done."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.allocation.claim import NEVER
from domain.allocation.events import Allocated, Deallocated, PromiseChanged
from domain.allocation.product import Product
from domain.kernel import Event, Refused

Units = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Move:
    """What becomes of one line, in units.

    `left` and `reached` are the units by batch that it loses and gets. `waiting`: how many more
    wait than before (fewer: negative). `before` and `after` are what the whole line is promised
    for; None while a part waits.
    """

    orderid: str
    customer: str
    sku: str
    left: Units
    reached: Units
    waiting: int
    before: date | None
    after: date | None
    reason: str

    @property
    def is_loss(self) -> bool:
        """Whether its customer has reason to complain: units wait, or come later."""
        return self.waiting > 0 or (self.after or NEVER) > (self.before or NEVER)


@dataclass(frozen=True)
class Plan:
    """Everything that would happen to lines, by order."""

    moves: tuple[Move, ...]

    @property
    def moved(self) -> int:
        """Lines that would be served from elsewhere, with nothing more to wait for."""
        return sum(bool(move.left) and move.waiting <= 0 for move in self.moves)

    @property
    def waiting(self) -> int:
        """Lines of which units would join the queue."""
        return sum(move.waiting > 0 for move in self.moves)

    @property
    def disturbs(self) -> bool:
        """Whether somebody loses units or is promised them later."""
        return any(move.left or move.is_loss for move in self.moves)

    @property
    def fingerprint(self) -> str:
        """The same for the same plan."""
        return hashlib.sha256(repr(self.moves).encode()).hexdigest()


class PlanChanged(Refused):
    """Since the plan was shown, something happened that makes it another one."""

    code: ClassVar[str] = "plan-changed"

    def __init__(self) -> None:
        super().__init__("Meanwhile something else happened: look at the plan again")


def plan_of(product: Product, events: Iterable[Event]) -> Plan:
    """What `events`, none of which is stored, mean for the lines of the product."""
    nets: dict[str, dict[str, int]] = {}
    promises: dict[str, date] = {}
    reasons: dict[str, str] = {}
    for event in events:
        match event:
            case Allocated() | Deallocated():
                net = nets.setdefault(event.orderid, defaultdict(int))
                net[event.batchref] += event.qty * (1 if isinstance(event, Allocated) else -1)
                reasons.setdefault(event.orderid, event.reason)
            case PromiseChanged():
                nets.setdefault(event.orderid, defaultdict(int))
                promises.setdefault(event.orderid, event.old)
                reasons.setdefault(event.orderid, event.reason)
    moves = [
        _move(product, orderid, net, promises.get(orderid), reasons[orderid])
        for orderid, net in sorted(nets.items())
    ]
    return Plan(tuple(move for move in moves if _matters(move)))


def _move(
    product: Product, orderid: str, net: dict[str, int], old: date | None, reason: str
) -> Move:
    claim = product.claims[orderid]
    waiting = -sum(net.values())
    promised = old or claim.promised
    return Move(
        orderid,
        claim.terms.customer,
        product.sku,
        left=tuple((ref, -units) for ref, units in sorted(net.items()) if units < 0),
        reached=tuple((ref, units) for ref, units in sorted(net.items()) if units > 0),
        waiting=waiting,
        before=None if claim.waiting > waiting else promised,
        after=None if claim.waiting else claim.promised,
        reason=reason,
    )


def _matters(move: Move) -> bool:
    return bool(move.left or move.reached or move.before != move.after)
