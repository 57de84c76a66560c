"""Tables for readers, written in the transaction that changes the stock."""

from allocation.read_models.orders import StoredAnswers, StoredNews, forget_answers
from allocation.read_models.stock import StoredAllocationsView, StoredLedger

__all__ = ["StoredAllocationsView", "StoredAnswers", "StoredLedger", "StoredNews", "forget_answers"]
