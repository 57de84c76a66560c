"""Tables for readers, written in the transaction that changes the stock."""

from allocation.read_models.orders import StoredAnswers, StoredNews
from allocation.read_models.stock import StoredAllocationsView, StoredLedger

__all__ = ["StoredAllocationsView", "StoredAnswers", "StoredLedger", "StoredNews"]
