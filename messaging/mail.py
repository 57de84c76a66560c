"""The way to the mail server."""

from __future__ import annotations

import smtplib

from django.core.mail import EmailMessage

from messaging.errors import Unavailable
from messaging.once import delivery_key


def send(mail: EmailMessage) -> None:
    """Send it, with the same Message-ID in every attempt, by which mail servers know a repetition.

    Raises Unavailable when it is worth trying again later.
    """
    if key := delivery_key.get():
        domain = mail.from_email.rpartition("@")[2]
        mail.extra_headers["Message-ID"] = f"<{key}@{domain}>"
    try:
        mail.send()
    except OSError as error:  # smtplib's errors are among them
        if _is_final(error):
            raise
        raise Unavailable(f"mail server: {error}") from error


def _is_final(error: OSError) -> bool:
    """Whether the server said no for good (5xx), so that asking again is useless."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500
