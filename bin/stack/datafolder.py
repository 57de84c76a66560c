"""The folder that keeps everything between two starts, and the lock that lets one run use it."""

import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from stack import ROOT, ports, signals
from stack.console import Refusal
from stack.guardian import guardian
from stack.locks import try_lock

AFTER_A_KILL = 6.0  # seconds in which the guardian has ended what was left


class DataFolder:
    """DATA_DIR. Each part is closed to others; the folder itself is passable, as the database's
    server runs as another user when root starts it."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        try:
            self.path.mkdir(mode=0o711, parents=True, exist_ok=True)
        except OSError as error:
            raise Refusal(f"The data folder cannot be made: {error}. Set DATA_DIR.") from None
        if not os.access(self.path, os.R_OK | os.W_OK | os.X_OK):
            raise Refusal(f"This user may not write to {self.path}. Set DATA_DIR to another.")

    @classmethod
    def named_by(cls, environ: Mapping[str, str]) -> "DataFolder":
        return cls(Path(environ.get("DATA_DIR") or ROOT / ".data"))

    def folder(self, name: str) -> Path:
        folder = self.path / name
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def secret_key(self) -> str:
        file = self.path / "secret-key"
        if not file.exists() or not file.read_text():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as new:
                new.write(secrets.token_urlsafe(50))
        return file.read_text()

    def port(self, name: str, *, preferred: int = 0) -> int:
        """The port of the last time while it is free, so that addresses stay the same."""
        file = self.path / "ports.json"
        known: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
        wished = known.setdefault(name, preferred)
        if not ports.is_free(wished):
            known[name] = ports.find_free(avoiding=set(known.values()))
        file.write_text(json.dumps(known, indent=2))
        return known[name]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Refuses a second run on the same data. The guardian shares the lock, so that after a
        kill no new server meets an old one on the same files."""
        with (self.path / "run.lock").open("a+") as file:
            file.seek(0)
            holder = file.read()
            if not _take(file, holder=holder):
                raise Refusal(
                    f"Another bin/run (process {holder}) is already using the data in {self.path}. "
                    "Stop it, or set DATA_DIR and PORT for a second one."
                )
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            with guardian.sharing(file.fileno()):
                yield


def _take(file: IO[str], *, holder: str) -> bool:
    until = time.monotonic() + AFTER_A_KILL
    while not try_lock(file.fileno()):
        if not _was_killed(holder) or time.monotonic() > until:
            return False
        signals.pause(0.1)
    return True


def _was_killed(holder: str) -> bool:
    try:
        os.kill(int(holder), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, ValueError):  # another user's; not written down yet
        return False
    return False
