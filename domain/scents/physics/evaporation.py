"""How a mixture changes while it dries: what is left, what is smelled, and top, heart and base."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from domain.kernel import BadInput
from domain.scents.measured import require_positive, require_within
from domain.scents.physics.drying import Drying, Moment
from domain.scents.physics.film import Film
from domain.scents.physics.headspace import flags, saturated
from domain.scents.physics.liquid import Flag, Liquid
from domain.scents.physics.substance import Substance

if TYPE_CHECKING:
    from domain.scents.physics.unifac import Vector

TRACE = 1e-30
"""A mole fraction below which not a molecule is in a film of a tonne."""
DAY, CENTURY = 86_400.0, 3.2e9
STEPS = 48


class Tier(StrEnum):
    """The part of a scent's pyramid."""

    TOP = "top"
    HEART = "heart"
    BASE = "base"


@dataclass(frozen=True)
class Tiers:
    """Which half-lives in s are those of top and heart notes; all longer ones are base notes.

    Perfumers put top notes at some twenty minutes and heart notes at some four hours. Raises
    BadInput.
    """

    top: float = 1_200.0
    heart: float = 14_400.0

    def __post_init__(self) -> None:
        require_positive("top", self.top)
        require_positive("heart", self.heart)
        if self.heart < self.top:
            raise BadInput("heart", "must not be over before the top notes are")

    def of(self, half_life: float | None, *, watched: float) -> Tier | None:
        """The tier of what is half gone after `half_life`, or not within the time `watched`; None
        where that was too short to tell a heart note from a base note."""
        if half_life is None:
            return Tier.BASE if watched >= self.heart else None
        if half_life > self.heart:
            return Tier.BASE
        return Tier.TOP if half_life <= self.top else Tier.HEART


@dataclass(frozen=True)
class Course:
    """What becomes of one substance, at the times of its Evaporation.

    `left`: the fraction of its mass that is left; `odour_values` those just above the film, None
    where its vapour pressure or threshold is not known; `half_life` in s, None where half of it
    is still there at the end; `reach` see Film. What is flagged NO_VAPOUR_PRESSURE stays in the
    film for want of knowledge, and has no `tier`; nor has what was not watched for long enough.
    """

    code: str
    left: tuple[float, ...]
    odour_values: tuple[float, ...] | None
    half_life: float | None
    tier: Tier | None
    reach: float | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Evaporation:
    """`times` in s from the start; the fraction of the whole mass that is `left` at each; the
    course of every substance, in the order in which they were given."""

    times: tuple[float, ...]
    left: tuple[float, ...]
    courses: tuple[Course, ...]


def evaporate(
    substances: Sequence[Substance],
    mole_fractions: Sequence[float],
    *,
    film: Film | None = None,
    duration: float = DAY,
    tiers: Tiers | None = None,
) -> Evaporation:
    """Let a film dry for `duration` in s (up to a century), or until all that evaporates is gone.

    The air at the film is in equilibrium with it, and a layer of still air above it is what
    holds the vapour back: dn_i/dt = -k_i A (gamma_i x_i Psat_i / (R T) - c_room), with UNIFAC's
    gammas following the composition (Mackay & Matsugu, Can. J. Chem. Eng. 51 (1973) 434, for the
    model; Teixeira, Rodriguez, Mata & Rodrigues, Chem. Eng. Sci. 64 (2009) 2570, for perfumes).
    `mole_fractions` may be amounts of substance in any one unit. Raises BadInput, and Refused
    where a property has no possible value.
    """
    film, tiers = film or Film(), tiers or Tiers()
    require_within("duration", duration, 1e-3, CENTURY)
    liquid = Liquid(substances, temperature=film.temperature)
    drying = _drying(liquid, liquid.fractions(mole_fractions), film)
    moments = list(drying.moments(duration=duration, steps=STEPS))
    courses = _courses(liquid, drying, moments, film, partial(tiers.of, watched=duration))
    times = tuple(moment.time for moment in moments)
    return Evaporation(times, _mass_left(liquid, moments), courses)


def _drying(liquid: Liquid, fractions: Vector, film: Film) -> Drying:
    import numpy as np

    masses = np.array([substance.molar_mass for substance in liquid.substances])
    there = fractions > TRACE
    moles = np.where(there, fractions, 0.0) * (film.mass / (fractions @ masses))
    speeds = np.array([_speed(substance, film) for substance in liquid.substances])
    return Drying(moles, np.where(there, speeds, 0.0), liquid.gammas_at)


def _speed(substance: Substance, film: Film) -> float:
    """In mol/s, of the pure substance."""
    pure = saturated(substance, temperature=film.temperature)
    if pure is None:
        return 0.0
    conductance = film.conductance(substance.molar_mass)
    if film.airflow is not None:  # two resistances in a row
        conductance /= 1 + conductance / film.airflow
    return conductance * pure / substance.molar_mass


def _mass_left(liquid: Liquid, moments: Sequence[Moment]) -> tuple[float, ...]:
    import numpy as np

    masses = np.array([substance.molar_mass for substance in liquid.substances])
    whole = float(moments[0].left @ masses)
    return tuple(min(float(moment.left @ masses) / whole, 1.0) for moment in moments)


def _courses(
    liquid: Liquid,
    drying: Drying,
    moments: Sequence[Moment],
    film: Film,
    place: Callable[[float | None], Tier | None],
) -> tuple[Course, ...]:
    import numpy as np

    moles = np.array([moment.left for moment in moments])
    left = np.divide(moles, drying.moles, out=np.zeros_like(moles), where=drying.moles > 0)
    gammas = np.array([moment.gammas for moment in moments])
    shares = gammas * moles / moles.sum(axis=1, keepdims=True)
    lives = [_half_life(drying, moments, n) for n in range(len(drying.moles))]
    return tuple(
        Course(
            code=substance.code,
            left=tuple(left[:, n].tolist()),
            odour_values=_odour_values(substance, shares[:, n], film.temperature),
            half_life=lives[n],
            tier=place(lives[n]) if drying.speeds[n] > 0 else None,
            reach=film.reach(substance.molar_mass),
            flags=liquid.flags[n] + flags(substance, temperature=film.temperature),
        )
        for n, substance in enumerate(liquid.substances)
    )


def _odour_values(
    substance: Substance, shares: Vector, temperature: float
) -> tuple[float, ...] | None:
    pure = saturated(substance, temperature=temperature)
    alone = substance.smell.odour_value(pure) if substance.smell and pure is not None else None
    return None if alone is None else tuple((shares * alone).tolist())


def _half_life(drying: Drying, moments: Sequence[Moment], index: int) -> float | None:
    """In s; within a step everything falls as an exponential, so that it is known when."""
    half = float(drying.moles[index]) / 2
    for before, after in pairwise(moments):
        if half > 0 and after.left[index] <= half:
            span = math.log(float(before.left[index]) / half) / float(after.rates[index])
            return before.time + drying.lapse(before.left, after.rates, span)
    return None
