"""Telling people."""

from __future__ import annotations

import abc
import smtplib

from django.core.mail import EmailMessage

from messaging.errors import Unavailable
from messaging.once import delivery_key


class AbstractNotifications(abc.ABC):
    """A way to reach a person."""

    @abc.abstractmethod
    def send(self, destination: str, message: str, *, subject: str = "") -> None:
        """With the usual subject unless another is given.

        Raises Unavailable when it is worth trying again later.
        """


class EmailNotifications(AbstractNotifications):
    """Mails from the company, through the configured mail server."""

    def __init__(self, *, sender: str, subject: str) -> None:
        self._sender = sender
        self._subject = subject

    def send(self, destination: str, message: str, *, subject: str = "") -> None:
        try:
            self._mail(destination, message, subject or self._subject).send()
        except OSError as error:  # smtplib's errors are among them
            if _is_final(error):
                raise
            raise Unavailable(f"mail server: {error}") from error

    def _mail(self, destination: str, message: str, subject: str) -> EmailMessage:
        """With the same Message-ID in every attempt, by which mail servers know a repetition."""
        key = delivery_key.get()
        domain = self._sender.rpartition("@")[2]
        headers = {"Message-ID": f"<{key}@{domain}>"} if key else None
        return EmailMessage(subject, message, self._sender, [destination], headers=headers)


def _is_final(error: OSError) -> bool:
    """Whether the server said no for good (5xx), so that asking again is useless."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500
