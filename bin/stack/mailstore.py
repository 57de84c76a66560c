"""The mails that were caught: one file each, the newest thousand."""

import json
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

KEPT = 1_000
SUFFIX = ".json"


@dataclass(frozen=True)
class Mail:
    """A mail as received: `data` is its raw text, headers and body, to the letter."""

    id: str
    sender: str
    recipients: list[str]
    data: str
    created: str

    def parsed(self) -> EmailMessage:
        return message_from_string(self.data, policy=policy.default)

    def as_mailhog(self) -> dict[str, Any]:
        """The shape of MailHog's API, version 2."""
        raw = message_from_string(self.data)
        headers: dict[str, list[str]] = {}
        for name, value in raw.raw_items():
            headers.setdefault(name, []).append(str(value))
        _, _, body = self.data.replace("\r\n", "\n").partition("\n\n")
        return {
            "ID": self.id,
            "Raw": {"From": self.sender, "To": self.recipients, "Data": self.data},
            "Content": {"Headers": headers, "Body": body},
            "Created": self.created,
        }


class MailStore:
    """A folder of mails. Their names sort by the time of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, sender: str, *, recipients: list[str], data: str) -> None:
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        fields = {"id": name, "sender": sender, "recipients": recipients, "data": data}
        created = datetime.now(UTC).isoformat()
        unfinished = self._folder / name
        unfinished.write_text(json.dumps(fields | {"created": created}))
        unfinished.rename(unfinished.with_suffix(SUFFIX))
        for old in self._files()[KEPT:]:
            old.unlink(missing_ok=True)

    def newest_first(self) -> list[Mail]:
        return [mail for file in self._files() if (mail := _read(file))]

    def get(self, mail_id: str) -> Mail | None:
        return next((_read(file) for file in self._files() if file.stem == mail_id), None)

    def clear(self) -> None:
        for file in self._files():
            file.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{SUFFIX}"), reverse=True)


def _read(file: Path) -> Mail | None:
    """None for a mail that was cleared while the list was being read."""
    try:
        return Mail(**json.loads(file.read_text()))
    except FileNotFoundError:
        return None
