"""Each action of each page, done by a worker."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client

from messaging.admin.row_action import RowAction
from messaging.bulk_work import GONE, OUR_FAULT
from messaging.bus import MessageBus
from messaging.models import BulkJob
from tests.back_office import at, fill

pytestmark = pytest.mark.django_db(transaction=True)

ACTIONS = [
    (model, name)
    for model, page in sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)
    for name in page.actions or ()
    if isinstance(getattr(type(page), str(name), None), RowAction)
]


def test_there_are_actions_on_rows():
    assert len(ACTIONS) >= 11


@pytest.mark.parametrize(
    ("model", "action"), ACTIONS, ids=lambda part: getattr(part, "__name__", part)
)
def test_what_a_request_could_do_a_worker_can(
    client: Client,
    bus: MessageBus,
    monkeypatch: pytest.MonkeyPatch,
    model: type[Model],
    action: str,
):
    fill(bus, 1)
    monkeypatch.setattr("messaging.admin.command_admin.MOST_AT_ONCE", 0)
    client.force_login(User.objects.create_superuser("ann"))
    keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    sent = {"action": action, "_selected_action": keys, "index": "0", "_confirmed": "1"}
    client.post(at("changelist", model), sent)

    job = BulkJob.objects.filter(model=model._meta.label_lower).latest("id")
    assert (job.keys, job.total) == ([str(key) for key in keys], len(keys))
    assert (job.state, job.done + job.refused) == (BulkJob.State.FINISHED, len(keys))
    assert not any(GONE in text or OUR_FAULT in text for text in job.refusals)
