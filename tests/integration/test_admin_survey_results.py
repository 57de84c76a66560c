"""The page of results: who sees it, what it shows, and what it must not betray."""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from domain.scents.commands import CloseSurvey, DraftSurvey, UnblindSurvey
from domain.scents.surveys.plan import Method
from messaging.bus import get_bus
from messaging.tables.workbook import read_workbook
from scents.admin.surveys import workbook
from scents.models import SurveyResponse, SurveyResult, SurveyTally
from tests.back_office import at, page_of
from tests.doors import person
from tests.survey_answers import GROUPS, PRICES, WORDS, answer, every_method, open_every_method
from tests.surveys import open_survey, plan, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

TRAITORS = ["CHEAP", "EXPENSIVE", "Premium Oils", "Lower Grade", "OCEAN-", *PRICES]
FILES = ["counts", "workbook", "answers"]


@pytest.fixture(autouse=True)
def survey() -> None:
    open_every_method()


@pytest.fixture
def eve(client: Client) -> Client:
    client.force_login(person("eve", "researcher"))
    return client


def body(client: Client, address: str) -> bytes:
    found = client.get(address)
    assert found.status_code == 200
    return b"".join(found.streaming_content) if found.streaming else found.content


def file_at(name: str, *parts: object) -> str:
    return reverse(f"admin:scents_surveyresult_{name}", args=["SEA-1", *parts])


def rows_of(content: bytes) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(content.decode()))]


def everything(client: Client) -> str:
    """All that a door says of the survey."""
    said = [page_of(client, SurveyResult, "SEA-1"), client.get(at("changelist", SurveyResult))]
    said += [client.get(at("change", SurveyResult, "SEA-1"), {"group": "men"})]
    texts = [one if isinstance(one, str) else one.content.decode() for one in said]
    texts += [body(client, file_at(name)).decode() for name in ("counts", "answers")]
    book = read_workbook(body(client, file_at("workbook")))
    texts += [str(cells) for lines in book.values() for _, cells in lines]
    for address in set(re.findall(r'href="([^"]+/pictures/[^"]+)"', texts[0])):
        texts.append(body(client, address).decode())
    action = {"action": "export_as_csv", "_selected_action": ["SEA-1"], "index": "0"}
    exported = client.post(at("changelist", SurveyResult), action)
    texts.append(b"".join(exported.streaming_content).decode())
    return "\n".join(texts)


@pytest.mark.parametrize("state", ["open", "open and known to one", "closed"])
def test_nothing_betrays_who_made_the_samples(eve: Client, state: str) -> None:
    answer(30)
    if state == "open and known to one":
        get_bus().handle(UnblindSurvey("SEA-1", "a spill", "rosa"))
    if state == "closed":
        get_bus().handle(CloseSurvey("SEA-1", "enough", "rosa"))
    told = everything(eve)
    assert len(re.findall(r"<svg xmlns", told)) > 20
    seal = stored().sealed
    for traitor in [*TRAITORS, seal.secret.hex(), str(seal.seed)]:
        assert traitor not in told, traitor


def test_names_stand_beside_the_codes_once_it_is_unblinded(eve: Client) -> None:
    answer(30)
    get_bus().handle(CloseSurvey("SEA-1", "enough", "rosa"))
    get_bus().handle(UnblindSurvey("SEA-1", "to decide", "rosa"))
    for traitor in ["CHEAP", "EXPENSIVE", "OCEAN-DREAM@1 of CHEAP"]:
        assert traitor in page_of(eve, SurveyResult, "SEA-1")
        assert traitor in body(eve, file_at("counts")).decode()
        assert traitor in body(eve, file_at("answers")).decode()
    told = everything(eve)
    assert not [price for price in PRICES if price in told]
    assert stored().sealed.secret.hex() not in told


@pytest.mark.parametrize("seed", range(4))
def test_codes_stand_by_number(eve: Client, seed: int) -> None:
    """Of each survey, whichever codes were drawn."""
    open_code = f"SEA-{seed + 2}"
    open_survey(open_code, every_method(), invited=30)
    answer(20, survey=open_code, seed=seed)
    page = page_of(eve, SurveyResult, open_code)
    for number, name in [(1, "choices"), (2, "won"), (4, "ratings"), (6, "accepted")]:
        table = page.partition(f'id="task-{number}-{name}-table"')[2].partition("</table>")[0]
        codes = re.findall(r"<tr><td>(\d{3})</td>", table)
        assert len(codes) >= 2
        assert codes == sorted(codes)


