"""How customers are told of their orders, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from domain.allocation.moments import Moment
from domain.allocation.standing import LineStanding

if TYPE_CHECKING:
    from allocation.queries import OrderNow

LONGEST_SENTENCE = 300


def headline(moments: Sequence[Moment], order: OrderNow, today: date) -> str:
    """The most important of what happened, and where it leaves the order."""
    by_kind: dict[str, list[Moment]] = {}
    for moment in moments:
        by_kind.setdefault(moment.kind, []).append(moment)
    if "cancelled" in by_kind:
        return "cancelled"
    if "shipped" in by_kind:
        return _shipped(by_kind["shipped"][-1], order)
    for kind, word in (("accepted", "accepted"), ("amended", "changed")):
        if kind in by_kind:
            return ", ".join(filter(None, (word, _prospect(order.lines, today))))
    if "backordered" in by_kind:
        return _of_lines(by_kind["backordered"], "waits for stock", "wait for stock")
    if "promise_changed" in by_kind:
        changed = by_kind["promise_changed"]
        day = _ready(changed[-1].promised, today)
        return f"promise changed: {_of_lines(changed, f'now {day}', 'have new dates')}"
    return _of_lines(moments, _ready(_latest(moments), today), "got stock")


def sentences(moments: Sequence[Moment], today: date) -> list[str]:
    """What happened, one thing after the other. Of a new order, its lines tell all the rest."""
    if any(moment.kind == "accepted" for moment in moments):
        return ["We have accepted your order."]
    return [_clipped(_sentence(moment, today)) for moment in moments]


def state(line: LineStanding, today: date) -> str:
    """Where the units of a line are."""
    held = line.qty - line.waiting - line.shipped - line.cancelled
    ready = "set aside for you" if line.waiting else _ready(line.promised, today)
    places = (
        (line.shipped, "shipped"),
        (held, ready),
        (line.waiting, "waiting for stock"),
        (line.cancelled, "cancelled"),
    )
    told = [(units, place) for units, place in places if units]
    if len(told) == 1:
        return told[0][1]
    return ", ".join(f"{units} {place}" for units, place in told)


def _shipped(moment: Moment, order: OrderNow) -> str:
    parcels = [p for p in order.parcels if moment.text.endswith(f"({p.number})")]
    by = " ".join(filter(None, (parcels[-1].carrier, parcels[-1].tracking))) if parcels else ""
    whole = all(line.status in ("shipped", "cancelled") for line in order.lines)
    word = "shipped" if whole else "partly shipped"
    return f"{word} with {by}" if by else word


def _prospect(lines: Sequence[LineStanding], today: date) -> str:
    """When the lines that are still wanted are ready."""
    wanted = [line for line in lines if line.status in ("allocated", "backordered")]
    ready = [line for line in wanted if not line.waiting]
    if not wanted:
        return ""
    if not ready:
        return "waiting for stock"
    days = [line.promised for line in ready if line.promised]
    when = _ready(max(days, default=None), today)
    if len(ready) < len(wanted):
        return f"{len(ready)} of {len(wanted)} lines {when}"
    return when if len(wanted) == 1 else f"all {len(wanted)} lines {when}"


def _sentence(moment: Moment, today: date) -> str:
    if moment.kind == "allocated":
        return f"{moment.qty} {moment.sku} set aside for you, {_ready(moment.promised, today)}"
    return f"{moment.sku}: {moment.text}" if moment.sku else moment.text


def _of_lines(moments: Sequence[Moment], one: str, many: str) -> str:
    skus = {moment.sku for moment in moments}
    return f"{moments[-1].sku} {one}" if len(skus) == 1 else f"{len(skus)} lines {many}"


def _latest(moments: Sequence[Moment]) -> date | None:
    return max((moment.promised for moment in moments if moment.promised), default=None)


def _ready(day: date | None, today: date) -> str:
    if day is None or day <= today:
        return "ready to ship"
    return f"ready on {day.day} {day:%B %Y}"


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_SENTENCE else f"{text[:LONGEST_SENTENCE]}…"
