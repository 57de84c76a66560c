"""While a survey is open nobody learns from the back office who made a sample."""

from __future__ import annotations

import tracemalloc

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from access.models import AuditEntry
from domain.scents.surveys.invitation import serial_of
from messaging.bus import MessageBus, get_bus
from scents.admin.survey_pages import qr_code
from scents.admin.surveys import SurveyAdmin
from scents.models import Survey
from tests.back_office import at, errors_of
from tests.blindness import (
    SECRETS,
    SUGGESTED,
    TASKS,
    codes_in_order,
    handed_out,
    logs,
    permute,
    steady_pages,
    stock,
)
from tests.survey_desk import body, draft, logged_in, open_it, press
from tests.surveys import invitations, stored

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_passwords", "opened"),
]

CURIOUS = ["researcher", "sample keeper", "perfumer", "auditor", "administrator"]


@pytest.fixture
def opened(bus: MessageBus, settings) -> None:
    """Drafted, revised and opened through the forms, as a researcher does it."""
    settings.MESSAGE_BUS = "tests.formula_desk.lenient"
    get_bus.cache_clear()
    stock(get_bus())
    rosa = logged_in("researcher")
    assert "Which?" in draft(rosa, tasks=TASKS, groups="").content.decode()
    form = rosa.get(at("do", Survey, "SEA-1", "revise")).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields if name != "close_early"}
    press(rosa, "revise", **{**sent, "survey_title": "Sea and jungle"})
    open_it(rosa)
    press(rosa, "invite", count="3")
    assert Survey.objects.get().state == "open"


@pytest.mark.parametrize("role", CURIOUS)
def test_no_page_file_or_log_bears_a_name_a_price_or_the_seal(role: str):
    client = logged_in(role)
    seal = Survey.objects.get().seal
    seen = {**steady_pages(client), **logs(client), **handed_out(client)}
    for secret in [*SECRETS, seal["secret"], str(seal["seed"])]:
        found = [address for address, text in seen.items() if secret in text]
        assert found == [], secret
    assert sum("Sea and jungle" in text for text in seen.values()) >= 4


def test_a_form_that_was_asked_for_just_before_it_opened_shows_no_more(
    monkeypatch: pytest.MonkeyPatch,
):
    """The survey opens between the look at its state and the form."""
    monkeypatch.setattr(SurveyAdmin, "page_links", lambda page, _: list(page.page_forms))
    client = logged_in("researcher")
    pages = [client.get(at("do", Survey, "SEA-1", name)) for name in ("revise", "open")]
    pages.append(press(client, "open", looked="on", seen="4"))
    assert "SEA-1 is open: only drafts are changed" in errors_of(pages[-1])
    for page in pages:
        text = SUGGESTED.sub("", page.content.decode())
        assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("role", CURIOUS)
def test_every_page_is_the_same_whoever_made_the_samples(role: str):
    client = logged_in(role)
    before = steady_pages(client)
    for seed in range(3):
        permute(seed)
        after = steady_pages(client)
        assert [name for name in before if before[name] != after[name]] == []


def test_a_page_that_would_show_makers_in_their_order_is_found_out():
    """The test before this one can fail: that of a draft differs."""
    Survey.objects.update(state="draft")
    client = logged_in("researcher")
    address = at("change", Survey, "SEA-1")
    before = client.get(address).content
    permute(1)
    assert client.get(address).content != before


def test_codes_stand_by_number():
    for role in CURIOUS:
        page = steady_pages(logged_in(role))[at("change", Survey, "SEA-1")]
        for number, count in enumerate([2, 5, 5, 4, 2], 1):
            codes = codes_in_order(page, number)
            assert len(codes) == count
            assert codes == sorted(codes)


def test_what_was_typed_into_forms_is_written_down_nowhere():
    told = [entry.text for entry in AuditEntry.objects.all()]
    told += [entry.change_message for entry in LogEntry.objects.all()]
    assert len(told) >= 8
    assert [text for text in told if any(secret in text for secret in SECRETS)] == []


