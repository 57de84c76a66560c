"""A brief as a blending program in mass fractions, at given activity coefficients.

The odour value of substance i is gamma_i K_i n_i / N with n_i = sum_j w_j f_ij / M_i moles of it in
a gram and N = sum_i n_i: both are linear in the mass fractions w_j of the ingredients, so a band
lo <= gamma_i K_i n_i / N <= hi is two linear rows. See docs/adr/0022-mass-fractions.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from domain.scents.optimiser.brief import Brief, Ingredient
from domain.scents.optimiser.program import Choice, Program, Row, Variable
from domain.scents.optimiser.smells import Smells
from domain.scents.optimiser.targets import Held, Target, unidentified_most


def same_smell(
    brief: Brief, smells: Smells, wanted: Sequence[Target], gammas: Sequence[float]
) -> tuple[Row, ...]:
    """The bands, as rows in which the reference's value counts one."""
    by_code = dict(zip(brief.codes, gammas, strict=True))
    moles = {i.name: _moles(brief, i) for i in brief.ingredients}
    mean = _reference_mass(brief)
    rows: list[Row] = []
    for target in wanted:
        if target.held is Held.SHARE:
            rows += _share_rows(brief, target)
        else:
            strength = by_code[target.code] * smells.pure[target.code] * mean
            rows += _odour_rows(brief, target, strength, moles, mean)
    return tuple(rows)


def _odour_rows(
    brief: Brief, target: Target, strength: float, moles: Mapping[str, float], mean: float
) -> Iterator[Row]:
    mass = brief.substances[target.code].molar_mass
    smell = {
        i.name: strength * i.makeup.get(target.code, 0.0) / mass / target.size
        for i in brief.ingredients
    }
    low, high = target.low * mean / target.size, target.high * mean / target.size
    if target.low > 0:
        yield Row(
            {n: s - low * moles[n] for n, s in smell.items()}, low=0.0, demand=target.at_least()
        )
    yield Row({n: s - high * moles[n] for n, s in smell.items()}, high=0.0, demand=target.at_most())


def _share_rows(brief: Brief, target: Target) -> Iterator[Row]:
    size = target.size
    share = {
        i.name: i.makeup[target.code] / size for i in brief.ingredients if target.code in i.makeup
    }
    if target.low > 0:
        yield Row(share, low=target.low / size, demand=target.at_least())
    yield Row(share, high=target.high / size, demand=target.at_most())


def _moles(brief: Brief, ingredient: Ingredient) -> float:
    """In a gram of the ingredient, of what is identified."""
    return sum(
        share / brief.substances[code].molar_mass for code, share in ingredient.makeup.items()
    )


def _reference_mass(brief: Brief) -> float:
    """Mean molar mass of the reference, so that rows have the size of one."""
    return 1 / sum(
        share / brief.substances[code].molar_mass for code, share in brief.reference.items()
    )


def same_makeup(brief: Brief) -> tuple[Row, ...]:
    """The composition of the reference itself."""
    rows = []
    for code in brief.codes:
        share = brief.reference.get(code, 0.0)
        size = share or 1.0
        rows.append(
            Row(
                {i.name: i.makeup.get(code, 0.0) / size for i in brief.ingredients},
                low=share / size,
                high=share / size,
                demand=f"The share of {code} is {share:.4g}",
            )
        )
    return tuple(rows)


def program(brief: Brief, smell: Sequence[Row], *, used: frozenset[str] | None = None) -> Program:
    """The rows of the smell, with all other demands of the brief.

    With `used`, the choice of ingredients is made: those, and no others.
    """
    rows = [_whole(brief), *smell, *_limits(brief), *_fixed(brief), *_available(brief)]
    if used is None:
        variables = [_variable(brief, i) for i in brief.ingredients]
        return Program(tuple(variables), tuple(rows), tuple(_choices(brief)))
    variables = [_chosen(brief, i, used) for i in brief.ingredients]
    return Program(tuple(variables), tuple(rows))


def _variable(brief: Brief, ingredient: Ingredient) -> Variable:
    least = brief.least_share(ingredient)
    demand = f"{ingredient.name} is at least {least:.4g} of the formula, if it is used"
    return Variable(
        ingredient.name, float(ingredient.cost), high=1.0, least=least, least_demand=demand
    )