def test_only_those_see_it_who_may(client: Client) -> None:
    client.force_login(person("sam", "warehouse"))
    addresses = [at("change", SurveyResult, "SEA-1"), at("changelist", SurveyResult)]
    addresses += [*map(file_at, FILES), file_at("picture", 1, "choices")]
    assert [client.get(one).status_code for one in addresses] == [403] * 6
    client.force_login(User.objects.create_user("nobody"))
    assert {client.get(one).status_code for one in addresses} == {302}


@pytest.mark.parametrize("role", ["researcher", "perfumer", "auditor"])
def test_those_who_may_look_change_nothing(client: Client, role: str) -> None:
    client.force_login(person(role, role))
    assert [client.get(file_at(name)).status_code for name in FILES] == [200] * 3
    assert client.post(at("change", SurveyResult, "SEA-1"), {"title": "x"}).status_code == 403


def test_drafts_have_no_results(eve: Client) -> None:
    get_bus().handle(DraftSurvey("DRAFT", plan(), "rosa"))
    assert "DRAFT" not in eve.get(at("changelist", SurveyResult)).content.decode()
    assert eve.get(at("change", SurveyResult, "DRAFT")).status_code == 302
    address = reverse("admin:scents_surveyresult_counts", args=["DRAFT"])
    assert eve.get(address).status_code == 404


def test_an_open_survey_is_looked_at_again_by_itself(eve: Client) -> None:
    address = at("change", SurveyResult, "SEA-1")
    assert eve.get(address)["Refresh"] == "15"
    get_bus().handle(CloseSurvey("SEA-1", "enough", "rosa"))
    assert "Refresh" not in eve.get(address)


def test_intervals_for_the_end_are_marked_while_it_is_open(eve: Client) -> None:
    answer(30)
    assert "(not valid yet)" in page_of(eve, SurveyResult, "SEA-1")
    assert 'class="thick"' not in page_of(eve, SurveyResult, "SEA-1")
    get_bus().handle(CloseSurvey("SEA-1", "enough", "rosa"))
    assert "(not valid yet)" not in page_of(eve, SurveyResult, "SEA-1")
    assert 'class="thick"' in page_of(eve, SurveyResult, "SEA-1")