@pytest.mark.parametrize(
    "asked",
    [
        "plan__icontains",
        "plan__tasks__0__candidates__0__supplier",
        "seal__samples__0__0__candidate__supplier",
        "seal__secret__startswith",
        "seal__isnull",
        "responses__judgements__icontains",
        "tallies__sample",
        "assignments__propensity__gt",
        "_to_field",
    ],
)
def test_no_question_in_an_address_is_answered_by_plan_or_seal(asked: str):
    client = logged_in("administrator")
    assert client.get(at("changelist", Survey), {asked: "QU-ELK"}).status_code == 400


def test_a_search_finds_nobody_by_who_makes_the_samples():
    for secret in ("QU-ELK", "ZFORM", "71.11"):
        found = logged_in("administrator").get(at("changelist", Survey), {"q": secret})
        assert not found.context["cl"].result_list


def test_a_copy_of_an_open_survey_leaves_the_candidates_out_and_a_told_person_s_does_not():
    def copied() -> str:
        client = Client()
        client.force_login(boss)
        return client.get(at("add", Survey), {"copy": "SEA-1"}).context["adminform"].form[
            "tasks"
        ].value()  # fmt: skip

    boss = User.objects.create_superuser("boss")
    assert copied().splitlines()[0] == "SEA-BREEZE | choice | … | Which?"
    client = Client()
    client.force_login(boss)
    press(client, "unblind", reason="labels")
    assert copied() == TASKS
    assert "QU-ELK" in client.get(at("key", Survey, "SEA-1")).content.decode()
    for page in (at("change", Survey, "SEA-1"), at("changelist", Survey)):
        assert "QU-" not in client.get(page).content.decode()


def test_links_are_those_of_genuine_invitations():
    address = at("invitations", Survey, "SEA-1")
    client = logged_in("researcher")
    rows = body(client.get(address, {"first": 2, "last": 3, "csv": "1"})).splitlines()
    assert rows[0] == "number,token,link"
    tokens = invitations(serials=[2, 3])
    link = "http://testserver/survey/SEA-1/"
    assert rows[1:] == [f"{n},{one},{link}{one}" for n, one in zip((2, 3), tokens, strict=True)]
    secret = stored().sealed.secret
    assert [serial_of(secret, row.split(",")[1]) for row in rows[1:]] == [2, 3]
    assert AuditEntry.objects.filter(text="Handed out the invitations 2 to 3.").count() == 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"first": "3", "last": "2"}, "It comes before the first."),
        ({"first": "0", "last": "2"}, "greater than or equal to 1"),
        ({"first": "1", "last": "4"}, "less than or equal to 3"),
        ({"first": "1"}, "required"),
        ({"first": "1.5", "last": "2"}, "whole number"),
    ],
)
def test_a_range_that_cannot_be_is_told(asked: dict[str, str], told: str):
    address = at("invitations", Survey, "SEA-1")
    page = logged_in("researcher").get(address, {**asked, "csv": "1"}).content.decode()
    assert told in page


def test_cards_bear_the_link_its_code_and_no_more_than_a_few_hundred_are_drawn():
    client, address = logged_in("researcher"), at("invitations", Survey, "SEA-1")
    page = client.get(address, {"first": 1, "last": 3, "cards": "1"}).content.decode()
    for token in invitations(serials=[1, 2, 3]):
        link = f"http://testserver/survey/SEA-1/{token}"
        assert link in page
        assert qr_code(link) in page
    Survey.objects.update(invited=401)
    many = client.get(address, {"first": 1, "last": 401, "cards": "1"}).content.decode()
    assert "At most 400 cards at once." in many
    most = client.get(address, {"first": 2, "last": 401, "cards": "1"}).content.decode()
    assert most.count("<svg") == 400


def test_a_million_links_need_no_memory_and_no_more_questions_than_three():
    Survey.objects.update(invited=1_000_000)
    client, address = logged_in("researcher"), at("invitations", Survey, "SEA-1")

    def exported(last: int) -> tuple[int, int]:
        """How many questions were asked, and the most memory while it was sent."""
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address, {"first": 1, "last": last, "csv": "1"})
            tracemalloc.start()
            lines = sum(1 for _ in response.streaming_content)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert lines == last + 1
        return len(asked), most

    exported(10)
    few, little = exported(10)
    many, much = exported(20_000)
    assert many == few
    assert much < little + 200_000
    assert client.get(address, {"first": 1, "last": 1_000_000, "csv": "1"}).streaming
