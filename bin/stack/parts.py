"""The servers that come with the project, each started unless the environment names another."""

from collections.abc import Mapping

from stack.console import say
from stack.datafolder import DataFolder
from stack.mailbox import Mailbox
from stack.postgres import Postgres
from stack.supervisor import Supervisor
from stack.valkey import Valkey

MAIL_PAGE_PORT = 8025


def start_parts(
    supervisor: Supervisor, *, data: DataFolder, environ: Mapping[str, str]
) -> dict[str, str]:
    """Returns the addresses that the product finds them at."""
    found: dict[str, str] = {}
    if not environ.get("DATABASE_URL"):
        found["DATABASE_URL"] = start_postgres(supervisor, data=data)
    if not environ.get("REDIS_URL"):
        found["REDIS_URL"] = start_valkey(supervisor, data=data)
    if not environ.get("EMAIL_URL"):
        found |= _start_mailbox(supervisor, data=data)
    return found


def start_postgres(supervisor: Supervisor, *, data: DataFolder) -> str:
    log = data.folder("log") / "postgres.log"
    postgres = Postgres(data.path / "postgres", port=data.port("postgres"), log=log)
    supervisor.adopt(postgres.child)
    say(f"Starting PostgreSQL (log: {log})")
    return postgres.start()


def start_valkey(supervisor: Supervisor, *, data: DataFolder) -> str:
    log = data.folder("log") / "valkey.log"
    valkey = Valkey(data.folder("valkey"), port=data.port("valkey"), log=log)
    supervisor.adopt(valkey.child)
    say(f"Starting Valkey (log: {log})")
    return valkey.start()


def _start_mailbox(supervisor: Supervisor, *, data: DataFolder) -> dict[str, str]:
    mailbox = Mailbox(
        data.folder("mails"),
        smtp_port=data.port("smtp"),
        page_port=data.port("mail page", preferred=MAIL_PAGE_PORT),
        log=data.folder("log") / "mailbox.log",
    )
    supervisor.adopt(mailbox.child)
    say("Starting the mail catcher")
    mailbox.start()
    return {"EMAIL_URL": mailbox.smtp_url, "MAILBOX_URL": mailbox.page_url}
