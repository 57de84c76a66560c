"""How fast is the cheapest formula: blending LP, beside scipy's linprog, and the UNIFAC loop."""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from thermo.unifac import UFIP, UFSG, UNIFAC

from bench.rig import report
from domain.scents.optimiser import Brief, Ingredient, Optimum, Smells, cheapest
from domain.scents.optimiser.program import Program, Row, Solved, Variable
from domain.scents.optimiser.solve import solve
from domain.scents.physics.substance import Substance

LP_TARGET, LOOP_TARGET = 20.0, 300.0
TEMPERATURE = 298.15
Array = NDArray[np.float64]

TAILS = [  # UNIFAC subgroups that make an alkane an alcohol, ketone, ester, aldehyde ...
    {14: 1},
    {18: 1},
    {22: 1},
    {20: 1},
    {9: 5, 11: 1},
    {6: 1},
    {25: 1},
]


def main() -> int:
    options = _options()
    report.heading("optimiser: milliseconds in the domain, from the brief to the checked answer")
    ours, peer = _blend(options.rounds)
    loops, rounds = _loop(options.formulas)
    report.table(
        ["", "p50 ms", "p95 ms", "worst ms"],
        [
            ("LP 200 x 30", *_quantiles(ours)),
            ("scipy.optimize.linprog, the same", *_quantiles(peer)),
            (f"UNIFAC loop, 30 materials, {rounds} programs", *_quantiles(loops)),
        ],
    )
    lp, loop = _quantiles(ours)[1], _quantiles(loops)[1]
    met = [
        report.verdict(f"LP p95 {lp:.1f} ms, at most {LP_TARGET:.0f} ms", lp <= LP_TARGET),
        report.verdict(
            f"loop p95 {loop:.0f} ms, at most {LOOP_TARGET:.0f} ms", loop <= LOOP_TARGET
        ),
    ]
    return 0 if all(met) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench optimiser", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="linear programs")
    parser.add_argument("--formulas", type=int, default=20)
    return parser.parse_args()


def _quantiles(took: list[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(took, n=20, method="inclusive")
    return statistics.median(took), cuts[-1], max(took)


def _timed(work: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    answer = work()
    return 1000 * (time.perf_counter() - began), answer


def _blend(rounds: int) -> tuple[list[float], list[float]]:
    """Another program each round; both must find the same cost. The first one warms up."""
    ours, peer = [], []
    for seed in range(rounds + 1):
        dice = np.random.default_rng(seed)
        costs, qualities = dice.uniform(5, 300, 200), dice.uniform(0, 1, (29, 200))
        needs = qualities @ dice.dirichlet(np.ones(200)) * 0.98
        took, found = _timed(lambda c=costs, q=qualities, n=needs: solve(_program(c, q, n)))
        took_peer, cost = _timed(lambda c=costs, q=qualities, n=needs: _linprog(c, q, n))
        if not isinstance(found, Solved) or abs(found.cost - cost) > 1e-6 * abs(cost):
            raise AssertionError(f"two solvers, two answers: {found}, {cost}")
        ours.append(took)
        peer.append(took_peer)
    return ours[1:], peer[1:]


def _program(costs: Array, qualities: Array, needs: Array) -> Program:
    names = [f"material {n}" for n in range(len(costs))]
    rows = [Row(dict.fromkeys(names, 1.0), 1.0, 1.0)]
    for n, (row, need) in enumerate(zip(qualities.tolist(), needs.tolist(), strict=True)):
        rows.append(Row(dict(zip(names, row, strict=True)), low=need, demand=f"quality {n}"))
    variables = [Variable(n, c, high=1.0) for n, c in zip(names, costs.tolist(), strict=True)]
    return Program(tuple(variables), tuple(rows))


def _linprog(costs: Array, qualities: Array, needs: Array) -> float:
    ones = np.ones((1, len(costs)))
    found = linprog(costs, A_ub=-qualities, b_ub=-needs, A_eq=ones, b_eq=[1.0], bounds=(0, 1))
    return float(found.fun)


def _loop(formulas: int) -> tuple[list[float], int]:
    """Thirty made-up substances and ten naturals made of them; the first formula warms up."""
    took, rounds = [], []
    for seed in range(formulas + 1):
        brief, smells = _formula(random.Random(seed))
        milliseconds, found = _timed(lambda b=brief, s=smells: cheapest(b, smells=s))
        if not isinstance(found, Optimum):
            raise AssertionError(f"formula {seed}: {found}")
        took.append(milliseconds)
        rounds.append(found.rounds)
    return took[1:], round(statistics.median(rounds))


def _formula(dice: random.Random, size: int = 30) -> tuple[Brief, Smells]:
    codes = [f"substance {n}" for n in range(size)]
    groups = [{1: dice.randint(1, 3), 2: dice.randint(1, 8), **dice.choice(TAILS)} for _ in codes]
    model = UNIFAC.from_subgroups(
        chemgroups=groups,
        T=TEMPERATURE,
        xs=[1 / size] * size,
        version=0,
        interaction_data=UFIP,
        subgroups=UFSG,
    )
    offers = [_offer(dice, code, {code: 1.0}) for code in codes]
    offers += [
        _offer(dice, f"natural {n}", _shares(dice, dice.sample(codes, 4))) for n in range(size // 3)
    ]
    brief = Brief(
        _shares(dice, codes),
        tuple(offers),
        {code: Substance(code, dice.uniform(80, 250)) for code in codes},
    )
    pure = {code: 10 ** dice.uniform(3, 7) for code in codes}
    return brief, Smells(pure, lambda xs: model.to_T_xs(TEMPERATURE, list(xs)).gammas())


def _shares(dice: random.Random, codes: list[str]) -> dict[str, float]:
    parts = [0.02 + dice.random() ** 2 for _ in codes]
    return {code: part / sum(parts) for code, part in zip(codes, parts, strict=True)}


def _offer(dice: random.Random, name: str, makeup: dict[str, float]) -> Ingredient:
    return Ingredient(name, name, "supplier", Decimal(dice.randint(500, 30000)) / 100, makeup)
