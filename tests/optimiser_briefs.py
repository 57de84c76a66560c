"""Briefs for the tests of the optimiser: ideal ones, and one of nineteen real substances.

Groups and molar masses are those of the substances; except where a test names a source, strengths
and prices are round numbers made up for the tests.
"""

from decimal import Decimal

from domain.scents.optimiser import Brief, Ingredient, Smells
from domain.scents.physics.substance import Substance

TEMPERATURE = 298.15

# code: molar mass, odour value of the neat substance, UNIFAC subgroups, price per kg, share
REAL = {
    "limonene": (136.24, 4.5e4, {1: 2, 2: 3, 3: 1, 7: 1, 8: 1}, "12", 0.09),
    "geraniol": (154.25, 1.0e4, {1: 3, 2: 3, 8: 2, 14: 1}, "38", 0.08),
    "vanillin": (152.15, 1.7e4, {9: 3, 10: 2, 17: 1, 20: 1, 24: 1}, "21", 0.04),
    "linalool": (154.25, 9.0e4, {1: 3, 2: 2, 4: 1, 5: 1, 8: 1, 14: 1}, "24", 0.09),
    "citronellol": (156.27, 1.2e4, {1: 3, 2: 4, 3: 1, 8: 1, 14: 1}, "29", 0.06),
    "linalyl acetate": (196.29, 3.0e4, {1: 3, 2: 2, 4: 1, 5: 1, 8: 1, 21: 1}, "27", 0.08),
    "benzyl acetate": (150.17, 2.0e4, {9: 5, 12: 1, 21: 1}, "8", 0.05),
    "benzaldehyde": (106.12, 6.0e4, {9: 5, 10: 1, 20: 1}, "9", 0.01),
    "octanal": (128.21, 4.0e5, {1: 1, 2: 6, 20: 1}, "31", 0.004),
    "decanal": (156.27, 3.0e5, {1: 1, 2: 8, 20: 1}, "33", 0.005),
    "hexyl acetate": (144.21, 8.0e4, {1: 1, 2: 5, 21: 1}, "15", 0.02),
    "isoamyl acetate": (130.19, 3.0e5, {1: 2, 2: 2, 3: 1, 21: 1}, "11", 0.01),
    "phenylethanol": (122.16, 5.0e3, {2: 1, 9: 5, 12: 1, 14: 1}, "14", 0.09),
    "citral": (152.23, 5.0e4, {1: 3, 2: 2, 8: 2, 20: 1}, "22", 0.03),
    "ethyl butyrate": (116.16, 9.0e5, {1: 2, 2: 2, 22: 1}, "10", 0.006),
    "menthol": (156.27, 8.0e3, {1: 3, 2: 3, 3: 4, 14: 1}, "26", 0.03),
    "undecanone": (170.29, 4.0e4, {1: 1, 2: 8, 18: 1}, "40", 0.01),
    "octanol": (130.23, 1.0e4, {1: 1, 2: 7, 14: 1}, "7", 0.015),
    "ethanol": (46.07, 2.6e3, {1: 1, 2: 1, 14: 1}, "2", 0.28),
}

NATURALS = {
    "sweet orange": ("7", {"limonene": 0.95, "linalool": 0.03, "octanal": 0.01, "decanal": 0.01}),
    "lavender": ("19", {"linalool": 0.45, "linalyl acetate": 0.5, "limonene": 0.05}),
    "palmarosa": ("25", {"geraniol": 0.85, "linalool": 0.1, "citral": 0.05}),
    "lemongrass": ("13", {"citral": 0.8, "geraniol": 0.1, "limonene": 0.1}),
}


def substance(code, mass=100.0):
    return Substance(code, mass)


def offer(name, cost, makeup=None, **more):
    """A pure material of a supplier, unless told otherwise."""
    more = {"material": name, "supplier": "Grasse", **more}
    return Ingredient(name=name, cost=Decimal(cost), makeup=makeup or {name: 1.0}, **more)


def real_brief(**more):
    total = sum(row[4] for row in REAL.values())
    return Brief(
        reference={code: row[4] / total for code, row in REAL.items()},
        ingredients=(
            *(offer(code, row[3]) for code, row in REAL.items()),
            *(offer(name, cost, makeup) for name, (cost, makeup) in NATURALS.items()),
        ),
        substances={code: Substance(code, row[0]) for code, row in REAL.items()},
        temperature=TEMPERATURE,
        **more,
    )


def unifac(groups):
    """Activity coefficients by mole fractions, of the original UNIFAC of `thermo`."""
    from thermo.unifac import UFIP, UFSG, UNIFAC

    model = UNIFAC.from_subgroups(
        chemgroups=groups,
        T=TEMPERATURE,
        xs=[1 / len(groups)] * len(groups),
        version=0,
        interaction_data=UFIP,
        subgroups=UFSG,
    )
    return lambda fractions: model.to_T_xs(TEMPERATURE, list(fractions)).gammas()


def real_smells():
    return Smells(
        {code: row[1] for code, row in REAL.items()}, unifac([row[2] for row in REAL.values()])
    )


def rose_and_lemon(**more):
    """Two notes in a solvent, ideal; the notes have a cheap and a dear source."""
    default = {
        "reference": {"rose": 0.2, "lemon": 0.1, "solvent": 0.7},
        "ingredients": (
            offer("rose", "50"),
            offer("lemon", "20"),
            offer("geranium", "30", {"rose": 0.8, "lemon": 0.2}),
            offer("solvent", "2"),
        ),
        "substances": {
            "rose": substance("rose", 150.0),
            "lemon": substance("lemon", 130.0),
            "solvent": substance("solvent", 80.0),
        },
    }
    return Brief(**{**default, **more})


IDEAL = Smells({"rose": 5e4, "lemon": 9e4, "solvent": 10.0})
