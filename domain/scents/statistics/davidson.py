"""The likelihood of paired comparisons that may end in a tie, and where it is greatest.

Davidson, On Extending the Bradley-Terry Model to Accommodate Ties in Paired Comparison Experiments,
J. Am. Stat. Assoc. 65 (1970) 317: with log strengths t and the tie parameter nu, item i beats j
with the chance e^ti / d, and they tie with nu e^((ti + tj) / 2) / d; d makes the three sum to one.
Without ties it is the model of Bradley and Terry. The logarithm of the likelihood is concave in t
and ln nu, so Newton's rule finds its one top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.kernel import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Vector = NDArray[np.float64]

STEPS = 500
SETTLED = 1e-10
"""Squared standard errors that the last but one step of Newton's rule may be long."""
FARTHEST, SHORTEST = 8.0, 1e-12
"""Of one step of Newton's rule, for any one parameter."""


class Unsettled(Refused):
    """The counts are so far apart that no ranking was found."""

    code = "ranking-unsettled"


@dataclass(frozen=True)
class Contests:
    """Counts of n items: `wins[i, j]` how often i beat j, `ties[i, j] = ties[j, i]` how often
    neither did; both of the shape (n, n).

    Parameters are a vector of the n log strengths and, if there are any ties, ln nu. `ridge` is the
    precision of a normal prior around zero on each of them.
    """

    wins: Matrix
    ties: Matrix
    ridge: float = 0.0

    @property
    def tied(self) -> bool:
        return bool(self.ties.any())

    @property
    def size(self) -> int:
        return len(self.wins) + self.tied

    def chances(self, parameters: Vector) -> tuple[Matrix, Matrix]:
        """Of winning and of a tie, for each pair; of the shape (n, n)."""
        import numpy as np

        win, _, tie, logarithm = self._logarithms(parameters)
        return np.exp(win - logarithm), np.exp(tie - logarithm)

    def score(self, parameters: Vector) -> Vector:
        """The slope of the logarithm of the likelihood and the prior.

        Each count is weighed with the chance of what did not happen: so no large numbers cancel.
        """
        import numpy as np

        win, tie = self.chances(parameters)
        share = win + tie / 2
        gained = self.wins * share.T + self.ties * share.T / 2
        slopes = (gained - gained.T).sum(axis=1)
        if self.tied:
            decided = self.wins + self.wins.T
            slopes = np.append(slopes, (self.ties * (win + win.T) - decided * tie).sum() / 2)
        result: Vector = slopes - self.ridge * parameters
        return result

    def information(self, parameters: Vector) -> Matrix:
        """Minus the derivatives of `score`; of the shape (size, size)."""
        import numpy as np

        win, tie = self.chances(parameters)
        games = self.wins + self.wins.T + self.ties
        share = win + tie / 2
        between = games * (win * win.T + tie * (win + win.T) / 4)
        np.fill_diagonal(between, 0.0)
        n = len(win)
        result = np.zeros((self.size, self.size))
        result[:n, :n] = np.diag(between.sum(axis=1)) - between
        if self.tied:
            result[:n, n] = result[n, :n] = (games * tie * (0.5 - share)).sum(axis=1)
            result[n, n] = (games * tie * (1 - tie)).sum() / 2
        result += self.ridge * np.eye(self.size)
        return result

    def covariance(self, parameters: Vector) -> Matrix:
        """Of the parameters, where the log strengths sum to zero: the pseudo-inverse of the
        information, as strengths that all grow alike change nothing."""
        import numpy as np

        level = self._level()
        keep = np.eye(self.size) - level
        result: Matrix = keep @ np.linalg.inv(self.information(parameters) + level) @ keep
        return result

    def fitted(self) -> Vector:
        """The parameters of the greatest likelihood; the log strengths sum to zero.

        Raises Unsettled.
        """
        import numpy as np

        now, level = np.zeros(self.size), self._level()
        for _ in range(STEPS):
            information, score = self.information(now), self.score(now)
            weight = information.trace() / self.size
            step = np.linalg.solve(information + weight * level, score)
            step -= level @ step
            if step @ score < SETTLED:
                result: Vector = now + step
                return result
            step *= FARTHEST / max(FARTHEST, abs(step).max())
            now = now + self._short_enough(now, step, float(step @ score))
        raise Unsettled("these counts are too far apart to be ranked")

    def _short_enough(self, now: Vector, step: Vector, slope: float) -> Vector:
        """The step, halved until it does not lead far down the other side of the hill."""
        while self.score(now + step) @ step < -slope / 2 and abs(step).max() > SHORTEST:
            step, slope = step / 2, slope / 2
        return step

    def _level(self) -> Matrix:
        """The projection on log strengths that are all alike."""
        import numpy as np

        n = len(self.wins)
        result = np.zeros((self.size, self.size))
        result[:n, :n] = 1 / n
        return result

    def _logarithms(self, parameters: Vector) -> tuple[Matrix, Matrix, Matrix, Matrix]:
        """Of the weights of a win, a loss, a tie, and of their sum."""
        import numpy as np

        n = len(self.wins)
        win = np.repeat(parameters[:n, None], n, axis=1)
        tie = (win + win.T) / 2 + (parameters[n] if self.tied else -np.inf)
        return win, win.T, tie, np.logaddexp(np.logaddexp(win, win.T), tie)