def _chosen(brief: Brief, ingredient: Ingredient, used: frozenset[str]) -> Variable:
    cost = float(ingredient.cost)
    if ingredient.name not in used:
        return Variable(ingredient.name, cost, high=0.0)
    least = brief.least_share(ingredient)
    demand = f"{ingredient.name} is at least {least:.4g} of the formula, if it is used"
    return Variable(ingredient.name, cost, low=least, high=1.0, low_demand=demand if least else "")


def _whole(brief: Brief) -> Row:
    """No demand: it cannot be given up."""
    return Row({i.name: 1.0 for i in brief.ingredients}, low=1.0, high=1.0)


def _limits(brief: Brief) -> Iterator[Row]:
    for limit in brief.limits:
        size = limit.most or 1.0
        worst = {
            i.name: sum(f * i.at_worst(code) for code, f in limit.factors.items()) / size
            for i in brief.ingredients
        }
        yield Row(worst, high=limit.most / size, demand=f"{limit.name} is at most {limit.most:.4g}")
    unknown = {i.name: max(0.0, 1 - sum(i.makeup.values())) for i in brief.ingredients}
    if any(unknown.values()):
        most = unidentified_most(brief)
        yield Row(unknown, high=most, demand=f"Unidentified constituents are at most {most:.4g}")


def _fixed(brief: Brief) -> Iterator[Row]:
    for material, share in brief.fixed.items():
        offers = {i.name: 1.0 for i in brief.ingredients if i.material == material}
        demand = f"{material} is {share:.4g} of the formula"
        yield Row(offers, low=share, high=share, demand=demand)


def _available(brief: Brief) -> Iterator[Row]:
    for material, amount in brief.available.items():
        offers = {i.name: 1.0 for i in brief.ingredients if i.material == material}
        demand = f"No more than {amount:.4g} kg of {material} can be had"
        yield Row(offers, high=amount / (brief.batch or 1.0), demand=demand)
    for ingredient in brief.ingredients:
        if ingredient.most is not None and brief.batch is not None:
            demand = f"No more than {ingredient.most:.4g} kg of {ingredient.name} can be had"
            yield Row({ingredient.name: 1.0}, high=ingredient.most / brief.batch, demand=demand)


def _choices(brief: Brief) -> Iterator[Choice]:
    if brief.most_materials is not None:
        demand = f"At most {brief.most_materials} materials are used"
        yield Choice(_groups(brief, lambda i: i.material), brief.most_materials, demand)
    if brief.most_suppliers is not None:
        demand = f"At most {brief.most_suppliers} suppliers are used"
        yield Choice(_groups(brief, lambda i: i.supplier), brief.most_suppliers, demand)
    if brief.one_supplier_each:
        for material in dict.fromkeys(i.material for i in brief.ingredients):
            groups = _groups(brief, lambda i: i.supplier, material=material)
            if len(groups) > 1:
                yield Choice(groups, 1, f"{material} comes from one supplier")


def _groups(
    brief: Brief, key: Callable[[Ingredient], str], *, material: str | None = None
) -> tuple[frozenset[str], ...]:
    groups: dict[str, set[str]] = {}
    for ingredient in brief.ingredients:
        if material in (None, ingredient.material):
            groups.setdefault(key(ingredient), set()).add(ingredient.name)
    return tuple(frozenset(names) for names in groups.values())


def nearest(asked: Program, bands: Sequence[Row]) -> Program:
    """A linear program whose bands may be missed, at a cost of one for each size of the reference.

    Choices and least doses are left out: it only shows which coefficients to expect.
    """
    demands = {row.demand for row in bands}
    variables = [Variable(v.name, low=v.low, high=v.high) for v in asked.variables]
    rows = []
    for n, row in enumerate(asked.rows):
        if row.demand not in demands:
            rows.append(row)
            continue
        slack = f"miss of row {n}"
        variables.append(Variable(slack, cost=1.0))
        side = -1.0 if row.high < float("inf") else 1.0
        rows.append(Row({**row.coefficients, slack: side}, row.low, row.high, row.demand))
    return Program(tuple(variables), tuple(rows))


def boxed(asked: Program, shares: Mapping[str, float], *, reach: float) -> Program:
    """The same with no share further than that from where it is."""
    variables = (
        replace(
            v,
            low=max(v.low, min(shares[v.name], v.high) - reach),
            high=min(v.high, max(shares[v.name], v.low) + reach),
        )
        for v in asked.variables
    )
    return replace(asked, variables=tuple(variables))
