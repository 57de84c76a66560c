"""What has happened to optimisations."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel import Event


@dataclass(frozen=True)
class OptimisationRequested(Event):
    """Somebody wants a cheaper formula that smells like this version (CODE@number)."""

    reference: str
    version: str
    by: str


@dataclass(frozen=True)
class OptimisationCancelled(Event):
    """Whoever is at it stops."""

    reference: str


@dataclass(frozen=True)
class OptimisationFinished(Event):
    """It ended by itself, in this state."""

    reference: str
    state: str
