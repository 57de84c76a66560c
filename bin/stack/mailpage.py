"""The page on which caught mails are read, and its API in the shape of MailHog's."""

import json
from email.message import EmailMessage
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import urlsplit

from stack.mailstore import Mail, MailStore

HTML = "text/html; charset=utf-8"
NO_CODE = "default-src 'none'; style-src 'unsafe-inline'"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">{head}
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem;
        color: #1d2330; background: #fff }}
a {{ color: #5b2a86; display: block; text-decoration: none }}
li {{ list-style: none; border-bottom: 1px solid #ddd; padding: .7rem 0 }}
ul, dl {{ padding: 0; overflow-wrap: anywhere }}
dt {{ color: #667 }} dd {{ margin: 0 0 .4rem }} small {{ color: #667 }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; background: #f5f3f8; padding: 1rem }}
</style></head><body>{body}</body></html>"""


class MailPage(BaseHTTPRequestHandler):
    """One request. Subclassed by `mail_page` to know its store."""

    store: ClassVar[MailStore]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/":
            self._answer(_list_page(self.store.newest_first()), kind=HTML)
        elif path == "/api/v2/messages":
            self._answer(_as_json(self.store.newest_first()), kind="application/json")
        elif mail := self.store.get(path.removeprefix("/mails/")):
            self._answer(_mail_page(mail), kind=HTML)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_DELETE(self) -> None:
        if urlsplit(self.path).path != "/api/v1/messages":
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.store.clear()
        self._answer("", kind="text/plain")

    def log_message(self, format: str, *args: object) -> None:
        """Silent: a page that refreshes itself would fill the log."""

    def _answer(self, text: str, *, kind: str) -> None:
        # What no encoding could read was kept as it came; a page shows a mark in its place.
        body = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", NO_CODE)
        self.end_headers()
        self.wfile.write(body)


def mail_page(store: MailStore) -> type[MailPage]:
    return type("MailPageOfStore", (MailPage,), {"store": store})


def _as_json(mails: list[Mail]) -> str:
    items = [mail.as_mailhog() for mail in mails]
    found = {"total": len(items), "count": len(items), "start": 0, "items": items}
    return json.dumps(found, ensure_ascii=False)


def _list_page(mails: list[Mail]) -> str:
    rows = "".join(map(_row, mails)) or "<li>No mail yet.</li>"
    head = '<meta http-equiv="refresh" content="5">'
    return PAGE.format(head=head, title="Mails", body=f"<h1>Mails</h1><ul>{rows}</ul>")


def _row(mail: Mail) -> str:
    subject = escape(str(mail.parsed()["Subject"] or "(no subject)"))
    whom = escape(f"{mail.sender} → {', '.join(mail.recipients)}")
    when = escape(mail.created[:19].replace("T", " "))
    return f'<li><a href="/mails/{mail.id}">{subject}</a><small>{whom} · {when} UTC</small></li>'


def _mail_page(mail: Mail) -> str:
    message = mail.parsed()
    headers = "".join(f"<dt>{escape(n)}</dt><dd>{escape(str(v))}</dd>" for n, v in message.items())
    text = f"<dl>{headers}</dl><pre>{escape(_text(message))}</pre>"
    title = escape(str(message["Subject"] or "(no subject)"))
    return PAGE.format(
        head="", title=title, body=f'<p><a href="/">← Mails</a></p><h1>{title}</h1>{text}'
    )


def _text(message: EmailMessage) -> str:
    """The plain text; the source of the HTML where there is nothing else."""
    part = message.get_body(("plain", "html"))
    text = "" if part is None else str(part.get_content())
    names = [attached.get_filename() or "unnamed" for attached in message.iter_attachments()]
    return "\n".join([text, *(f"Attached: {name}" for name in names)])
