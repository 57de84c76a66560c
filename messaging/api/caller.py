"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ApiCaller:
    """A customer who came in with one of its keys; DRF's `request.user`."""

    customer: str
    key_name: str
    prefix: str
    scopes: tuple[str, ...]
    expires: datetime
    priority: int = 0

    is_authenticated = True
    is_active = True

    @property
    def actor(self) -> str:
        """For the ledger and the event log."""
        return f"api:{self.get_username()}"

    def get_username(self) -> str:
        return f"{self.customer}/{self.prefix}"
