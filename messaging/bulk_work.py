"""What a job means, row by row."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from messaging.database import is_outage
from messaging.errors import Unavailable
from messaging.models import BulkJob
from messaging.refusals import reason

logger = logging.getLogger(__name__)

GONE = "It is not there any more."
OUR_FAULT = "A fault of ours, which is in the log."


@dataclass
class Work:
    """The page and its action, in the name of the person who started it."""

    page: Any
    action: Any
    request: HttpRequest

    def rows(self, keys: list[str]) -> Iterator[tuple[str, Any]]:
        """Those that the person may see, None for the others."""
        key_of = self.page.opts.pk.to_python
        found = self.page.get_queryset(self.request).in_bulk([key_of(key) for key in keys])
        for key in keys:
            yield key, found.get(key_of(key))

    def attempt(self, row: Any) -> str | None:
        """Do it, or say why it was refused. What cannot be done now is left for later."""
        if row is None:
            return GONE
        try:
            with transaction.atomic():
                self.action.carry_out(self.page, self.request, row)
        except Unavailable:
            raise
        except Exception as error:
            if is_outage(error):
                raise
            if (why := reason(error)) is None:
                logger.exception("%s failed on %s", self.action.name, row)
            return why or OUR_FAULT
        return None


def work_of(job: BulkJob) -> Work | None:
    """None where the person may not do this, or not any more."""
    page: Any = admin.site.get_model_admin(apps.get_model(job.model))
    request = HttpRequest()
    if job.person is None:
        return None
    request.user = job.person
    allowed = admin.site.has_permission(request) and page.has_view_or_change_permission(request)
    actions = page.get_actions(request) if allowed else {}
    return Work(page, actions[job.action][0], request) if job.action in actions else None
