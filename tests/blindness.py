"""What tests of blindness share: a survey whose secrets bear names that nothing else bears."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from domain.scents.commands import MakeOffer, RegisterSupplier
from domain.scents.supply.offer import Grade, Offer, PriceStep, Sold
from messaging.bus import MessageBus
from messaging.models import OutboxEvent
from scents.models import Survey
from tests import formula_desk as formulas
from tests.back_office import at
from tests.survey_desk import body
from tests.surveys import stored

SUPPLIERS = {
    f"QU-{name}": f"Zyx {name.title()} Oils" for name in ("ELK", "ASP", "COD", "BEE", "DOE")
}
"""Invitations have no U, so that chance writes none of them (Crockford's base 32)."""
PRICES = ["71.11", "72.22", "73.33", "74.44", "75.55"]
SECRETS = [*SUPPLIERS, *SUPPLIERS.values(), "ZFORM", *PRICES, "Zyx", "QU-", "elk", "asp"]
FIVE = "; ".join(SUPPLIERS)
TASKS = "\n".join(
    [
        "SEA-BREEZE | choice | QU-ELK; QU-ASP | Which?",
        f"SEA-BREEZE | rating | {FIVE} | How much of the sea?",
        f"JUNGLE | words | {FIVE}",
        "JUNGLE | triangle | ZFORM@2; ZFORM@1 of QU-BEE",
        "JUNGLE | acceptance, uniform, 3 % | ZFORM@2; ZFORM@1",
    ]
)

SUGGESTED = re.compile(r"<details class='known-codes'.*?</details>", re.DOTALL)
"""All that can be bought or smelled, whatever is asked for: it tells nothing of a survey."""


def stock(bus: MessageBus) -> None:
    """Five suppliers with their prices, and a formula of two versions; all is found safe."""
    for (code, name), price in zip(SUPPLIERS.items(), PRICES, strict=True):
        bus.handle(RegisterSupplier(code, name, Grade.STANDARD))
        for scent in ("SEA-BREEZE", "JUNGLE"):
            steps = (PriceStep(1, Decimal(price)),)
            bus.handle(MakeOffer(Offer(code, Sold.SCENT, scent, "USD", steps, date(2020, 1, 1))))
    formulas.stock_shelf(bus)
    bus.handle(formulas.draft("ZFORM"))
    bus.handle(formulas.revise("ZFORM", formulas.blend(CALONE=1), based_on=1))
    for version in (1, 2):
        bus.handle(formulas.approve("ZFORM", version))


def permute(seed: int, code: str = "SEA-1") -> None:
    """Other makers behind the same codes, listed in another order; else nothing is different."""
    row, chance = Survey.objects.get(pk=code), random.Random(seed)
    for task, samples in zip(row.plan["tasks"], row.seal["samples"], strict=True):
        made = [(one["candidate"], one["cost"]) for one in samples]
        chance.shuffle(made)
        for one, (candidate, cost) in zip(samples, made, strict=True):
            one["candidate"], one["cost"] = candidate, cost
        chance.shuffle(samples)
        task["candidates"] = [one["candidate"] for one in samples]
    Survey.objects.filter(pk=code).update(plan=row.plan, seal=row.seal)


def steady_pages(client: Client, code: str = "SEA-1") -> dict[str, str]:
    """All that is seen of an open survey and is the same at every look, without what browsers are
    given against forgery."""
    page = [at("change", Survey, code), at("invitations", Survey, code), at("stored", Survey, code)]
    page += [at("do", Survey, code, name) for name in ("invite", "close", "unblind", "erase")]
    page += [f"{at('add', Survey)}?copy={code}", reverse("admin:index")]
    page += [f"{at('changelist', Survey)}{filters}" for filters in ("", "?state=open", "?q=SEA")]
    seen = {address: plain(client.get(address)) for address in page}
    late = [at("do", Survey, code, name) for name in ("revise", "open")]
    seen |= {address: plain(client.get(address, follow=True)) for address in late}
    sent = {"action": "export_as_csv", "_selected_action": [code], "index": "0"}
    return {**seen, "csv": plain(client.post(at("changelist", Survey), sent))}


def logs(client: Client, code: str = "SEA-1") -> dict[str, str]:
    """What was written down of it: events, history, audit trail."""
    events = OutboxEvent.objects.filter(aggregate_id=f"survey:{code}")
    assert events
    page = [at("change", OutboxEvent, event.pk) for event in events]
    page += [at("history", Survey, code), reverse("admin:access_auditentry_changelist")]
    return {address: plain(client.get(address)) for address in page}


def handed_out(client: Client, code: str = "SEA-1") -> dict[str, str]:
    """Invitations, as a file and as cards."""
    address = at("invitations", Survey, code)
    asked: list[dict[str, Any]] = [{"first": 1, "last": 3, form: "1"} for form in ("csv", "cards")]
    return {form: plain(client.get(address, one)) for form, one in zip("cp", asked, strict=True)}


def codes_in_order(html: str, number: int, code: str = "SEA-1") -> list[str]:
    """The codes of a task, as they first come in a page; decimals of its colours are none."""
    _, samples = stored(code).task(number)
    its = "|".join(one for sample in samples for one in sample.codes)
    return list(dict.fromkeys(re.findall(rf"(?<![\w.-])(?:{its})(?![\w-]|\.\d)", html)))


def plain(response: Any) -> str:
    """Without what is another one at each look."""
    assert response.status_code in (200, 403), response
    text = SUGGESTED.sub("", body(response))
    return re.sub(r'(csrfmiddlewaretoken" value=|csrf-token" content=|nonce=)"[^"]*"', "", text)
