"""Customers hear of their orders through the whole company, also after the mail server was away."""

from __future__ import annotations

import subprocess
import sys
from email import message_from_bytes, policy
from uuid import uuid4

from stack import ROOT

from tests.company import Company, MailServer, eventually
from tests.receiver import Receiver, is_genuine

PLACE = """
from domain.allocation.commands import *
from messaging.bus import get_bus
from messaging.webhooks.commands import RegisterWebhook

bus = get_bus()
bus.handle(RegisterCustomer("{code}", "Anna Films", "film maker"))
bus.handle(AddMember("{code}", "anna@{code}.example", "Anna"))
print(bus.handle(RegisterWebhook("{code}", "{url}")).secret)
bus.handle(CreateBatch("b-{code}", "SEA-{code}", 10, None))
bus.handle(PlaceOrder("{code}", "F-12", {{"SEA-{code}": 3}}))
"""
SHIP = """
from domain.allocation.commands import ShipOrder
from messaging.bus import get_bus

get_bus().handle(ShipOrder("S-{code}", "{code}/F-12", None, "DHL", "123"))
"""


def run(company: Company, code: str) -> str:
    command = [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, env=company.env, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def subjects(mail_server: MailServer, code: str) -> list[str]:
    mails = [message_from_bytes(m.content, policy=policy.default) for m in mail_server.about(code)]
    assert len({mail["Message-ID"] for mail in mails}) == len(mails)
    for mail in mails:
        kinds = [part.get_content_type() for part in mail.iter_parts()]
        assert kinds == ["text/plain", "text/html"]
    return [mail["Subject"] for mail in mails]


def test_mails_and_webhooks_arrive_once_also_after_an_absence(
    company: Company, mail_server: MailServer
):
    code = f"anna-{uuid4().hex[:8]}"
    receiver = Receiver()
    try:
        secret = run(company, PLACE.format(code=code, url=receiver.url))
        assert eventually(lambda: subjects(mail_server, code))
        mail_server.stop()
        run(company, SHIP.format(code=code))
        absent = "SELECT error FROM messaging_delivery WHERE error LIKE 'mail server%%'"
        assert eventually(lambda: company.rows(absent))
        assert eventually(lambda: len(receiver.received) == 3), "webhooks do not wait for mails"
    finally:
        mail_server.start()
        receiver.close()
    assert eventually(lambda: company.undelivered() == 0)
    assert subjects(mail_server, code) == [
        "Order F-12: accepted, ready to ship",
        "Order F-12: shipped with DHL 123",
    ]
    types = sorted(request.data["type"] for request in receiver.received)
    assert types == ["line.allocated", "order.accepted", "order.shipped"]
    for request in receiver.received:
        sent = float(request.headers["webhook-timestamp"])
        assert is_genuine(request, secret, now=sent)
