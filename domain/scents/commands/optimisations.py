"""What can be asked of the optimiser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.kernel import Command
from domain.scents.wish import Wish


@dataclass(frozen=True)
class RequestOptimisation(Command):
    """Look for the cheapest formula that smells the same. `reference` is the requester's own name
    for it: the same one again has one effect."""

    reference: str
    wish: Wish
    by: str


@dataclass(frozen=True)
class CancelOptimisation(Command):
    """It is not needed any more."""

    reference: str


@dataclass(frozen=True)
class FinishOptimisation(Command):
    """The solver is done. `state` is one that ends it, `outcome` what it found, as plain data."""

    reference: str
    state: str
    outcome: Mapping[str, Any]
