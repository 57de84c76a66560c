"""Where an order is looked at."""

from __future__ import annotations

from django.utils.safestring import SafeString

from allocation.models import Order, OrderLine
from messaging.admin.looks import page_of


def order_page(line: OrderLine) -> SafeString:
    """Orders of customers have a page; those of the classic doors are their lines."""
    if line.customer:
        return page_of(Order, line.orderid)
    return page_of(OrderLine, line.pk, line.orderid)
