"""The sample company: five scents, their stock, and the customers of the first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from domain.allocation.catalogue import PriceBreak
from domain.allocation.commands import (
    AddAddress,
    AddMember,
    CreateBatch,
    DescribeProduct,
    PlaceOrder,
    RegisterCustomer,
    SetReorderPoint,
)
from domain.allocation.customer_parts import ON_PARCEL
from domain.kernel import Command

# Reference, SKU, units, days until it arrives (None: it is in the warehouse).
BATCHES: list[tuple[str, str, int, int | None]] = [
    ("SEA-BREEZE-001", "SEA-BREEZE", 400, None),
    ("SEA-BREEZE-002", "SEA-BREEZE", 1_000, 14),
    ("NIGHTCLUB-001", "NIGHTCLUB", 250, None),
    ("NIGHTCLUB-002", "NIGHTCLUB", 500, 10),
    ("NIGHTCLUB-003", "NIGHTCLUB", 500, 38),
    ("JUNGLE-001", "JUNGLE", 300, None),
    ("JUNGLE-002", "JUNGLE", 600, 21),
    ("FOREST-001", "FOREST", 500, None),
    ("FOREST-002", "FOREST", 750, 30),
    ("BUSY-STREET-001", "BUSY-STREET", 120, None),
    ("BUSY-STREET-002", "BUSY-STREET", 200, 17),
]

# Made by ourselves, in quarantine until somebody approves the formula and releases it: reference,
# SKU, units, version of the formula, whose materials.
MADE = ("FOREST-003", "FOREST", 300, "FOREST@1", "CHEAP")

# SKU, scent, pack, and the price of a unit from 1, from 50 and from 200 units on, in euros.
CATALOGUE: list[tuple[str, str, str, tuple[str, str, str]]] = [
    ("SEA-BREEZE", "Sea breeze", "cartridge, 50 ml", ("39.00", "34.50", "29.90")),
    ("NIGHTCLUB", "Nightclub", "cartridge, 50 ml", ("42.00", "37.00", "32.00")),
    ("JUNGLE", "Jungle after rain", "cartridge, 50 ml", ("44.00", "39.00", "33.50")),
    ("FOREST", "Forest floor", "cartridge, 50 ml", ("41.00", "36.00", "31.00")),
    ("BUSY-STREET", "Busy street", "cartridge, 30 ml", ("35.00", "31.00", "27.50")),
]

# Customer, the customer's own id, units by SKU; in the order in which they came in.
ORDERS: list[tuple[str, str, dict[str, int]]] = [
    ("harbour-films", "FILM-0001", {"SEA-BREEZE": 120, "BUSY-STREET": 40}),
    ("thicket-games", "GAME-0001", {"JUNGLE": 150}),
    ("old-lane-theatre", "THEATRE-0001", {"NIGHTCLUB": 60, "SEA-BREEZE": 60}),
    ("harbour-films", "FILM-0002", {"FOREST": 200}),
    ("thicket-games", "GAME-0002", {"NIGHTCLUB": 180}),
    ("old-lane-theatre", "THEATRE-0002", {"FOREST": 80}),
    ("harbour-films", "FILM-0003", {"JUNGLE": 140}),
    ("thicket-games", "GAME-0003", {"BUSY-STREET": 60}),
    # More than the warehouse has left: from the shipment.
    ("old-lane-theatre", "THEATRE-0003", {"SEA-BREEZE": 240}),
    ("harbour-films", "FILM-0004", {"NIGHTCLUB": 300}),
    ("thicket-games", "GAME-0004", {"FOREST": 90}),
    # More than any batch has: it waits, and a mail goes out.
    ("old-lane-theatre", "THEATRE-0004", {"BUSY-STREET": 250}),
]

# SKU, units, days of cover: one of the two.
REORDER_POINTS: list[tuple[str, int | None, int | None]] = [
    ("SEA-BREEZE", 200, None),
    ("NIGHTCLUB", None, 14),
    ("JUNGLE", 150, None),
    ("FOREST", None, 21),
    ("BUSY-STREET", 60, None),  # less than nothing is left: purchasing is warned
]

# What a customer is told to be: itself, a member, an address; and the prefix of its demo key.
CUSTOMERS: dict[str, tuple[RegisterCustomer, AddMember, AddAddress]] = {
    "demofilm": (
        RegisterCustomer("harbour-films", "Harbour Films", "film maker", 1),
        AddMember("harbour-films", "maren@harbour-films.example", "Maren Holm"),
        AddAddress(
            "harbour-films", "Studio", "Maren Holm", "4 Shore Street", "Leith", "GB", "EH6 6QU"
        ),
    ),
    "demogame": (
        RegisterCustomer("thicket-games", "Thicket Games", "game maker"),
        AddMember("thicket-games", "jonas@thicket-games.example", "Jonas Weber"),
        AddAddress("thicket-games", "Lab", "Jonas Weber", "Waldweg 12", "Freiburg", "DE", "79098"),
    ),
    "demotheatre": (
        RegisterCustomer("old-lane-theatre", "Old Lane Theatre", "theatre", 3),
        AddMember("old-lane-theatre", "box@old-lane-theatre.example", "Ines Duarte"),
        AddAddress(
            "old-lane-theatre", "Stage", "Ines Duarte", "Rua da Rosa 7", "Lisboa", "PT", "1200-381"
        ),
    ),
}


def first_day(today: date) -> Iterator[Command]:
    """What happened on the company's first day: stock came in, then the orders; purchasing asked to
    be warned."""
    for sku, scent, pack, prices in CATALOGUE:
        steps = zip((1, 50, 200), map(Decimal, prices), strict=True)
        breaks = tuple(PriceBreak(qty, price) for qty, price in steps)
        yield DescribeProduct(sku, scent, pack, "EUR", breaks)
    for ref, sku, qty, days in BATCHES:
        yield CreateBatch(ref, sku, qty, None if days is None else today + timedelta(days=days))
    ref, sku, qty, formula, supplier = MADE
    yield CreateBatch(ref, sku, qty, released=False, formula=formula, supplier=supplier)
    customers = {customer.code: (customer, home) for customer, _, home in CUSTOMERS.values()}
    for code, reference, lines in ORDERS:
        customer, home = customers[code]
        yield PlaceOrder(
            code,
            reference,
            lines,
            requested=today + timedelta(days=21),
            ship_to={name: getattr(home, name) for name in ON_PARCEL},
            priority=customer.priority,
        )
    for sku, units, days in REORDER_POINTS:
        yield SetReorderPoint(sku, units, days)
