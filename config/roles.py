"""Who may do what: the roles, on one page. `manage.py set_roles` makes them groups.

A page of the back office asks for `view` to be looked at, `add` and `change` for its forms, and
`change` for its buttons (receive, correct, release, ship …); `unblind` lets somebody be told who
made the samples of a survey, which is written down. A page that is named in no role is
seen by auditors and administrators only, and a test asks for it to be named in ADMINISTRATION.
"""

from __future__ import annotations

from collections.abc import Mapping

EVERYTHING, EVERY_VIEW = "*.*", "*.view_*"

STOCK = ("allocation.view_product", "allocation.view_batch", "allocation.view_stockmovement")
ORDERS = (
    "allocation.view_order",
    "allocation.view_orderline",
    "allocation.view_allocationview",
    "allocation.view_shipment",
)
SHIPPING = ("allocation.view_ordertoship", "allocation.change_ordertoship")
DUE_IN = ("allocation.view_duebatch", "allocation.change_duebatch")

JOBS = ("messaging.view_bulkjob", "messaging.change_bulkjob")
"""Those that somebody started himself; who sees the event log sees all."""

CUSTOMERS = tuple(
    f"allocation.{action}_{name}"
    for name in ("customer", "member", "address", "apikey")
    for action in ("view", "add", "change")
)

FORMULAS = tuple(
    f"scents.{action}_{name}"
    for name in ("formula", "optimisation")
    for action in ("view", "add", "change")
)
SUPPLIERS = tuple(
    f"scents.{action}_{name}"
    for name in ("supplier", "offer")
    for action in ("view", "add", "change")
)
LABORATORY = tuple(
    f"scents.{action}_{name}"
    for name in ("material", "laboratoryimport")
    for action in ("view", "add", "change")
)
RUN_SURVEYS = ("scents.add_survey", "scents.change_survey")
LOOK_AT_FORMULAS = ("scents.view_formula", "scents.view_material")
SAFETY_RULES = ("standard", "clearance", "deliveryformat", "allergenrule")
SEE_SAFETY = tuple(f"scents.view_{name}" for name in SAFETY_RULES)
KEEP_SAFETY = tuple(
    f"scents.{action}_{name}" for name in SAFETY_RULES for action in ("add", "change")
)
SEE_DECISIONS = (
    "scents.view_scentsource",
    "scents.view_sourcingdecision",
    "scents.view_decisionpolicy",
)
OVERRULE = (
    "scents.add_scentsource",
    "scents.change_scentsource",
    "scents.add_sourcingdecision",
    "scents.add_decisionpolicy",
    "scents.change_decisionpolicy",
)
"""Decide by hand or by market research, and set the policies."""

LOOK_AT_SURVEYS = ("scents.view_survey", "scents.view_surveyresult", *SEE_DECISIONS)

ROLES: Mapping[str, tuple[str, ...]] = {
    "warehouse": (
        *STOCK,
        *ORDERS,
        *SHIPPING,
        *DUE_IN,
        *JOBS,
        "allocation.add_batch",
        "allocation.change_batch",
    ),
    "purchasing": (
        *STOCK,
        *ORDERS,
        *DUE_IN,
        *JOBS,
        "allocation.add_batch",
        "allocation.change_batch",
        "allocation.add_product",
        "allocation.change_product",
        *SUPPLIERS,
        "scents.view_material",
        "allocation.view_catalogueitem",
        "allocation.view_reorderpoint",
        "allocation.add_reorderpoint",
        "allocation.change_reorderpoint",
        *SEE_DECISIONS,
        *OVERRULE,
    ),
    "sales": (
        *STOCK,
        *ORDERS,
        *CUSTOMERS,
        *JOBS,
        "allocation.view_catalogueitem",
        "allocation.add_catalogueitem",
        "allocation.change_catalogueitem",
        "allocation.add_order",
        "allocation.change_order",
        "allocation.add_orderline",
        "allocation.change_orderline",
    ),
    "perfumer": (
        *LABORATORY,
        *SUPPLIERS,
        *FORMULAS,
        *SEE_SAFETY,
        *JOBS,
        *LOOK_AT_SURVEYS,
    ),
    "researcher": (*RUN_SURVEYS, *LOOK_AT_SURVEYS, *JOBS),
    "sample keeper": ("scents.view_survey", "scents.unblind_survey"),
    "safety assessor": (*SEE_SAFETY, *KEEP_SAFETY, *LOOK_AT_FORMULAS, *JOBS),
    "auditor": (EVERY_VIEW,),
    "administrator": (EVERYTHING,),
}

ADMINISTRATION = {
    "auth.user",
    "auth.group",
    "access.auditentry",
    "allocation.stockaudit",
    "messaging.outboxevent",
    "messaging.delivery",
    "messaging.parkedmessage",
    "messaging.webhookendpoint",
    "messaging.webhookmessage",
}
"""Pages that no other work than auditing and administration needs."""


def grants(role: str, permission: str) -> bool:
    """Whether this role has this permission ("app.codename")."""
    return any(_covers(rule, permission) for rule in ROLES[role])


def _covers(rule: str, permission: str) -> bool:
    if rule == EVERY_VIEW:
        return permission.partition(".")[2].startswith("view_")
    return rule in (EVERYTHING, permission)
