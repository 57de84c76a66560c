"""What `POST /formulas/evaluate` answers, in the words of OpenAPI."""

from __future__ import annotations

from domain.scents.physics.evaporation import Tier
from domain.scents.physics.liquid import Flag, Model
from domain.scents.safety.allergens import Due
from domain.scents.safety.verdict import Status
from scents.api.shapes import LINE, LINES, MONEY, VALUE, YES, each, maybe, told, word

_FLAGS = each(word(*(flag.value for flag in Flag)))
_COMPOSITION = told(
    materials=each(told(material=LINE, mass_fraction=VALUE)),
    substances=each(told(substance=LINE, mass_fraction=VALUE, mole_fraction=VALUE)),
    unidentified_mass_fraction=VALUE,
)
_NOTE = told(
    substance=LINE,
    mole_fraction=VALUE,
    activity_coefficient=VALUE,
    activity_model=word(*(model.value for model in Model)),
    vapour_pressure_Pa=maybe(VALUE),
    concentration_g_m3=maybe(VALUE),
    odour_value=maybe(VALUE),
    intensity=maybe(VALUE),
    flags=_FLAGS,
)
_COURSE = told(
    substance=LINE,
    tier={**word(*(tier.value for tier in Tier)), "nullable": True},
    half_life_h=maybe(VALUE),
    mass_fraction_left=each(VALUE),
    odour_values=maybe(each(VALUE)),
    flags=_FLAGS,
)
_PURCHASE = told(
    material=LINE,
    supplier=LINE,
    needed_g=MONEY,
    bought_g=MONEY,
    price_per_kg=MONEY,
    cost=MONEY,
    outlay=MONEY,
)
_COSTING = told(
    supplier={**maybe(LINE), "description": "null: the cheapest for each material"},
    currency=LINE,
    complete=YES,
    missing=LINES,
    cost=MONEY,
    cost_per_kg=MONEY,
    outlay=MONEY,
    fees=MONEY,
    lead_time_days={"type": "integer"},
    purchases=each(_PURCHASE),
)
_FINDING = told(
    status=word(*(status.value for status in Status)),
    subject=LINE,
    materials=LINES,
    mass_fraction_of_product=VALUE,
    limit_percent=maybe(LINE),
    part_of_limit_used=maybe(VALUE),
    largest_dose=maybe(VALUE),
    reason=LINE,
)
_ALLERGEN = told(
    name=LINE,
    rule=LINE,
    mass_fraction_of_product=VALUE,
    threshold_percent=LINE,
    materials=LINES,
    due=word(*(due.value for due in Due)),
    new_products_from={"type": "string", "format": "date"},
    all_products_from={"type": "string", "format": "date"},
)
_SAFETY = told(
    amendment=LINE,
    category=LINE,
    dose=VALUE,
    passes=YES,
    largest_dose=maybe(VALUE),
    binding=maybe(LINE),
    findings=each(_FINDING),
    conditions=each(told(standard=LINE, materials=LINES, text=LINE)),
    label=maybe(told(allergens=each(_ALLERGEN), unidentified=LINES)),
)
ANSWER = told(
    composition=_COMPOSITION,
    headspace=told(temperature_K=VALUE, notes=each(_NOTE)),
    leading={**LINES, "description": "Substances that can be smelled, the strongest first"},
    evaporation=maybe(
        told(times_h=each(VALUE), mass_fraction_left=each(VALUE), courses=each(_COURSE))
    ),
    cost=maybe(each(_COSTING)),
    safety=maybe(_SAFETY),
    flags=LINES,
)
