"""What the shipped starter set tells the laboratory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from domain.scents.commands import DecideCategory

STARTER = Path(__file__).parent / "starter"
SAFETY_FILES = tuple(STARTER / f"{name}.csv" for name in ("limits", "clearances", "allergens"))

DEMO = "demo: to be decided by your assessor"
FORMATS = (
    ("CARTRIDGE", "cinema cartridge, dry air", "12"),
    ("REED-DIFFUSER", "reed diffuser", "10A"),
    ("FINE-FRAGRANCE", "fine fragrance", "4"),
)


def safety_commands(*, by: str) -> Iterator[DecideCategory]:
    """How scents reach people in the demo. These are examples, decided by `by`, and no advice:
    sources disagree on the category of a reed diffuser."""
    for code, name, category in FORMATS:
        yield DecideCategory(code, name, "51", category, by, DEMO)
