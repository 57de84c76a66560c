"""Catches the mails of a demo or a test instead of delivering them, and shows them on a page.

By itself: python -m stack.mailbox --smtp 1025 --page 8025 --folder /tmp/mails
"""

import argparse
import os
import socket
import sys
import time
from contextlib import suppress
from http.server import ThreadingHTTPServer
from pathlib import Path

from stack import ROOT, signals
from stack.console import Refusal
from stack.mailpage import mail_page
from stack.mailstore import MailStore
from stack.processes import Child, stop

HOST = "127.0.0.1"
START_WITHIN = 10.0
STOP_WITHIN = 3.0
TICK = 0.05


class Mailbox:
    """The catcher as a child process."""

    def __init__(self, folder: Path, *, smtp_port: int, page_port: int, log: Path) -> None:
        self._ports = (smtp_port, page_port)
        self.smtp_url = f"smtp://{HOST}:{smtp_port}"
        self.page_url = f"http://{HOST}:{page_port}"
        words = ["--smtp", str(smtp_port), "--page", str(page_port), "--folder", str(folder)]
        self.child = Child(
            "mailbox",
            [sys.executable, "-P", "-m", "stack.mailbox", *words],
            env={**os.environ, "PYTHONPATH": str(ROOT / "bin")},
            log=log,
        )

    def start(self) -> None:
        self.child.start()
        until = time.monotonic() + START_WITHIN
        while not all(map(_answers, self._ports)):
            if self.child.exit_code() is not None or time.monotonic() > until:
                raise Refusal(f"The mail catcher does not start; see {self.child.log}")
            signals.pause(TICK)

    def stop(self) -> None:
        stop([self.child], seconds=STOP_WITHIN)


def _answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def main() -> None:
    # Only here: bin/run imports this module before the packages are installed.
    from stack.smtp import serve_smtp

    parser = argparse.ArgumentParser(prog="stack.mailbox", description=__doc__)
    parser.add_argument("--smtp", type=int, default=1025, help="port of the SMTP server")
    parser.add_argument("--page", type=int, default=8025, help="port of the page")
    parser.add_argument("--folder", type=Path, required=True, help="where the mails are kept")
    options = parser.parse_args()
    options.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = MailStore(options.folder)
    serve_smtp(store, host=HOST, port=options.smtp)
    with suppress(KeyboardInterrupt):
        ThreadingHTTPServer((HOST, options.page), mail_page(store)).serve_forever()


if __name__ == "__main__":
    main()
