"""Materials for those who calculate with them, and for those who look at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from domain.scents import facts
from domain.scents.material import Material
from scents import models

_FIELDS = ("code", "name", "kind", "cas", "descriptors", "note", "properties", "constituents")


def library_of(codes: Collection[str]) -> dict[str, Material]:
    """The materials with these codes and those that they are made of, by code; what is not there is
    left out. Two queries, however many there are."""
    wanted = _materials(Q(code__in=codes))
    parts = {part.code for one in wanted.values() for part in one.constituents} - wanted.keys()
    return {**wanted, **(_materials(Q(code__in=parts)) if parts else {})}


def materials_by_cas(cas: str) -> list[Material]:
    """All that bear this CAS number: grades of one chemical may be materials of their own."""
    return [*_materials(Q(cas=cas)).values()] if cas else []


def materials_called(names: Collection[str]) -> list[Material]:
    """Those with one of these as their code or as their CAS number, in one query."""
    return [*_materials(Q(code__in=names) | Q(cas__in=names)).values()] if names else []


def all_materials(codes: Collection[str] | None = None) -> list[Material]:
    """The whole library, or these, by code."""
    return [*_materials(Q() if codes is None else Q(code__in=codes)).values()]


def retired_materials() -> set[str]:
    return {*models.Material.objects.filter(retired=True).values_list("code", flat=True)}


def known_materials(most: int) -> list[str]:
    """Codes to propose to whoever fills in a form."""
    rows = models.Material.objects.filter(retired=False).order_by("code")
    return [*rows.values_list("code", flat=True)[:most]]


def unknown_materials(codes: Iterable[str]) -> list[str]:
    """Those of these codes that no material has, retired ones included."""
    wanted = set(codes)
    rows = models.Material.objects.filter(code__in=wanted)
    return sorted(wanted.difference(rows.values_list("code", flat=True)))


def naturals_with(code: str) -> list[str]:
    """The naturals that this material is a constituent of."""
    rows = models.Material.objects.filter(constituents__contains=[{"code": code}])
    return [*rows.order_by("code").values_list("code", flat=True)]


def _materials(condition: Q) -> dict[str, Material]:
    rows = models.Material.objects.filter(condition).order_by("code").values(*_FIELDS)
    return {row["code"]: facts.material_of(row) for row in rows}
