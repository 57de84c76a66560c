"""Telling people."""

from __future__ import annotations

import abc

from django.core.mail import EmailMessage

from messaging.mail import send


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
        send(EmailMessage(subject or self._subject, message, self._sender, [destination]))
