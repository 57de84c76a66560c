"""Actions that mean one command for each row, declared once for requests and for workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from domain.kernel import Command
from messaging.admin.confirmation import ask, is_confirmed
from messaging.refusals import reason

if TYPE_CHECKING:
    from messaging.admin.command_admin import CommandAdmin

MOST_AT_ONCE = 100
"""Rows that are done while the person waits."""


class RowAction:
    """An action of a CommandAdmin, under the name of the attribute that it is assigned to.

    `done` says what became of a row. With a `question` it asks first. `back` leads to the page
    of the row where it was started there; not for what takes the row away.
    """

    allowed_permissions: Sequence[str] = ("act",)

    def __init__(
        self,
        title: str,
        command: Callable[[Any], Command],
        *,
        done: str,
        question: str = "",
        warning: str = "",
        back: bool = False,
    ) -> None:
        self.short_description = title
        self.command = command
        self.done = done
        self._question = question
        self._warning = warning
        self._back = back

    def __set_name__(self, owner: type[CommandAdmin], name: str) -> None:
        self.name = name

    def __call__(
        self, page: CommandAdmin, request: HttpRequest, rows: QuerySet[Any]
    ) -> HttpResponse | None:
        if self._question and not is_confirmed(request, rows):
            question, warning = self._question, self._warning
            return ask(page, request, rows, action=self.name, question=question, warning=warning)
        page.handle_rows(request, rows, self)
        return page.back_to_page(request) if self._back else None

    def carry_out(self, page: CommandAdmin, request: HttpRequest, row: Any) -> None:
        """Send the command and note the change: in one transaction."""
        page.handle(request, self.command(row))
        page.log_change(request, row, self.done)

    def attempt(self, page: CommandAdmin, request: HttpRequest, row: Any) -> str | None:
        """Do it, or say why it was refused."""
        try:
            with transaction.atomic():
                self.carry_out(page, request, row)
        except Exception as error:
            if (why := reason(error)) is None:
                raise
            return why
        return None
