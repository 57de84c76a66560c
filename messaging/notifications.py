"""Telling people."""

from __future__ import annotations

import abc
import smtplib

from django.core.mail import EmailMessage

from messaging.errors import Unavailable


class AbstractNotifications(abc.ABC):
    """A way to reach a person."""

    @abc.abstractmethod
    def send(self, destination: str, message: str) -> None:
        """Raises Unavailable when it is worth trying again later."""


class EmailNotifications(AbstractNotifications):
    """Mails from the company, through the configured mail server."""

    def __init__(self, *, sender: str, subject: str) -> None:
        self._sender = sender
        self._subject = subject

    def send(self, destination: str, message: str) -> None:
        try:
            EmailMessage(self._subject, message, self._sender, [destination]).send()
        except OSError as error:  # smtplib's errors are among them
            if _is_final(error):
                raise
            raise Unavailable(f"mail server: {error}") from error


def _is_final(error: OSError) -> bool:
    """Whether the server said no for good (5xx), so that asking again is useless."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500