def test_a_page_takes_as_many_statements_however_many_answers_there_are(eve: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            eve.get(at("change", SurveyResult, "SEA-1"))
        return len(asked)

    statements()
    before = statements()
    answer(40)
    assert statements() == before <= 12


def test_no_page_shows_what_is_no_number(eve: Client) -> None:
    """Nobody answered; then one does."""
    for count in (0, 1):
        if count:
            answer(count)
        told = everything(eve)
        assert not re.findall(r"\bnan\b|\binf\b|Infinity", told, re.IGNORECASE)
        assert "no answers" in told


def test_a_group_is_told_by_itself(eve: Client) -> None:
    answer(40, groups=GROUPS[:1])
    page = eve.get(at("change", SurveyResult, "SEA-1"), {"group": "men"}).content.decode()
    assert "choice, n = 0" in page
    page = eve.get(at("change", SurveyResult, "SEA-1"), {"group": "women"}).content.decode()
    assert "choice, n = 40" in page
    assert eve.get(at("change", SurveyResult, "SEA-1"), {"group": "dogs"}).status_code == 404


def test_counts_are_exported_tidy(eve: Client) -> None:
    answer(40)
    rows = rows_of(body(eve, file_at("counts")))
    assert [*rows[0]] == ["task", "method", "code", "group", "day", "outcome", "count"]
    cells = SurveyTally.objects.filter(count__gt=0)
    assert len(rows) == cells.count()
    assert {row["method"] for row in rows} == set(Method)
    assert sum(int(row["count"]) for row in rows if row["method"] == "triangle") == 40
    lines = [*read_workbook(body(eve, file_at("workbook")))["counts"]]
    assert len(lines) == len(rows) + 1


def test_a_word_is_no_formula_of_a_spreadsheet(eve: Client) -> None:
    answer(40)
    said = {row["outcome"] for row in rows_of(body(eve, file_at("counts")))}
    assert "=sum" in WORDS
    assert "'=sum" in said
    assert "=sum" not in said
    assert "&lt;b&gt;kelp" in page_of(eve, SurveyResult, "SEA-1")
    assert "<b>kelp" not in page_of(eve, SurveyResult, "SEA-1")


def test_answers_are_exported_by_number_of_invitation(eve: Client) -> None:
    answer(10)
    SurveyResponse.objects.filter(serial=3).update(state="erased", judgements=[])
    rows = rows_of(body(eve, file_at("answers")))
    assert len(rows) == 9 * 6
    assert [*rows[0]][:3] == ["invitation", "group", "given at"]
    choice = stored_judgement(1, 0)
    assert rows[0]["shown"].split() == choice["shown"]
    assert rows[0]["judgement"] == choice["chosen"]
    told = {row["method"]: row["judgement"] for row in rows[:6]}
    assert re.fullmatch(r"\d{3}: \d; \d{3}: \d; \d{3}: \d", told["rating"])
    assert re.fullmatch(r"\d{3}: .+, .+; \d{3}: .+, .+", told["words"])
    assert told["acceptance"] in ("yes", "no")


def stored_judgement(serial: int, place: int) -> dict[str, object]:
    found: dict[str, object] = SurveyResponse.objects.get(serial=serial).judgements[place]
    return found


def test_what_is_too_long_for_a_workbook_is_refused(
    eve: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(20)
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    found = eve.get(file_at("workbook"), follow=True)
    assert "take the CSV file" in found.content.decode()


def test_a_picture_is_a_file_of_its_own(eve: Client) -> None:
    answer(20)
    found = eve.get(file_at("picture", 5, "words"))
    assert found["Content-Type"] == "image/svg+xml"
    assert "attachment" in found["Content-Disposition"]
    root = ElementTree.fromstring(found.content)
    assert root[0].text == "Words"
    assert eve.get(file_at("picture", 5, "choices")).status_code == 404
    assert eve.get(file_at("picture", 9, "words")).status_code == 404


def test_each_picture_is_told_to_those_who_do_not_see_it(eve: Client) -> None:
    answer(20)
    page = page_of(eve, SurveyResult, "SEA-1")
    drawings = re.findall(r"<svg viewBox.*?</svg>", page, re.DOTALL)
    assert len(drawings) == 23
    for one in drawings:
        root = ElementTree.fromstring(one)
        names = [root[0].get("id"), root[1].get("id")]
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == " ".join(str(name) for name in names)
        assert root[0].text
        assert len(str(root[1].text)) > 10
    assert "style=" not in "".join(drawings)


@pytest.mark.parametrize(
    "asked",
    [
        {"seal__samples__0__0__candidate__supplier": "CHEAP"},
        {"seal__icontains": "CHEAP"},
        {"plan__icontains": "CHEAP"},
        {"tallies__sample": "100"},
        {"responses__judgements__icontains": "CHEAP"},
        {"unblindings__0__by": "rosa"},
    ],
)
def test_the_list_is_no_oracle(eve: Client, asked: dict[str, str]) -> None:
    """A filter of an address that finds or does not find would tell what is sealed."""
    assert eve.get(at("changelist", SurveyResult), asked).status_code == 400


def test_however_many_answers_are_exported_few_are_in_memory(eve: Client) -> None:
    answer(1)
    many = 5_000
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO scents_surveyresponse (survey, serial, state, audience, given_at,
                received_at, fingerprint, screening, judgements)
            SELECT survey, n, state, audience, given_at, received_at, fingerprint, screening,
                judgements FROM scents_surveyresponse, generate_series(2, %s) n""",
            [many],
        )
    sent = eve.get(file_at("answers"))
    tracemalloc.start()
    lines = sum(1 for _ in sent.streaming_content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lines == 6 * many + 1
    assert most < 10_000_000
