"""Liquid mixtures: how much more readily a substance leaves a mixture than its share says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.kernel import BadInput
from domain.scents.measured import ROOM, require_finite
from domain.scents.physics.substance import Substance
from domain.scents.physics.unifac import HIGHEST, LOWEST, Unifac

if TYPE_CHECKING:
    from domain.scents.physics.unifac import Vector


class Model(StrEnum):
    """Where an activity coefficient comes from."""

    UNIFAC = "UNIFAC"
    RAOULT = "Raoult"


class Flag(StrEnum):
    """What must be known of a figure before it is trusted."""

    RAOULT = "raoult"
    """No groups are known: the liquid is taken to be ideal (an activity coefficient of one)."""
    MISSING_INTERACTION = "missing_interaction"
    """Two groups never met in an experiment: they are taken to be indifferent to each other."""
    EXTRAPOLATED = "extrapolated"
    """The temperature is outside the range of the vapour pressure's correlation."""
    NO_VAPOUR_PRESSURE = "no_vapour_pressure"
    """Nobody knows how readily it evaporates, at least at this temperature."""
    NO_THRESHOLD = "no_threshold"
    """Nobody knows from which concentration on it is smelled."""


class Liquid:
    """A set of substances at a `temperature` in K, made once and asked for any composition.

    `flags` and `models` are those of the substances, in their order; `missing` are pairs of UNIFAC
    main groups without parameters. Raises BadInput for a temperature outside 273.15 to 423.15 K, an
    empty set of substances or an unknown UNIFAC subgroup.
    """

    def __init__(self, substances: Sequence[Substance], *, temperature: float = ROOM) -> None:
        require_finite("temperature", temperature)
        if not LOWEST <= temperature <= HIGHEST:
            raise BadInput("temperature", f"must be between {LOWEST} and {HIGHEST} K")
        if not substances:
            raise BadInput("substances", "must not be empty")
        self.substances = tuple(substances)
        self.temperature = temperature
        self._grouped = [n for n, substance in enumerate(substances) if substance.groups]
        molecules = [substances[n].groups for n in self._grouped]
        self._unifac = Unifac(molecules, temperature=temperature) if molecules else None
        self.missing = self._unifac.missing if self._unifac else frozenset()
        self.models = tuple(Model.UNIFAC if s.groups else Model.RAOULT for s in substances)
        self.flags = self._flags()

    def gammas(self, mole_fractions: Sequence[float]) -> list[float]:
        """Activity coefficients at these mole fractions, or amounts of substance in any one unit.

        UNIFAC over those substances whose groups are known, as if they were among themselves; one
        for the rest. Raises BadInput.
        """
        gammas: list[float] = self.gammas_at(self.fractions(mole_fractions)).tolist()
        return gammas

    def fractions(self, amounts: Sequence[float]) -> Vector:
        """Mole fractions, summing to one, of amounts in any one unit. Raises BadInput."""
        import numpy as np

        if len(amounts) != len(self.substances):
            raise BadInput("mole_fractions", "there must be one for each substance")
        if not all(0 <= amount < math.inf for amount in amounts):
            raise BadInput("mole_fractions", "must be finite, and not negative")
        largest = max(amounts)
        if largest == 0:
            raise BadInput("mole_fractions", "must not all be zero")
        shares = np.array([amount / largest for amount in amounts])  # so that no sum overflows
        fractions: Vector = shares / shares.sum()
        return fractions

    def gammas_at(self, fractions: Vector) -> Vector:
        """As `gammas`, unchecked, for those who ask often."""
        import numpy as np

        gammas = np.ones(len(self.substances))
        grouped = fractions[self._grouped]
        total = grouped.sum()
        if self._unifac and total > 0:
            gammas[self._grouped] = self._unifac.gammas(grouped / total)
        return gammas

    def _flags(self) -> tuple[tuple[Flag, ...], ...]:
        found: list[tuple[Flag, ...]] = [(Flag.RAOULT,)] * len(self.substances)
        lacking = self._unifac.lacking if self._unifac else ()
        for index, lacks in zip(self._grouped, lacking, strict=True):
            found[index] = (Flag.MISSING_INTERACTION,) if lacks else ()
        return tuple(found)
