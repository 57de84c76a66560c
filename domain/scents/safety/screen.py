"""Which standards cover what is in a formula, and what nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.kernel import BadInput
from domain.scents.safety.standard import Clearance, Standard, require_amendment


@dataclass(frozen=True)
class Cover:
    """A standard, and the codes of the contents that are among its members."""

    standard: Standard
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Screening:
    """`nameless` codes have no CAS number; `unlisted` ones neither standard nor clearance."""

    covers: tuple[Cover, ...]
    nameless: tuple[str, ...]
    unlisted: tuple[str, ...]


def screen(
    codes: Iterable[str],
    cas: Mapping[str, str],
    standards: Iterable[Standard],
    clearances: Iterable[Clearance],
    *,
    amendment: str,
) -> Screening:
    """Only what belongs to the amendment counts; a standard outdoes a clearance.

    Sorted, so that the same contents give the same answer in any order. Raises BadInput.
    """
    require_amendment(amendment)
    by_cas = _by_cas(_of(standards, amendment))
    cleared = {each.cas for each in clearances if each.amendment == amendment}
    covered: dict[str, tuple[Standard, list[str]]] = {}
    nameless, unlisted = [], []
    for code in sorted(codes):
        number = cas.get(code, "")
        if not number:
            nameless.append(code)
        elif number not in by_cas and number not in cleared:
            unlisted.append(code)
        for standard in by_cas.get(number, ()):
            covered.setdefault(standard.name, (standard, []))[1].append(code)
    covers = (Cover(covered[name][0], tuple(covered[name][1])) for name in sorted(covered))
    return Screening(tuple(covers), tuple(nameless), tuple(unlisted))


def _of(standards: Iterable[Standard], amendment: str) -> list[Standard]:
    """Those of the amendment. Raises BadInput where one stands twice: which of them holds?"""
    found: dict[str, Standard] = {}
    for standard in standards:
        if standard.amendment == amendment:
            if standard.name in found:
                raise BadInput("standards", f"{standard.name} stands twice in {amendment}")
            found[standard.name] = standard
    return list(found.values())


def _by_cas(standards: Iterable[Standard]) -> dict[str, list[Standard]]:
    found: dict[str, list[Standard]] = {}
    for standard in standards:
        for number in standard.members:
            found.setdefault(number, []).append(standard)
    return found
