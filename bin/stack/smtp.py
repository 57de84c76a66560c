"""An SMTP server that keeps every mail, for whomever it was."""

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from stack.mailstore import MailStore


class Catcher:
    """What aiosmtpd hands each mail to."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def handle_DATA(  # noqa: N802 (a name that aiosmtpd looks for)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        raw = envelope.original_content or b""
        data = raw.decode("utf-8", "surrogateescape")
        self._store.add(envelope.mail_from or "", recipients=envelope.rcpt_tos, data=data)
        return "250 OK"


def serve_smtp(store: MailStore, *, host: str, port: int) -> None:
    """Returns at once; a thread goes on listening."""
    Controller(Catcher(store), hostname=host, port=port, enable_SMTPUTF8=True).start()
