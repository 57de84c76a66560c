"""What purchasing wants to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, NullIf

from allocation.models import Batch, OrderLine, ReorderPoint
from allocation.ports import Expiring, LowSku, Proposal, PurchasingReport
from allocation.queries.origins import decided_sources
from domain.allocation import reorder_point
from domain.allocation.reorder_point import WINDOW, Supply, Threshold

SOON = timedelta(days=30)
_FREE = F("purchased_quantity") - F("allocated_quantity") - F("shipped_quantity")

_POINTS = """
SELECT r.sku, r.units, r.days, r.margin, r.low, r.demand, COALESCE(b.on_hand, 0),
    COALESCE(b.incoming, 0), COALESCE(w.waiting, 0)
FROM allocation_reorderpoint r
LEFT JOIN (
    SELECT sku, sum(free) FILTER (WHERE eta IS NULL) AS on_hand,
        sum(free) FILTER (WHERE eta IS NOT NULL) AS incoming
    FROM (
        SELECT sku, eta, purchased_quantity - allocated_quantity - shipped_quantity AS free
        FROM allocation_batch WHERE released AND has_room AND (expiry IS NULL OR expiry > %s)
    ) o GROUP BY sku
) b ON b.sku = r.sku
LEFT JOIN (
    SELECT sku, sum(waiting_quantity) AS waiting FROM allocation_orderline
    WHERE waiting_quantity > 0 GROUP BY sku
) w ON w.sku = r.sku
ORDER BY r.sku
"""


def skus_to_check(today: date) -> list[str]:
    """The SKUs whose warning must be given, or armed again: one query over open batches and the
    queue, whatever was ordered before; the rule is the domain's."""
    with connection.cursor() as cursor:
        cursor.execute(_POINTS, [today])
        return [row[0] for row in cursor.fetchall() if _must_change(row)]


def _must_change(row: Sequence[Any]) -> bool:
    sku, units, days, margin, low, demand, *supply = row
    threshold = Threshold(units, days, margin)
    point = reorder_point.ReorderPoint(sku, threshold, low=low, demand=demand)
    point.check(Supply(*map(int, supply)))
    return bool(point.events)


def with_reorder_state(points: QuerySet[ReorderPoint], today: date) -> QuerySet[Any]:
    """Reorder points with `on_hand`, `incoming`, `waiting`, `waiting_lines`, `position` and `cover`
    in days (None: nobody orders it)."""
    fit = Q(expiry=None) | Q(expiry__gt=today)
    open_batches = Batch.objects.filter(fit, released=True, has_room=True)
    queue = OrderLine.objects.filter(waiting_quantity__gt=0)
    figures = points.annotate(
        on_hand=_of(open_batches.filter(eta=None), Sum(_FREE)),
        incoming=_of(open_batches.exclude(eta=None), Sum(_FREE)),
        waiting=_of(queue, Sum("waiting_quantity")),
        waiting_lines=_of(queue, Count("pk")),
    )
    figures = figures.annotate(position=F("on_hand") + F("incoming") - F("waiting"))
    by_days = Cast(F("position") * WINDOW, FloatField()) / NullIf(F("demand"), 0)
    return figures.annotate(cover=by_days)


def low_stock(today: date, most: int) -> list[Any]:
    """Reorder points that are reached, `with_reorder_state`: the scarcest first."""
    low = with_reorder_state(ReorderPoint.objects.filter(low=True), today)
    return list(low.order_by("position", "sku")[:most])


def purchasing_report(day: date) -> PurchasingReport:
    """Four queries, however much is low."""
    points = with_reorder_state(ReorderPoint.objects.filter(low=True), day)
    low = list(points.order_by("sku"))
    skus = [point.sku_id for point in low]
    incoming, sources = _incoming(skus, day), decided_sources(skus)
    return PurchasingReport(
        day,
        [
            LowSku(
                point.sku_id,
                threshold_text(point),
                Supply(point.on_hand, point.incoming, point.waiting),
                point.waiting_lines,
                point.cover,
                incoming[point.sku_id],
                Proposal(missing_units(point), sources.get(point.sku_id)),
            )
            for point in low
        ],
        _expiring(day),
    )


def missing_units(point: Any) -> int:
    """The units that arm the warning of this reorder point again; it is `with_reorder_state`."""
    threshold = Threshold(point.units, point.days, point.margin)
    return max(0, threshold.recovered_at(point.demand) - int(point.position))


def threshold_text(point: ReorderPoint) -> str:
    return f"{point.units} units" if point.days is None else f"{point.days} days of cover"


def batches_past_expiry(today: date) -> list[str]:
    """Batches that are unfit and not marked so yet, in the order in which they expired."""
    due = Batch.objects.filter(expiry__lte=today).exclude(status="expired")
    return list(due.order_by("expiry", "reference").values_list("reference", flat=True))


def _expiring(today: date) -> list[Expiring]:
    soon = Batch.objects.filter(expiry__gt=today, expiry__lte=today + SOON, has_room=True)
    rows = soon.exclude(status="expired").annotate(free=_FREE).order_by("expiry", "reference")
    return [
        Expiring(ref, sku, expiry, free)
        for ref, sku, expiry, free in rows.values_list("reference", "sku", "expiry", "free")
        if expiry is not None
    ]


def _incoming(skus: Sequence[str], today: date) -> dict[str, list[tuple[str, date, int]]]:
    """Batches on their way with free units, by SKU, the next first."""
    fit = Q(expiry=None) | Q(expiry__gt=today)
    batches = Batch.objects.filter(
        fit, sku__in=skus, released=True, has_room=True, eta__isnull=False
    )
    found: dict[str, list[tuple[str, date, int]]] = defaultdict(list)
    rows = batches.annotate(free=_FREE).order_by("eta", "reference")
    for sku, ref, eta, free in rows.values_list("sku", "reference", "eta", "free"):
        if eta is not None:
            found[sku].append((ref, eta, free))
    return found


def _of(rows: QuerySet[Any], figure: Any) -> Coalesce:
    """The figure over the rows of the SKU at hand; 0 without rows."""
    of_sku = rows.filter(sku=OuterRef("pk")).order_by().values("sku")
    return Coalesce(Subquery(of_sku.annotate(figure=figure).values("figure")), 0)
