"""What researchers and buyers are told, through a real mail server."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.utils import timezone
from stack.ports import find_free

from domain.scents.commands import OverruleSourcing
from domain.scents.events import SourcingReopened
from messaging.bus import MessageBus
from messaging.models import Delivery
from messaging.tasks import drain
from scents.models import SourcingDecision
from tests.company import MailServer
from tests.sourcing import decided_survey, table
from tests.surveys import stock_suppliers

pytestmark = pytest.mark.django_db(transaction=True)

RESEARCH, PURCHASING = "research@example.com", "purchasing@example.com"


@pytest.fixture(autouse=True)
def by_smtp(settings, mail_server: MailServer, bus: MessageBus) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    mail_server.mails.clear()
    stock_suppliers()


def letters(mail_server: MailServer) -> dict[tuple[str, str], EmailMessage]:
    """By subject and addressee; none comes twice."""
    found = [
        message_from_bytes(mail.original_content, policy=policy.default)
        for mail in mail_server.mails
    ]
    by_key = {(str(one["Subject"]), str(one["To"])): one for one in found}
    assert len(by_key) == len(found)
    return by_key


def test_a_closed_survey_is_told_to_researchers_and_names_nobody(mail_server: MailServer):
    decided_survey(60, 100)
    told = letters(mail_server)["Survey closed: SEA-1", RESEARCH].get_content()
    assert "Answers: 100" in told
    assert "enough answers" in told
    assert "CHEAP" not in told
    assert "EXPENSIVE" not in told
    assert ("Survey closed: SEA-1", PURCHASING) not in letters(mail_server)


def test_a_decision_is_told_to_both_with_its_numbers_costs_and_page(
    mail_server: MailServer, settings
):
    decided_survey(60, 100)
    for to in (RESEARCH, PURCHASING):
        told = letters(mail_server)["Decision ready: SEA-BREEZE", to].get_content()
        assert "SEA-BREEZE, decision 1: CHEAP" in told
        assert "Decided by: PLAIN@1" in told.splitlines()
        assert "60 of 100 answers, 60 %" in told
        assert "Wilson interval: 50.2 to 69.1 %" in told
        assert "CHEAP 15.00, EXPENSIVE 25.00; saves 10.00 against all-expensive" in told
        assert "/admin/scents/scentsource/SEA-BREEZE/change/" in told


def test_a_reversal_says_what_was_before_and_why(bus: MessageBus, mail_server: MailServer):
    decided_survey(60, 100)
    bus.handle(OverruleSourcing("SEA-BREEZE", "EXPENSIVE", "", "it smells of soap", "ann"))
    told = letters(mail_server)["Decision reversed: SEA-BREEZE", PURCHASING].get_content()
    assert "decision 2: CHEAP -> EXPENSIVE" in told
    assert "Decided by: ann" in told.splitlines()
    assert "Why: it smells of soap" in told


def test_a_table_is_one_mail_to_each(bus: MessageBus, mail_server: MailServer):
    bus.handle(table())
    bus.handle(table())
    assert len(mail_server.mails) == 2
    told = letters(mail_server)["Market research: 5 decisions", PURCHASING].get_content()
    assert "JUNGLE: EXPENSIVE, 30 % for the cheap one, 30.00 USD a unit, provisional" in told
    assert "95.00 USD against 122.00 all-expensive; saves 27.00 (22.1 %)" in told


def test_a_decision_that_is_reopened_is_told_with_what_to_do(
    bus: MessageBus, mail_server: MailServer
):
    evidence = {"wilson": [0.2, 0.3], "posterior": 0.01, "threshold": "40"}
    at = datetime(2026, 11, 20, tzinfo=UTC)
    event = SourcingReopened("SEA-BREEZE", 1, "SEA-2", evidence, "31 of 100 since May", at)
    bus.deliver("mail_researchers", event)
    told = letters(mail_server)["Decision reopened: SEA-BREEZE", RESEARCH].get_content()
    assert "fresh answers speak against decision 1" in told
    assert "31 of 100 since May" in told
    assert "Wilson interval: 20.0 to 30.0 %" in told


def test_while_the_mail_server_is_away_it_is_decided_and_told_later(
    mail_server: MailServer, settings
):
    settings.EMAIL_PORT = find_free()
    decided_survey(60, 100)
    assert SourcingDecision.objects.count() == 1
    settings.EMAIL_PORT = mail_server.port
    Delivery.objects.update(due=timezone.now())
    for subscriber in ("mail_researchers", "mail_buyers"):
        drain(subscriber)
    assert len(letters(mail_server)) == 3
    assert not Delivery.objects.exists()
