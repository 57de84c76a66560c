"""How the back office looks, and its pages grouped by the work that people do."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy


def sidebar(title: str, *pages: tuple[str, ...]) -> dict[str, Any]:
    """A group of the back office; each page (title, icon, model, and which of its pages, where that
    is not the list) for those who may see it."""
    return {"title": title, "items": [sidebar_page(*page) for page in pages]}


def sidebar_page(title: str, icon: str, model: str, page: str = "changelist") -> dict[str, Any]:
    app, name = model.split(".")
    rights = [f"{app}.view_{name}", f"{app}.change_{name}"]
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_{page}"),
        "permission": lambda request: any(map(request.user.has_perm, rights)),
    }


UNFOLD = {
    "SITE_TITLE": "The Scents Company",
    "SITE_HEADER": "The Scents Company",
    "SITE_SYMBOL": "air",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _: static("favicon.svg")}
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "config.dashboard.dashboard",
    "STYLES": [lambda _: static("admin-scents.css")],
    "SCRIPTS": [lambda _: static("admin-scents.js")],
    "ACCOUNT": {
        "navigation": [{"title": "Second factor", "link": reverse_lazy("mfa_index")}],
    },
    "SIDEBAR": {
        "navigation": [
            sidebar(
                "Receive",
                ("Due in", "local_shipping", "allocation.duebatch"),
                ("Batches", "inventory_2", "allocation.batch"),
            ),
            sidebar(
                "Allocate",
                ("Orders", "shopping_cart", "allocation.order"),
                ("Order lines", "receipt_long", "allocation.orderline"),
                ("Allocations", "conveyor_belt", "allocation.allocationview"),
            ),
            sidebar(
                "Ship",
                ("To ship", "package_2", "allocation.ordertoship"),
                ("Shipments", "delivery_truck_speed", "allocation.shipment"),
            ),
            sidebar(
                "Purchase",
                ("Reorder points", "shopping_cart", "allocation.reorderpoint"),
                ("Products", "category", "allocation.product"),
                ("Catalogue", "sell", "allocation.catalogueitem"),
                ("Ledger", "menu_book", "allocation.stockmovement"),
                ("Stock audits", "fact_check", "allocation.stockaudit"),
            ),
            sidebar(
                "Laboratory",
                ("Formulas", "experiment", "scents.formula"),
                ("Optimisations", "trending_down", "scents.optimisation"),
                ("Materials", "science", "scents.material"),
                ("Suppliers", "factory", "scents.supplier"),
                ("Offers", "request_quote", "scents.offer"),
                ("Imports", "upload_file", "scents.laboratoryimport"),
            ),
            sidebar(
                "Surveys",
                ("Surveys", "how_to_vote", "scents.survey"),
                ("Results", "bar_chart", "scents.surveyresult"),
                ("Scents", "spa", "scents.scentsource"),
                ("Decisions", "balance", "scents.sourcingdecision"),
                ("Decision policies", "rule", "scents.decisionpolicy"),
                ("Simulation", "casino", "scents.decisionpolicy", "simulate"),
            ),
            sidebar(
                "Safety",
                ("Limits", "gavel", "scents.standard"),
                ("Clearances", "verified", "scents.clearance"),
                ("Delivery formats", "air", "scents.deliveryformat"),
                ("Allergens", "label", "scents.allergenrule"),
            ),
            sidebar(
                "Customers",
                ("Customers", "storefront", "allocation.customer"),
                ("Members", "badge", "allocation.member"),
                ("Addresses", "home_pin", "allocation.address"),
                ("API keys", "key", "allocation.apikey"),
            ),
            sidebar(
                "Messages",
                ("Event log", "history", "messaging.outboxevent"),
                ("Deliveries", "outbox", "messaging.delivery"),
                ("Parked", "local_parking", "messaging.parkedmessage"),
                ("Jobs", "hourglass_top", "messaging.bulkjob"),
                ("Webhooks", "webhook", "messaging.webhookendpoint"),
                ("Webhook log", "send", "messaging.webhookmessage"),
            ),
            sidebar(
                "People",
                ("Users", "person", "auth.user"),
                ("Groups", "group", "auth.group"),
                ("Audit trail", "policy", "access.auditentry"),
            ),
        ],
    },
}
