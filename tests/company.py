"""The whole company as processes, for tests that come in through its doors."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from stack import ROOT, VENV, procfile
from stack.ports import find_free
from stack.processes import Child, kill, run_to_end, stop

T = TypeVar("T")
PROCESSES = ("web", "worker", "beat", "consumer")


def eventually(look: Callable[[], T], *, within: float = 20.0) -> T:
    """What `look` returns once it is true; its last answer when time is up."""
    until = time.monotonic() + within
    while not (answer := look()) and time.monotonic() < until:
        time.sleep(0.05)
    return answer


class MailServer:
    """A real SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.port = find_free()
        self.mails: list[Envelope] = []
        self._controller: Controller | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(envelope)
        return "250 OK"

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def about(self, text: str) -> list[Envelope]:
        return [mail for mail in self.mails if text.encode() in mail.original_content]


class Company:
    """Everything in Procfile, on a database of its own."""

    def __init__(self, folder: Path, *, redis_url: str, mail_port: int) -> None:
        self.database_url = _new_database(f"company_{os.getpid()}_{secrets.token_hex(3)}")
        self.port = find_free()
        self.url = f"http://127.0.0.1:{self.port}"
        self.redis_url = redis_url
        self.redis = redis.Redis.from_url(redis_url, decode_responses=True)
        self.env = {
            **os.environ,
            "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PORT": str(self.port),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": redis_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "DATA_DIR": str(folder),
            "DEMO": "on",
            "WARM_UP": "off",
            "CLASSIC_API_ANONYMOUS": "on",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
        }
        self._folder = folder
        self._commands = procfile.read(ROOT / "Procfile")
        self._children: dict[str, Child] = {}

    def open(self) -> None:
        release = Child(
            "release", ["sh", "-c", self._commands["release"]], env=self.env, plain=True
        )
        assert run_to_end(release) == 0
        for name in PROCESSES:
            self.start(name)
        assert eventually(self._answers, within=30), "the company did not open"

    def close(self) -> None:
        stop(self._children.values(), seconds=5)

    def start(self, name: str) -> None:
        command = f"exec {self._commands[name]}"
        log = self._folder / f"{name}.log"
        child = Child(name, ["sh", "-c", command], env=self.env, log=log)
        child.start()
        self._children[name] = child

    def kill(self, name: str) -> None:
        """Kill -9, with all that it started; one that has much to give back takes a while."""
        child = self._children[name]
        kill([child])
        assert eventually(child.is_gone), f"{name} outlives kill -9"

    def run_inside(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a script as one of the company's processes."""
        return subprocess.run(
            [sys.executable, "-c", script, *arguments],
            env={
                **self.env,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "bin")]),
            },
            check=False,
            timeout=30,
            capture_output=True,
            text=True,
        )

    def post(self, path: str, **body: Any) -> requests.Response:
        return requests.post(f"{self.url}/{path}", json=body, timeout=10)

    def add_batch(self, ref: str, sku: str, qty: int, eta: str | None = None) -> None:
        response = self.post("add_batch", ref=ref, sku=sku, qty=qty, eta=eta)
        assert response.status_code == 201, response.text

    def allocate(self, orderid: str, sku: str, qty: int) -> requests.Response:
        return self.post("allocate", orderid=orderid, sku=sku, qty=qty)

    def allocations(self, orderid: str) -> requests.Response:
        return requests.get(f"{self.url}/allocations/{orderid}", timeout=10)

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(self.database_url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                return cursor.fetchall()
        finally:
            connection.close()

    def undelivered(self) -> int:
        return int(self.rows("SELECT count(*) FROM messaging_delivery")[0][0])

    def published(self, sku: str) -> list[dict[str, str]]:
        """What the stream `line_allocated` holds of a sku, in order."""
        entries: Any = self.redis.xrange("line_allocated")
        return [fields for _, fields in entries if fields["sku"] == sku]

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except requests.ConnectionError:
            return False


def _new_database(name: str) -> str:
    """An empty database on the server of DATABASE_URL; bin/test throws the server away."""
    server = os.environ["DATABASE_URL"]
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
