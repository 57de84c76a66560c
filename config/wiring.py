"""What handlers ask for by parameter name, and get."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.module_loading import import_string

from allocation import queries
from allocation.letters import MailedLetters
from allocation.repository import StoredApprovedFormulas, StoredDecidedSources
from domain.kernel import Command
from domain.scents.material import Material
from messaging.bulk_jobs import StoredBulkJobs
from messaging.bus import get_bus
from messaging.notifications import EmailNotifications
from messaging.parked import StoredParkedMessages
from messaging.redis_publisher import append_to_stream, publish
from messaging.wake import wake_webhooks
from messaging.webhooks.endpoints import StoredWebhookEndpoints
from messaging.webhooks.guard import check_target
from messaging.webhooks.queue import StoredWebhooks
from messaging.webhooks.signing import new_secret
from scents import queries as laboratory_queries
from scents.chance import SystemChance
from scents.repository import StoredDeliveries
from scents.tasks import wake_solver


def dependencies(clock: Callable[[], datetime]) -> dict[str, Any]:
    """By the names of the parameters."""
    webhooks = StoredWebhooks(wake=wake_webhooks, clock=clock)
    return {
        "clock": clock,
        "notifications": EmailNotifications(
            sender=settings.ALLOCATIONS_EMAIL, subject="allocation service notification"
        ),
        "publish": publish,
        "stock_email": settings.STOCK_EMAIL,
        "purchasing_email": settings.PURCHASING_EMAIL,
        "research_email": settings.RESEARCH_EMAIL,
        "page_of_scent": page_of_scent,
        "send_command": send_command,
        "purchasing_report": queries.purchasing_report,
        "compare_books": queries.book_differences,
        "approved_formulas": StoredApprovedFormulas(),
        "decided_sources": StoredDecidedSources(),
        "parked": StoredParkedMessages(),
        "bulk_jobs": StoredBulkJobs(clock=clock),
        "receive_again": append_to_stream,
        "letters": MailedLetters(sender=settings.ALLOCATIONS_EMAIL, clock=clock),
        "webhooks": webhooks,
        "webhook_messages": webhooks,
        "webhook_endpoints": StoredWebhookEndpoints(clock=clock),
        "check_webhook_target": check_target,
        "new_webhook_secret": new_secret,
        "look_up": look_up,
        "materials_of": laboratory_queries.library_of,
        "retired_materials": laboratory_queries.retired_materials,
        "recipes_of": laboratory_queries.recipes_of,
        "safety_of": laboratory_queries.safety_of,
        "wake_solver": wake_solver,
        "chance": SystemChance(),
        "deliveries": StoredDeliveries(),
        "unit_costs": laboratory_queries.unit_costs,
        "approved_versions": laboratory_queries.approved_versions,
    }


def page_of_scent(code: str) -> str:
    """Its address in the back office; where the site is reached is left out where nobody said."""
    path = reverse("admin:scents_scentsource_change", args=[quote(code)])
    return f"{settings.SITE_URL}{path}"


def send_command(command: Command) -> Any:
    """By the bus of this process, in the name of what reacts to an event."""
    return get_bus().handle(command, actor="company")


def look_up(cas: str) -> Material:
    """What the chemical libraries hold of it; they take a second to load, so only where needed."""
    found: Material = import_string("scents.lookups.look_up")(cas)
    return found
