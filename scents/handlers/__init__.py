"""The service layer: one function for each command and event."""

from scents.handlers.optimisations import (
    cancel_optimisation,
    finish_optimisation,
    request_optimisation,
    start_solver,
)

__all__ = [
    "cancel_optimisation",
    "finish_optimisation",
    "request_optimisation",
    "start_solver",
]
