"""IFRA standards: what the amendment in force allows of a substance, by product category."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType

from domain.kernel import BadInput
from domain.scents.cas import require_cas

LONGEST_NAME = 200
LONGEST_SOURCE = 1_000

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "1": "on the lips; toys",
        "2": "on the armpits",
        "3": "on face and body, with the fingertips",
        "4": "fine fragrance",
        "5A": "body lotion",
        "5B": "face cream",
        "5C": "hand cream",
        "5D": "baby cream, oil and powder",
        "6": "in the mouth, and on the lips with it",
        "7A": "on the hair, rinsed off",
        "7B": "on the hair, left on",
        "8": "wipes and intimate products",
        "9": "on body and hands, mostly rinsed off",
        "10A": "household care with hand contact, no sprays",
        "10B": "household sprays",
        "11A": "worn on the skin, little passes over, no daylight",
        "11B": "worn on the skin, little passes over, with daylight",
        "12": "no skin contact meant",
    }
)
"""The 18 categories of the 49th amendment and those after it, in our own words.

Until the 48th the same numbers named other products: limits of one wording never serve another.
"""
AMENDMENTS = ("49", "50", "51")


class Rule(StrEnum):
    """What a standard says of a category where it gives no number."""

    NO_RESTRICTION = "no restriction"
    PROHIBITED = "prohibited"
    SPECIFICATION = "specification"
    """Any amount, of a material as pure as the standard's condition demands."""


Limit = Decimal | Rule
"""Most of the finished product that may be this substance, as a mass per cent; or a rule."""


@dataclass(frozen=True)
class Standard:
    """A standard as it stands in an amendment.

    The shares of all `members` (CAS numbers) count together. A category that `limits` does not
    name is not known, and blocks. `condition` is the purity that it demands of the raw material,
    beside or instead of numbers. Standards with the same `together` share one allowance: their
    shares, each as a part of its own limit, add up to one at most (IFRA, Citrus oils and other
    furocoumarins containing essential oils; Oakmoss and Treemoss extracts). Raises BadInput.
    """

    name: str
    amendment: str
    members: frozenset[str]
    limits: Mapping[str, Limit]
    condition: str = ""
    together: str = ""

    def __post_init__(self) -> None:
        require_name("name", self.name)
        require_amendment(self.amendment)
        require_members(self.members)
        if not self.limits:
            raise BadInput("limits", "must name a category at least")
        for category, limit in self.limits.items():
            require_category(category)
            _require_limit(limit)
            if limit is Rule.SPECIFICATION and not self.condition.strip():
                raise BadInput("condition", "must say what a specification demands")


@dataclass(frozen=True)
class Clearance:
    """Somebody has looked: no standard of the amendment names this substance. Raises BadInput."""

    cas: str
    amendment: str
    source: str
    name: str = ""

    def __post_init__(self) -> None:
        require_cas(self.cas)
        require_amendment(self.amendment)
        require_source("source", self.source)
        if len(self.name) > LONGEST_NAME:
            raise BadInput("name", f"must have at most {LONGEST_NAME} letters")


def limit_from(text: str) -> Limit:
    """A limit from its text, a per cent or a rule; `str()` is the way back. Raises BadInput."""
    if text in set(Rule):
        return Rule(text)
    try:
        limit = Decimal(text)
    except InvalidOperation:
        raise BadInput("limits", f"{text!r} is neither a per cent nor a rule") from None
    _require_limit(limit)
    return limit


def require_category(category: str) -> None:
    """Raises BadInput."""
    if category not in CATEGORIES:
        raise BadInput("category", f"must be one of {', '.join(CATEGORIES)}")


def require_amendment(amendment: str) -> None:
    """Raises BadInput."""
    if amendment not in AMENDMENTS:
        raise BadInput(
            "amendment",
            f"must be one of {', '.join(AMENDMENTS)}: before, the categories meant other products",
        )


def require_members(members: Collection[str]) -> None:
    """Raises BadInput."""
    if not members:
        raise BadInput("members", "must name a CAS number at least")
    for cas in members:
        require_cas(cas, "members")


def require_name(field: str, text: str) -> None:
    """Raises BadInput."""
    _require_text(field, text, LONGEST_NAME)


def require_source(field: str, text: str) -> None:
    """Where something was read, or why it is so. Raises BadInput."""
    _require_text(field, text, LONGEST_SOURCE)


def _require_text(field: str, text: str, longest: int) -> None:
    if not text.strip() or len(text) > longest:
        raise BadInput(field, f"must be told, in at most {longest} letters")


def _require_limit(limit: Limit) -> None:
    if isinstance(limit, Decimal) and not (limit.is_finite() and 0 < limit <= 100):
        raise BadInput("limits", "must be per cents above 0, up to 100")
