"""The pages of audiences: who gets which, what stands in them, and what never does."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from domain.scents.commands import DraftSurvey, UnblindSurvey
from domain.scents.surveys.survey import State
from messaging.bus import get_bus
from scents.audience import doors
from scents.models import SampleAssignment, SurveyResponse
from scents.queries.participants import participant
from tests.audience import BETRAYALS, at, close, filled, send, text, whole_body, whole_plan
from tests.surveys import invitations, open_survey, stock_suppliers, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def token() -> str:
    stock_suppliers()
    open_survey("SEA-1", whole_plan(adaptive=False))
    return invitations()[0]


@pytest.fixture
def visitor() -> Client:
    """A browser that would be refused, if anything asked it for a CSRF token."""
    return Client(enforce_csrf_checks=True)


def test_the_page_shows_all_codes_in_this_participants_order(visitor: Client, token: str):
    holder = participant("SEA-1", token)
    assert holder is not None
    page = visitor.get(at("page", token))
    assert page.status_code == 200
    for codes in holder.presentation().values():
        assert f'data-shown="{" ".join(codes)}"' in text(page)
        assert all(code in text(page) for code in codes)


@pytest.mark.parametrize("typed", [str.lower, lambda token: token.replace("-", "")])
def test_an_invitation_may_be_typed_in_any_way(visitor: Client, token: str, typed: Any):
    assert visitor.get(at("page", typed(token))).status_code == 200


def test_whatever_is_wrong_with_an_invitation_the_answer_is_the_same(visitor: Client, token: str):
    get_bus().handle(DraftSurvey("DRAFT", whole_plan(adaptive=False), "rosa"))
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    [unissued] = invitations(serials=[101])
    addresses = [
        at("page", forged),
        at("page", unissued),
        at("page", "x" * 200),
        at("page", "%00"),
        at("page", token).replace("SEA-1", "NONE"),
        at("page", token).replace("SEA-1", "DRAFT"),
        at("data", forged),
    ]
    answers = [visitor.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({text(answer) for answer in answers}) == 1
    assert visitor.post(at("page", forged), filled(token)).status_code == 404


def test_a_closed_survey_says_so_to_those_who_were_invited(visitor: Client, token: str):
    close()
    page = visitor.get(at("page", token))
    assert (page.status_code, "is closed" in text(page)) == (200, True)
    assert visitor.post(at("page", token), filled(token)).status_code == 200
    assert not SurveyResponse.objects.exists()
    assert visitor.get(at("page", "0" * 16)).status_code == 404


def test_who_has_answered_is_thanked_and_shown_the_rights(visitor: Client, token: str):
    send(whole_body(token))
    for _ in ("open", "closed"):
        page = text(visitor.get(at("page", token)))
        assert "Thank you" in page
        assert at("data", token) in page
        assert "<form" not in page
        if stored().state is State.OPEN:
            close()


def test_the_plain_form_says_the_same_as_the_script(visitor: Client, token: str):
    page = visitor.post(at("page", token), filled(token))
    assert "Thank you" in text(page)
    assert send(whole_body(token)).json()["status"] == "already-recorded"
    assert SurveyResponse.objects.count() == 1


@pytest.mark.parametrize("gone", ["consent", "group", "q1", "t1", "t3", "t4"])
def test_a_plain_form_with_a_gap_comes_back_as_it_was_filled(
    visitor: Client, token: str, gone: str
):
    given = {n: v for n, v in filled(token).items() if n.partition(".")[0] != gone}
    page = visitor.post(at("page", token), given)
    if gone == "consent":
        assert "Without consent nothing is recorded" in text(page)
    else:
        assert page.status_code == 422
        assert 'role="alert">' in text(page)
        assert text(page).count(" checked") == len(given) - 2
        assert text(page).count('value="salty,  wide open"') == 2
    assert not SurveyResponse.objects.exists()


def test_of_who_is_screened_out_only_that_is_stored(visitor: Client, token: str):
    page = visitor.post(at("page", token), {**filled(token), "q1": "yes"})
    assert "you take no part" in text(page)
    row = SurveyResponse.objects.get()
    assert (row.state, row.audience, row.screening, row.judgements) == ("out", "", {}, [])


def test_groups_that_are_full_cannot_be_chosen(visitor: Client, token: str):
    for one in invitations(serials=[8, 9]):
        assert send(whole_body(one)).json()["status"] == "accepted"
    page = text(visitor.get(at("page", token)))
    assert page.count(" disabled") == 1
    assert 'value="adults" disabled' in page
    assert "not recorded" in text(visitor.post(at("page", token), filled(token)))


def test_what_is_stored_can_be_seen_downloaded_and_erased(visitor: Client, token: str):
    send(whole_body(token))
    assert "salty, wide open" in text(visitor.get(at("data", token)))
    file = visitor.get(at("download", token))
    assert file["Content-Disposition"].startswith("attachment")
    assert file.json()["judgements"] == whole_body(token)["judgements"]

    visitor.post(at("data", token))
    assert SurveyResponse.objects.get().state == "kept"
    assert "is erased" in text(visitor.post(at("data", token), {"confirmed": "on"}))
    assert SurveyResponse.objects.get().state == "erased"
    assert "is erased" in text(visitor.get(at("page", token)))
    assert "No answer is stored" in text(visitor.get(at("data", token)))
    assert "No answer is stored" in text(visitor.post(at("data", token), {"confirmed": "on"}))
    assert visitor.get(at("download", token)).status_code == 404


def test_the_start_of_a_shared_device_tells_nothing_and_leads_on(visitor: Client, token: str):
    known, unknown = visitor.get(at("start")), visitor.get(at("start").replace("SEA-1", "NONE"))
    assert text(known).replace("SEA-1", "") == text(unknown).replace("NONE", "")
    led = visitor.post(at("start"), {"token": f" {token} "})
    assert led["Location"] == at("page", token)
    assert visitor.post(at("start"), {"token": "//evil.example/\r\nX: y"}).status_code == 200


def every_answer(visitor: Client, token: str) -> list[Any]:
    """Of all doors, in all states."""
    doors = ["page", "data", "download"]
    opened = [visitor.get(at(door, token)) for door in doors]
    others = [visitor.get(at("start")), visitor.get("/survey/sw.js"), send({})]
    posted = [visitor.post(at("page", token), {"consent": "yes"}), send(whole_body(token))]
    answered = [visitor.get(at(door, token)) for door in doors]
    close()
    closed = [visitor.get(at("page", one)) for one in (token, invitations()[1])]
    late = [send(whole_body(invitations()[1])), visitor.get(at("page", "0" * 16))]
    return [*opened, *others, *posted, *answered, *closed, *late]


@pytest.fixture
def answers(visitor: Client, token: str) -> list[Any]:
    return every_answer(visitor, token)


def test_no_answer_sets_a_cookie_or_may_be_kept_or_found(answers: list[Any]):
    for answer in answers:
        assert not answer.cookies
        assert "Set-Cookie" not in answer
        if answer["Content-Type"] == "text/javascript":
            continue
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


def test_nothing_that_is_answered_betrays_who_made_the_samples(answers: list[Any]):
    for answer in answers:
        told = text(answer) + str(answer.headers)
        assert [word for word in BETRAYALS if word in told] == []


def test_after_the_unblinding_the_page_tells_no_more(visitor: Client, token: str):
    close()
    get_bus().handle(UnblindSurvey("SEA-1", "decided", by="rosa"))
    page = text(visitor.get(at("page", token)))
    assert "is closed" in page
    assert [word for word in BETRAYALS if word in page] == []


def test_pages_run_their_own_scripts_only(answers: list[Any]):
    for answer in answers:
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        if answer["Content-Type"].startswith("text/html"):
            assert "script-src 'self'" in policy
            assert "onclick" not in text(answer)
            assert " style=" not in text(answer)
            assert text(answer).count("<script") == text(answer).count('<script type="module" src=')


def test_the_service_worker_may_serve_its_own_place_only(visitor: Client, token: str):
    served = visitor.get("/survey/sw.js")
    assert served["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in served
    assert served["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; connect-src 'self'"
    )


def test_an_invitation_that_is_asked_for_too_often_waits(
    visitor: Client, token: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(doors, "MOST_OF_INVITATION", 3)
    for _ in range(3):
        assert visitor.get(at("page", token)).status_code == 200
    page = visitor.get(at("page", token))
    assert page.status_code == 429
    assert 1 <= int(page["Retry-After"]) <= 60
    assert visitor.get(at("page", invitations()[1])).status_code == 200


def test_an_address_that_asks_too_often_waits(
    visitor: Client, token: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(doors, "MOST_OF_ADDRESS", 3)
    here, there = (f"2001:db8::{secrets.token_hex(2)}:{n}" for n in (1, 2))
    answers = [visitor.get(at("page", one), REMOTE_ADDR=here) for one in invitations()]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 7
    assert visitor.get(at("page", token), REMOTE_ADDR=there).status_code == 200


def test_no_invitation_is_written_to_the_log(
    visitor: Client, token: str, caplog: pytest.LogCaptureFixture
):
    refused = [
        visitor.get(at("page", token[:-1] + "U")),
        visitor.get(at("download", token)),
        visitor.post(at("page", token), {"consent": "yes"}),
        visitor.get("/nowhere"),
    ]
    assert [answer.status_code for answer in refused] == [404, 404, 422, 404]
    assert "/nowhere" in caplog.text
    assert token[:-1] not in caplog.text


def test_a_look_at_the_page_costs_two_queries_and_writes_nothing(visitor: Client, token: str):
    with CaptureQueriesContext(connection) as asked:
        visitor.get(at("page", token))
    assert len(asked) == 2
    assert all(one["sql"].startswith("SELECT") for one in asked.captured_queries)
    assert not SampleAssignment.objects.exists()
