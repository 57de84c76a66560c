"""What `POST /formulas/evaluate` takes, in the words of OpenAPI."""

from __future__ import annotations

from typing import Any

from domain.scents.material import Kind
from domain.scents.material_rules import MOST_CONSTITUENTS
from domain.scents.physics.substance import MOST_GROUPS
from domain.scents.physics.vapour import Correlation
from domain.scents.recipes.mixture import DEEPEST
from domain.scents.recipes.recipe import Basis
from domain.scents.recipes.text import MOST_PARTS
from domain.scents.safety.standard import AMENDMENTS, CATEGORIES
from domain.scents.supply.offer import LONGEST_LEAD, MOST_STEPS
from scents.api.shapes import (
    NUMBER,
    YES,
    Shape,
    asked,
    named,
    quantity,
    rows,
    text,
    whole,
    word,
)  # fmt: skip
from scents.evaluation import materials, offers

_BASIS = word(*(basis.value for basis in Basis))
_VERSION = whole(1, 1_000_000)
_NODES: dict[str, Shape] = {
    "material": {**text(), "description": "Its code, or its CAS number"},
    "dilution": named("Dilution"),
    "blend": named("Recipe"),
    "formula": {**text(), "description": "Of the house: there is none for customers"},
    "version": _VERSION,
}
COMPONENTS: dict[str, Shape] = {
    "Recipe": {
        **asked(["parts"], basis=_BASIS, parts=rows(named("Part"), least=1, most=MOST_PARTS)),
        "description": f"Shares count relative to each other; at most {DEEPEST} levels.",
    },
    "Part": asked(["share"], **_NODES, share=NUMBER),
    "Dilution": asked(
        ["strength", "solvent"], **_NODES, strength=NUMBER, solvent=text(), basis=_BASIS
    ),
}
"""They contain themselves and each other, so they need names."""

_TEMPERATURE = quantity("K", "degC")
_NAMED = asked([], **dict.fromkeys(("A", "B", "C", "D", "E"), NUMBER)) | {
    "additionalProperties": {"anyOf": [NUMBER, quantity("Pa", "K", "J/mol")]},
    "description": "By name: A, B, C; A to E; P0, T0, H; or P0, T0",
}
_VAPOUR = asked(
    ["correlation", "coefficients"],
    correlation=word(*(one.value for one in Correlation)),
    coefficients={"anyOf": [rows(NUMBER, least=2, most=5), _NAMED]},
    lowest=_TEMPERATURE,
    highest=_TEMPERATURE,
)
_CONSTITUENT = asked(["code", "typical"], code=text(), typical=NUMBER, most=NUMBER)
_MATERIAL = asked(
    ["code"],
    code=text(),
    name=text(),
    kind=word(*(kind.value for kind in Kind)),
    cas=text(12),
    molar_mass=quantity("g/mol", "kg/mol"),
    density=quantity("g/mL", "kg/m3", temperature=_TEMPERATURE),
    vapour_pressure=_VAPOUR,
    groups={
        "type": "object",
        "additionalProperties": whole(1, MOST_GROUPS),
        "minProperties": 1,
        "maxProperties": materials.MOST_GROUPS,
        "description": 'Subgroups of the original UNIFAC, with their counts: {"1": 2, "2": 4}',
    },
    odour_threshold=quantity("ug/m3", "ng/L"),
    dose_response=asked(["c_half", "slope", "most"], c_half=NUMBER, slope=NUMBER, most=NUMBER),
    constituents=rows(_CONSTITUENT, most=MOST_CONSTITUENTS),
    source=text(1_000),
)
_GRAMS = whole(0, offers.MOST_GRAMS)
_OFFER = asked(
    ["supplier", "item", "currency"],
    supplier=text(),
    item=text(),
    currency={"type": "string", "pattern": "^[A-Z]{3}$"},
    price_per_kg=NUMBER,
    prices=rows(
        asked(["from_g", "price_per_kg"], from_g=_GRAMS, price_per_kg=NUMBER),
        least=1,
        most=MOST_STEPS,
    ),
    minimum_g=_GRAMS,
    lead_time_days=whole(0, LONGEST_LEAD),
    fee=NUMBER,
)
_SAFETY = asked(
    ["dose"],
    amendment={**word(*AMENDMENTS), "default": AMENDMENTS[-1]},
    category=word(*CATEGORIES),
    delivery_format=text(200),
    dose=NUMBER,
    leave_on=YES,
)
QUESTION = asked(
    [],
    recipe=named("Recipe"),
    formula=text(),
    version=_VERSION,
    materials=rows(_MATERIAL, most=materials.MOST_MATERIALS),
    temperature=_TEMPERATURE,
    batch=quantity("g", "kg"),
    safety=_SAFETY,
    evaporation=asked(["hours"], hours=NUMBER),
    offers=rows(_OFFER, most=offers.MOST_OFFERS),
    on={"type": "string", "format": "date"},
)


def name_parts(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook for what has a name."""
    result["components"]["schemas"].update(COMPONENTS)
    return result
