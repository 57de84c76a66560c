"""Mixtures worked out over `POST /api/v1/formulas/evaluate` and by `manage.py evaluate_formula`."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings

from domain.scents import commands
from domain.scents.measured import Measured
from domain.scents.recipes.recipe import Blend, Part, Use
from domain.scents.supply.offer import Grade, Offer, PriceStep, Sold
from messaging.bus import MessageBus
from tests.customers import Api, issue
from tests.evaluations import question
from tests.mixtures import questions, require_finite_answer
from tests.probe import pointers, problem_of

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "formulas/evaluate"


def post(api: Api, data: Any) -> Any:
    return api.send("POST", PATH, json.dumps(data))


def evaluate(path: Path, capsys: Any) -> Any:
    call_command("evaluate_formula", str(path))
    return json.loads(capsys.readouterr().out)


def test_the_api_and_the_command_answer_alike(api: Api, tmp_path: Path, capsys: Any):
    response = post(api, question())
    assert response.status_code == 200
    assert response.json()["leading"] == ["LIMONENE", "ETHANOL"]
    (tmp_path / "mix.json").write_text(json.dumps(question()))
    assert evaluate(tmp_path / "mix.json", capsys) == response.json()


def test_a_bad_value_is_a_422_with_its_pointer(api: Api):
    response = post(api, question(temperature={"value": 25, "unit": "degC/m"}))
    assert response.status_code == 422
    assert pointers(response) == ["#/temperature/unit"]


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=questions())
def test_any_mixture_is_a_refusal_or_a_finite_answer(api: Api, told: dict[str, Any]):
    response = post(api, told)
    if response.status_code == 200:
        require_finite_answer(response.json())
    else:
        assert response.status_code in {400, 409, 422}, response.content
        assert problem_of(response)["detail"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400"])
def test_what_is_no_number_is_no_json(api: Api, number: str):
    body = json.dumps(question()).replace("0.13624", number)
    assert api.send("POST", PATH, body).status_code == 400


def test_the_recipes_of_the_house_are_not_there_for_customers(api: Api, library: None):
    accord = {"parts": [{"formula": "SEA", "version": 1, "share": 1}]}
    for asked in ({"formula": "SEA", "version": 1}, {"recipe": accord}):
        response = post(api, asked)
        assert response.status_code == 404
        assert "SEA" not in problem_of(response)["detail"]


@pytest.fixture
def library(bus: MessageBus) -> None:
    """Water and what it costs, two grades of one alcohol, and a formula of the house."""
    bus.handle(commands.AddMaterial("WATER", "Water", cas="7732-18-5"))
    mass = Measured(18.015, "g/mol", "CIAAW 2021")
    bus.handle(commands.RecordProperty("WATER", "molar_mass", mass))
    for code in ("ETHANOL-96", "ETHANOL-ABS"):
        bus.handle(commands.AddMaterial(code, "Alcohol", cas="64-17-5"))
    bus.handle(commands.RegisterSupplier("WELL", "The Well", Grade.STANDARD))
    steps = (PriceStep(0, Decimal(2)),)
    offer = Offer("WELL", Sold.MATERIAL, "WATER", "EUR", steps, date(2026, 1, 1))
    bus.handle(commands.MakeOffer(offer))
    recipe = Blend((Part(Use("WATER"), Decimal(1)),))
    bus.handle(commands.DraftFormula("SEA", "Sea", recipe, "", "ann"))


def test_materials_of_the_library_are_known_by_code_and_by_cas_number(api: Api, library: None):
    for name in ("WATER", "7732-18-5"):
        response = post(api, {"recipe": {"parts": [{"material": name, "share": 1}]}})
        [water] = response.json()["composition"]["substances"]
        assert water == {"substance": "WATER", "mass_fraction": 1.0, "mole_fraction": 1.0}
    response = post(api, {"recipe": {"parts": [{"material": "64-17-5", "share": 1}]}})
    assert (response.status_code, problem_of(response)["detail"]) == (
        409,
        "64-17-5 is ETHANOL-96, ETHANOL-ABS; name one of them",
    )


def test_customers_are_not_told_what_the_house_pays(api: Api, library: None):
    response = post(api, {"recipe": {"parts": [{"material": "WATER", "share": 1}]}})
    assert response.json()["cost"] is None


def test_the_command_knows_formulas_of_the_house_and_what_they_cost(
    library: None, tmp_path: Path, capsys: Any
):
    file = tmp_path / "sea.yaml"
    file.write_text("formula: SEA\nversion: 1\nbatch: {value: 3, unit: kg}\non: 2026-11-20\n")
    found = evaluate(file, capsys)
    assert found["composition"]["materials"] == [{"material": "WATER", "mass_fraction": 1.0}]
    assert {one["supplier"]: one["cost"] for one in found["cost"]} == {None: "6.00", "WELL": "6.00"}


def test_limits_and_categories_of_the_house_are_kept(api: Api, library: None, bus: MessageBus):
    bus.handle(commands.DecideCategory("mist", "Mist", "51", "10B", "tox", "sprayed into a room"))
    told: dict[str, Any] = {"recipe": {"parts": [{"material": "WATER", "share": 1}]}}
    told["safety"] = {"amendment": "51", "delivery_format": "mist", "dose": 1}
    assert post(api, told).json()["safety"]["passes"] is False
    bus.handle(commands.RecordClearance("51", "7732-18-5", "Water", "nobody limits it", "tox"))
    found = post(api, told).json()["safety"]
    assert (found["category"], found["passes"], found["largest_dose"]) == ("10B", True, 1)
    told["safety"]["delivery_format"] = "fog"
    assert pointers(post(api, told)) == ["#/safety/delivery_format"]


def test_a_key_without_the_scope_is_refused(bus: MessageBus):
    api = Api(issue(bus, scopes=("products:read",)))
    response = post(api, question())
    assert (response.status_code, problem_of(response)["type"]) == (
        403,
        "urn:scents:problem:missing-scope",
    )


def test_a_file_that_cannot_be_worked_out_ends_with_2_and_the_reason(tmp_path: Path):
    file = tmp_path / "mix.yaml"
    for text, reason in (
        ("recipe: {parts: []}", "#/recipe/parts: must be a list of at least one part"),
        ("recipe: [", "line 1:"),
        ("formula: SEA\nversion: 1", "there is no formula SEA, version 1"),
    ):
        file.write_text(text)
        with pytest.raises(CommandError, match=reason) as refusal:
            call_command("evaluate_formula", str(file))
        assert refusal.value.returncode == 2
