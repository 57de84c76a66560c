"""What tests of the pages of formulas share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client

from domain.scents.commands import DecideCategory
from domain.scents.recipes.recipe import Blend, Part
from messaging.bus import MessageBus, get_bus
from tests.formula_desk import stock_shelf
from tests.recipes import blend

Rows = list[tuple[str, str, str, str]]
SEA: Rows = [
    ("LIMONENE", "12.5", "", ""),
    ("CALONE", "3", "10", "DPG"),
    ("", "", "", ""),
]
DEEP = Blend((Part(blend(LIMONENE=1, DPG=2), Decimal(1)), *blend(DPG=1).parts))
"""More than rows can say."""


@contextmanager
def everything_is_safe(settings: Any) -> Iterator[MessageBus]:
    """A company in which no rule of safety is in the way, with materials on its shelf."""
    settings.MESSAGE_BUS = "tests.formula_desk.lenient"
    get_bus.cache_clear()
    stock_shelf(get_bus())
    get_bus().handle(DecideCategory("cartridge", "a cartridge", "51", "12", "ben", "no skin"))
    yield get_bus()
    get_bus.cache_clear()


def perfumer(name: str) -> Client:
    """Somebody who works on formulas, logged in."""
    user = User.objects.create_user(name, is_staff=True)
    names = ["view_formula", "add_formula", "change_formula"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def rows(*typed: tuple[str, str, str, str]) -> dict[str, list[str]]:
    """Parts as the form sends them."""
    names = ("of", "share", "strength", "solvent")
    columns = zip(names, zip(*typed, strict=True), strict=True)
    return {f"parts-{name}": list(column) for name, column in columns}


def sent(**other: Any) -> dict[str, Any]:
    """A draft."""
    return {"code": "SEA", "name": "Sea", "basis": "mass", "text": "", **rows(*SEA), **other}
