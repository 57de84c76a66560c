"""Schemathesis over all that `/api/v1/` describes: no 500, and every answer as documented."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from config.wsgi import application
from domain.allocation import commands
from domain.scents.surveys.plan import Method
from messaging.api import throttling
from messaging.bus import MessageBus
from tests.customers import bearer, issue
from tests.surveys import plan, stock_suppliers, task
from tests.variants import contest, open_contest, seeded_bus

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    ignored_auth,
    unsupported_method,
]
PATH, POSITIVE = ParameterLocation.PATH, GenerationMode.POSITIVE
API = schemathesis.openapi.from_wsgi("/api/v1/schema", application)
BLIND = [method for method in Method if method is not Method.ACCEPTANCE]
OPERATIONS = [found.ok() for found in API.get_all_operations()]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_every_answer_is_as_documented(
    bus: MessageBus, settings: Any, monkeypatch: Any, full: bool, operation: Any
):
    settings.API_RATE_PER_SECOND = 100_000
    # Each call is tried with wrong keys as well: more of them than an address may send.
    monkeypatch.setattr(throttling, "MOST_WRONG_KEYS", 1_000_000)
    for sku in ("0", "A", "FOREST"):
        bus.handle(commands.CreateBatch(f"b-{sku}", sku, 100, None))
    key = issue(bus)
    lines = {"FOREST": 200, "A": 1}
    bus.handle(commands.PlaceOrder("anna-films", "0", lines, allow_partial=True))
    stock_suppliers()
    open_contest(seeded_bus(), "0", plan(contest(), *map(task, ["SEA-BREEZE"] * 5, BLIND)))

    @given(case=operation.as_strategy())
    @hypothesis_settings(
        max_examples=1_000 if full else 50,
        derandomize=not full,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def call(case: Any) -> None:
        if "{code}" in case.path and case.meta.components[PATH].mode is POSITIVE:
            case.path_parameters["code"] = "0"  # else hardly one would meet a survey
        case.call_and_validate(checks=CHECKS, headers=bearer(key))

    call()
