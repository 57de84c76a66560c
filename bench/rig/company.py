"""The product as its Procfile says, on a PostgreSQL and a Valkey that are thrown away."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection
from stack import ROOT, procfile
from stack.console import Refusal
from stack.datafolder import DataFolder
from stack.environment import clean, path
from stack.mailbox import Mailbox
from stack.postgres import Postgres
from stack.processes import Child, run_to_end
from stack.readiness import wait_until_ready
from stack.supervisor import Supervisor
from stack.valkey import Valkey

WEB_WORKERS = "2"


@dataclass
class Company:
    """Running servers and processes, by name; `supervisor` stops them all."""

    supervisor: Supervisor
    data: DataFolder
    env: dict[str, str]
    children: dict[str, Child] = field(default_factory=dict)

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self.env['PORT']}"

    @property
    def database_url(self) -> str:
        return self.env["DATABASE_URL"]

    @property
    def redis_url(self) -> str:
        return self.env["REDIS_URL"]

    def connect(self, url: str = "") -> connection:
        """A connection of the benchmark itself; each statement is a transaction."""
        database = psycopg2.connect(url or self.database_url)
        database.autocommit = True
        return database

    def start(self, name: str, command: str, env: Mapping[str, str] | None = None) -> Child:
        """Run a process as a Procfile would; its output goes to a log of its name."""
        child = procfile.process(name, command, env={**self.env, **(env or {})})
        child.log = self.data.folder("log") / f"{name}.log"
        self.supervisor.keep(child)
        self.children[name] = child
        return child

    def prepare(self, env: Mapping[str, str] | None = None) -> None:
        step = procfile.step("release", commands()["release"], env={**self.env, **(env or {})})
        step.log = self.data.folder("log") / "release.log"
        if run_to_end(step) != 0:
            raise Refusal(f"The release step failed:\n{step.log.read_text()}")

    def wait(self) -> None:
        wait_until_ready(self.supervisor, port=int(self.env["PORT"]))

    def troubles(self) -> list[str]:
        """What the processes complained of, for whoever reads the result."""
        logs = [self.data.path / "log" / f"{name}.log" for name in ("web", "worker", "consumer")]
        return [line for log in logs if log.exists() for line in log.read_text().splitlines()[-3:]]


def commands() -> dict[str, str]:
    return procfile.read(ROOT / "Procfile")


@contextmanager
def servers(*, postgres_settings: Sequence[str] = ()) -> Iterator[Company]:
    """PostgreSQL, Valkey, a mail catcher and a migrated database; no process of the product.

    `postgres_settings` ("name=value") are beside those that the product starts it with.
    """
    folder = Path(tempfile.mkdtemp(prefix="scents-bench-"))
    folder.chmod(0o711)  # the database's server passes it as another user under root
    try:
        with Supervisor() as supervisor:
            company = _start(supervisor, DataFolder(folder), postgres_settings)
            company.prepare()
            yield company
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def company(
    *,
    env: Mapping[str, str] | None = None,
    override: Mapping[str, str] | None = None,
    postgres_settings: Sequence[str] = (),
) -> Iterator[Company]:
    """All processes of the Procfile; `override` gives some of them another command ("": none)."""
    with servers(postgres_settings=postgres_settings) as running:
        running.env |= env or {}
        for name, command in ({**commands(), **(override or {})}).items():
            if name != procfile.RELEASE and command:
                running.start(name, command)
        running.wait()
        yield running


def _start(supervisor: Supervisor, data: DataFolder, settings: Sequence[str]) -> Company:
    logs = data.folder("log")
    postgres = Postgres(data.path / "postgres", port=data.port("db"), log=logs / "postgres.log")
    valkey = Valkey(data.folder("valkey"), port=data.port("redis"), log=logs / "valkey.log")
    mailbox = Mailbox(
        data.folder("mails"),
        smtp_port=data.port("smtp"),
        page_port=data.port("page"),
        log=logs / "mailbox.log",
    )
    words = [word for setting in settings for word in ("-c", setting)]
    postgres.child.argv = [*postgres.child.argv, *words]
    for service in (postgres, valkey, mailbox):
        supervisor.adopt(service.child)
    env = {
        "DATABASE_URL": postgres.start(),
        "REDIS_URL": valkey.start(),
        "EMAIL_URL": mailbox.smtp_url,
    }
    mailbox.start()
    children = {"postgres": postgres.child, "valkey": valkey.child, "mailbox": mailbox.child}
    return Company(supervisor, data, env=env | _settings(data), children=children)


def _settings(data: DataFolder) -> dict[str, str]:
    return clean(os.environ) | {
        "PORT": str(data.port("web")),
        "PATH": path(os.environ),
        "DATA_DIR": str(data.path),
        "DEMO": "on",
        "DEMO_PASSWORD": "unused",
        "CLASSIC_API_ANONYMOUS": "on",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": data.secret_key(),
        "WEB_CONCURRENCY": WEB_WORKERS,
        "WORKER_CONCURRENCY": os.environ.get("WORKER_CONCURRENCY", "3"),
    }
