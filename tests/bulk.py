"""What tests of jobs share."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client

from messaging.admin.looks import list_of
from messaging.models import BulkJob, ParkedMessage


def park(count: int) -> None:
    sql = """INSERT INTO messaging_parked (source, payload, reason, traceback, attempts, parked_at)
        SELECT 'somebody', '', 'reason ' || n, '', 1, now() FROM generate_series(1, %s) n"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [count])


def discard_all(client: Client, **filters: str) -> Any:
    sent = {"action": "discard", "_selected_action": ["1"], "select_across": "1", "index": "0"}
    return client.post(list_of(ParkedMessage, **filters), sent, follow=True)


def job_on(client: Client, count: int) -> BulkJob:
    park(count)
    discard_all(client)
    return BulkJob.objects.get()
