"""Stub."""

from enum import StrEnum


class Strategy(StrEnum):
    """Which variant is presented next."""

    TOP_TWO = "top-two"
    THOMPSON = "thompson"
    UNIFORM = "uniform"
