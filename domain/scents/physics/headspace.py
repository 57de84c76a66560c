"""The air above a liquid: how much of each substance is in it, and which of them leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.scents.measured import ROOM
from domain.scents.physics.liquid import Flag, Liquid, Model
from domain.scents.physics.substance import Substance
from domain.scents.physics.vapour import GAS_CONSTANT, ImpossiblePressure


@dataclass(frozen=True)
class Note:
    """One substance in a mixture and in the air above it; None where it is not known.

    `pressure`: of the pure substance, in Pa; `concentration` in the air, in g/m3; `odour_value`:
    how many times its threshold that is; `intensity` on the labelled magnitude scale, where a
    dose-response curve is known.
    """

    code: str
    mole_fraction: float
    gamma: float
    model: Model
    pressure: float | None
    concentration: float | None
    odour_value: float | None
    intensity: float | None
    flags: tuple[Flag, ...]


def headspace(
    substances: Sequence[Substance], mole_fractions: Sequence[float], *, temperature: float = ROOM
) -> tuple[Note, ...]:
    """The air in equilibrium with a liquid at a temperature in K, a note for each substance.

    c = gamma x Psat M / (R T); Mata, Gomes & Rodrigues, Ind. Eng. Chem. Res. 44 (2005) 4435.
    `mole_fractions` may be amounts of substance in any one unit. Raises BadInput, and
    ImpossiblePressure where a vapour pressure's correlation breaks down.
    """
    liquid = Liquid(substances, temperature=temperature)
    fractions = liquid.fractions(mole_fractions)
    gammas = liquid.gammas_at(fractions)
    rows = zip(substances, fractions.tolist(), gammas.tolist(), strict=True)
    return tuple(_note(liquid, n, x, gamma) for n, (_, x, gamma) in enumerate(rows))


def leading(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Those that can be smelled of, the highest odour value first.

    The first gives the mixture its character and strength, by the stronger component model
    (Teixeira, Rodriguez, Mota, Macedo & Rodrigues, Evaluation of Group-Contribution Methods To
    Predict VLE and Odor Intensity of Fragrances, Ind. Eng. Chem. Res. 2011).
    """
    known = [(-note.odour_value, note.code, note) for note in notes if note.odour_value is not None]
    return tuple(note for _, _, note in sorted(known, key=lambda entry: entry[:2]))


def saturated(substance: Substance, *, temperature: float = ROOM) -> float | None:
    """The concentration in g/m3 in the air above the pure substance, Psat M / (R T), of an ideal
    gas; None where no vapour pressure is known. Raises BadInput and ImpossiblePressure."""
    if substance.vapour_pressure is None:
        return None
    try:
        pressure = substance.vapour_pressure.pressure(temperature)
    except ImpossiblePressure as impossible:
        raise ImpossiblePressure(f"{substance.code}: {impossible}") from None
    if pressure is None:
        return None
    return pressure * substance.molar_mass / (GAS_CONSTANT * temperature)


def flags(substance: Substance, *, temperature: float) -> tuple[Flag, ...]:
    """What is not known, or not at this temperature in K, of a substance by itself."""
    found = []
    vapour, smell = substance.vapour_pressure, substance.smell
    if vapour is None or vapour.pressure(temperature) is None:
        found.append(Flag.NO_VAPOUR_PRESSURE)
    elif not vapour.covers(temperature):
        found.append(Flag.EXTRAPOLATED)
    if smell is None or smell.threshold is None:
        found.append(Flag.NO_THRESHOLD)
    return tuple(found)


def _note(liquid: Liquid, index: int, fraction: float, gamma: float) -> Note:
    substance, temperature = liquid.substances[index], liquid.temperature
    vapour, smell = substance.vapour_pressure, substance.smell
    pure = saturated(substance, temperature=temperature)
    air = None if pure is None else gamma * fraction * pure
    value = strength = None
    if smell and air is not None:
        value, strength = smell.odour_value(air), smell.intensity(air)
    return Note(
        code=substance.code,
        mole_fraction=fraction,
        gamma=gamma,
        model=liquid.models[index],
        pressure=vapour.pressure(temperature) if vapour else None,
        concentration=air,
        odour_value=value,
        intensity=strength,
        flags=liquid.flags[index] + flags(substance, temperature=temperature),
    )
