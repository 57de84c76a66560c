"""Who hears of surveys and decisions, and what closed surveys set going."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.scents.commands.sourcing import DecideSourcing
from domain.scents.events.surveys import EvidenceGathered
from domain.scents.sourcing.evidence import NoEvidence
from scents import staff_mails
from scents.handlers.sourcing import NothingToDecide

if TYPE_CHECKING:
    from messaging.notifications import AbstractNotifications
    from scents.ports import PageOf, SendCommand


def weigh_evidence(event: EvidenceGathered, send_command: SendCommand) -> None:
    """A task that is not about two is somebody else's; where nobody chose, nothing is decided."""
    try:
        send_command(DecideSourcing(event.code, event.task))
    except (NothingToDecide, NoEvidence):
        return


def mail_researchers(
    event: staff_mails.News,
    notifications: AbstractNotifications,
    research_email: str,
    page_of_scent: PageOf,
) -> None:
    _send(event, notifications, research_email, page_of_scent)


def mail_buyers(
    event: staff_mails.News,
    notifications: AbstractNotifications,
    purchasing_email: str,
    page_of_scent: PageOf,
) -> None:
    """A delivery of its own, so that nobody hears twice because somebody else was not reached."""
    _send(event, notifications, purchasing_email, page_of_scent)


def _send(
    event: staff_mails.News, notifications: AbstractNotifications, to: str, page: PageOf
) -> None:
    if letter := staff_mails.letter(event, page):
        notifications.send(to, letter.text, subject=letter.subject)
