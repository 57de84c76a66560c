"""Surveys in the back office: opened, handed out, closed, unblinded."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from domain.scents.commands import RecordResponses
from messaging.bus import MessageBus, get_bus
from scents.models import Survey, SurveyResponse
from scents.queries.participants import stored_answer
from tests import formula_desk
from tests.back_office import at, errors_of, said
from tests.survey_desk import body, draft, logged_in, open_it, press, shown, typed
from tests.surveys import choice, code_of, invitations, open_survey

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_passwords", "suppliers_of_scents"),
]


def answer(serial: int = 1) -> str:
    """Somebody answers; his invitation."""
    [token] = invitations(serials=[serial])
    codes = [code_of("CHEAP"), code_of("EXPENSIVE")]
    get_bus().handle(RecordResponses("SEA-1", (choice(token, codes[0], codes),)))
    return token


def test_it_opens_after_a_second_look(rosa: Client):
    draft(rosa)
    asked = rosa.get(at("do", Survey, "SEA-1", "open")).content.decode()
    assert "SEA-BREEZE | choice | EXPENSIVE; CHEAP" in asked
    assert "After this nothing of the plan can be changed" in asked
    assert "required" in errors_of(press(rosa, "open", seen="1"))
    assert Survey.objects.get().state == "draft"
    open_it(rosa)
    row = Survey.objects.get()
    assert (row.state, row.policy) == ("open", "PLAIN@1")


def test_a_plan_that_was_changed_while_somebody_looked_at_it_is_looked_at_again(rosa: Client):
    draft(rosa)
    form = rosa.get(at("do", Survey, "SEA-1", "open")).context["adminform"].form
    press(rosa, "revise", **typed(survey_title="Another"))
    page = press(rosa, "open", looked="on", seen=form["seen"].value())
    assert "The plan was changed meanwhile" in errors_of(page)
    again = page.context["adminform"].form
    assert not again["looked"].value()
    assert Survey.objects.get().state == "draft"
    press(rosa, "open", looked="on", seen=again["seen"].value())
    assert Survey.objects.get().state == "open"


@pytest.mark.parametrize(
    ("tasks", "told"),
    [
        ("OCEAN | choice | EXPENSIVE; CHEAP", "a supplier offers no OCEAN today"),
        ("SEA-BREEZE | rating | b1@1", "not approved, so nobody may be asked to smell it: b1@1"),
    ],
)
def test_why_it_does_not_open_is_told(
    rosa: Client, bus: MessageBus, limonene: str, tasks: str, told: str
):
    bus.handle(formula_desk.draft("b1", **{limonene: 1}))
    draft(rosa, tasks=tasks)
    assert told in errors_of(open_it(rosa))
    assert Survey.objects.get().state == "draft"


def test_invitations_are_issued_and_counted(rosa: Client):
    open_survey(invited=10)
    page = press(rosa, "invite", count="5")
    assert "The invitations 11 to 15 are issued." in said(page)
    for count in ("0", "1000001", "x"):
        assert errors_of(press(rosa, "invite", count=count))
    assert Survey.objects.get().invited == 15


def test_it_is_closed_with_a_reason(rosa: Client):
    open_survey()
    assert "required" in errors_of(press(rosa, "close"))
    page = press(rosa, "close", reason="the foyer is shut")
    assert Survey.objects.get().state == "closed"
    assert "the foyer is shut" in page.content.decode()


def test_a_form_that_comes_too_late_is_told_so(rosa: Client):
    open_survey()
    for name in ("revise", "open"):
        page = press(rosa, name, looked="on")
        assert any("not done, for SEA-1 is open" in text for text in said(page))
    press(rosa, "close", reason="enough")
    page = press(rosa, "invite", count="1")
    assert "Issue invitations: not done, for SEA-1 is closed." in said(page)


def test_unblinding_is_written_down_for_all_to_see(rosa: Client, keeper: Client):
    open_survey()
    key = at("key", Survey, "SEA-1")
    assert keeper.get(key).status_code == 403
    form = keeper.get(at("do", Survey, "SEA-1", "unblind")).content.decode()
    assert "Answers still come in" in form
    assert "required" in errors_of(press(keeper, "unblind"))
    press(keeper, "unblind", reason="labels")
    [told] = Survey.objects.get().unblindings
    assert (told["by"], told["reason"], told["open"]) == ("sample-keeper", "labels", True)
    for text in ("sample-keeper", "labels", "Before the last answer"):
        assert text in shown(rosa)

    table = keeper.get(key).context["tables"][0]
    assert [row[0] for row in table.rows] == sorted(row[0] for row in table.rows)
    assert {(row[0], row[3], row[5]) for row in table.rows} == {
        (code_of("CHEAP"), "CHEAP", "15.00 USD"),
        (code_of("EXPENSIVE"), "EXPENSIVE", "25.00 USD"),
    }
    labels = keeper.get(at("labels", Survey, "SEA-1"), {"copies": "3"}).content.decode()
    assert labels.count(f"<strong>{code_of('CHEAP')}</strong>") == 3
    assert "of CHEAP" in labels
    assert keeper.get(at("labels", Survey, "SEA-1"), {"copies": "999"}).status_code == 200


def test_what_one_person_was_told_another_is_not(rosa: Client, keeper: Client):
    open_survey()
    press(keeper, "unblind", reason="labels")
    other = logged_in("administrator")
    for client in (rosa, other):
        for page in ("key", "labels"):
            assert client.get(at(page, Survey, "SEA-1")).status_code == 403
        assert at("key", Survey, "SEA-1") not in shown(client)
    told = User.objects.get(username="sample-keeper")
    told.groups.set(Group.objects.filter(name="auditor"))
    keeper.force_login(told)
    assert keeper.get(at("change", Survey, "SEA-1")).status_code == 200
    assert keeper.get(at("key", Survey, "SEA-1")).status_code == 403


def test_once_it_is_closed_and_unblinded_all_who_see_it_see_the_key(rosa: Client, keeper: Client):
    open_survey()
    press(rosa, "close", reason="enough")
    assert rosa.get(at("key", Survey, "SEA-1")).status_code == 403
    page = keeper.get(at("do", Survey, "SEA-1", "unblind")).content.decode()
    assert "all who see this survey see who made the samples" in page
    press(keeper, "unblind", reason="the results")
    assert Survey.objects.get().state == "unblinded"
    for role in ("researcher", "perfumer", "auditor"):
        assert "CHEAP" in logged_in(role).get(at("key", Survey, "SEA-1")).content.decode()


def test_an_answer_is_shown_to_whom_it_belongs_and_erased(rosa: Client):
    open_survey()
    token = answer()
    address = at("stored", Survey, "SEA-1")
    found = rosa.post(address, {"invitation": token.lower().replace("-", " ")})
    assert "attachment" in found["Content-Disposition"]
    told = json.loads(found.content)
    assert told == stored_answer("SEA-1", token)
    assert told["judgements"][0]["chosen"] == code_of("CHEAP")
    for wrong in (invitations()[1], "AAAA-AAAA-AAAA-AAAA"):
        page = rosa.post(address, {"invitation": wrong}).content.decode()
        assert "No answer is stored under this invitation." in page
        refused = press(rosa, "erase", invitation=wrong, sure="on")
        assert "nothing is recorded under this invitation" in errors_of(refused)

    assert "required" in errors_of(press(rosa, "erase", invitation=token))
    press(rosa, "erase", invitation=token, sure="on")
    assert SurveyResponse.objects.get().state == "erased"
    assert stored_answer("SEA-1", token) is None
    assert token not in shown(rosa)


def test_nothing_is_stored_of_what_is_no_survey():
    open_survey()
    [token] = invitations(serials=[1])
    assert stored_answer("NONE", token) is None
    assert stored_answer("SEA-1", token) is None


def test_the_list_is_filtered_searched_and_exported(rosa: Client):
    draft(rosa, code="J-1", tasks="JUNGLE | choice | EXPENSIVE; CHEAP", survey_title="Jungle")
    open_survey()
    answer()

    def found(**filters: str) -> list[str]:
        rows = rosa.get(at("changelist", Survey), filters).context["cl"].result_list
        return [row.code for row in rows]

    assert found(state="draft") == found(scent="JUNGLE") == found(q="jungle") == ["J-1"]
    assert found(state="open") == found(state="answered") == found(scent="SEA-BREEZE") == ["SEA-1"]
    sent = {"action": "export_as_csv", "_selected_action": ["J-1", "SEA-1"], "index": "0"}
    rows = body(rosa.post(at("changelist", Survey), sent)).splitlines()
    assert rows[0].startswith("code,title,scents,state,answers,invited")
    assert [row.split(",")[:6] for row in sorted(rows[1:])] == [
        ["J-1", "Jungle", "JUNGLE", "draft", "0", "0"],
        ["SEA-1", "Sea breeze", "SEA-BREEZE", "open", "1", "100"],
    ]


def test_the_page_asks_no_more_questions_for_more_answers(rosa: Client):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(rosa)
        return len(asked)

    open_survey()
    answer()
    questions()  # the first look fills caches
    few = questions()
    for serial in range(2, 12):
        answer(serial)
    assert questions() == few
    page = shown(rosa)
    assert "11 of 100 invited" in page
    assert "responses recorded" not in page
