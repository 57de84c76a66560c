"""What the stored chances are for: draws happen as often as they say, and answers that were
collected unevenly, weighted by 1/propensity, tell each variant's share without bias."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import numpy as np
import pytest
from scipy.stats import chisquare

from domain.scents.statistics.strategies import Strategy
from domain.scents.surveys.assignment import Assignment, assign
from domain.scents.surveys.samples import Sample
from tests.variants import contest

RATES = (0.3, 0.5, 0.6)
ROUNDS, EACH = 5, 8
TASK = contest(3, strategy=Strategy.THOMPSON)
NAMES = [one.formula for one in TASK.candidates]
SAMPLES = tuple(Sample(one, (f"{n}00",)) for n, one in enumerate(TASK.candidates, 1))
ARM = {sample.codes[0]: n for n, sample in enumerate(SAMPLES)}


def drawn(known: dict[str, tuple[int, int]], chance: random.Random, many: int) -> list[Assignment]:
    return assign(
        1, TASK, SAMPLES, serials=range(many), acceptance=known, approved=NAMES,
        uniform=chance.random,
    )  # fmt: skip


def surveyed(seed: int) -> tuple[list[float], list[float | None]]:
    """A survey that follows its answers: the weighted and the plain share of each variant."""
    chance = random.Random(seed)
    known, weighted = dict.fromkeys(NAMES, (0, 0)), [0.0] * 3
    for _ in range(ROUNDS):
        said = defaultdict(list)
        for row in drawn(known, chance, EACH):
            accepted = chance.random() < RATES[ARM[row.sample]]
            weighted[ARM[row.sample]] += accepted / row.propensity
            said[NAMES[ARM[row.sample]]].append(accepted)
        for name, told in said.items():
            yes, n = known[name]
            known[name] = yes + sum(told), n + len(told)
    plain = [yes / n if n else None for yes, n in known.values()]
    return [one / (ROUNDS * EACH) for one in weighted], plain


def test_weighted_answers_are_unbiased_where_plain_ones_are_not() -> None:
    """A variant that was unlucky at first is not asked about again, so that its bad luck stays."""
    runs = [surveyed(seed) for seed in range(1_500)]
    weighted = np.array([one for one, _ in runs])
    errors = weighted.std(axis=0) / np.sqrt(len(runs))
    assert np.abs(weighted.mean(axis=0) - RATES).max() < 3 * errors.max()
    worst = [plain[0] for _, plain in runs if plain[0] is not None]
    assert np.mean(worst) < RATES[0] - 4 * np.std(worst) / np.sqrt(len(worst))


@pytest.mark.parametrize("known", [(0, 0), (5, 10)])
def test_samples_are_drawn_as_often_as_is_noted(known: tuple[int, int]) -> None:
    rows = drawn({**dict.fromkeys(NAMES, known), NAMES[2]: (8, 10)}, random.Random(5), 20_000)
    noted = {row.sample: row.propensity for row in rows}
    counts = Counter(row.sample for row in rows)
    assert sum(noted.values()) == pytest.approx(1)
    expected = [20_000 * noted[code] for code in sorted(noted)]
    assert chisquare([counts[code] for code in sorted(noted)], expected).pvalue > 0.001
