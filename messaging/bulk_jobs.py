"""Jobs of the back office: how they are started and stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import QuerySet

from messaging.models import BulkJob
from messaging.wake import wake_jobs

# However many rows there are, their keys never come here.
_START = """
INSERT INTO messaging_bulkjob (model, action, title, person_id, actor, keys, total, done, refused,
    refusals, state, note, attempts, due, created_at)
SELECT %s, %s, %s, %s, %s, keys, cardinality(keys), 0, 0, %s, %s, '', 0, %s, %s
FROM (SELECT ARRAY(SELECT key::text FROM ({rows}) AS chosen(key) ORDER BY chosen.key)) AS s(keys)
RETURNING id
"""


class BulkJobs(Protocol):
    """What the handlers of jobs need."""

    def stop(self, id: int) -> bool: ...


class StoredBulkJobs:
    """The table of jobs."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def stop(self, id: int) -> bool:
        """Whether there was anything to stop. Waits for the row that is under way."""
        going_on = BulkJob.objects.filter(id=id, state__in=BulkJob.UNFINISHED)
        return bool(
            going_on.update(
                state=BulkJob.State.STOPPED, note="Somebody stopped it.", finished_at=self._clock()
            )
        )


def start_job(
    rows: QuerySet[Any], *, action: str, title: str, person: Any, now: datetime
) -> BulkJob:
    """The action on all these rows, by a worker and in the name of the person."""
    sql, params = rows.order_by().values_list("pk").query.sql_with_params()
    model = rows.model._meta.label_lower
    actor = f"admin:{person.get_username()}"
    given = [model, action, title[:255], person.pk, actor, [], BulkJob.State.WAITING, now, now]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_START.format(rows=sql), [*given, *params])
        [key] = cursor.fetchone()
        transaction.on_commit(wake_jobs, robust=True)
    return BulkJob.objects.defer("keys").get(id=key)
