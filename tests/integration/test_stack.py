"""bin/run and its parts: what a person at the terminal relies on."""

import os
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis
import requests
from stack import ROOT, ports, procfile
from stack.datafolder import DataFolder
from stack.mailbox import Mailbox
from stack.postgres import Postgres
from stack.supervisor import Supervisor
from stack.valkey import Valkey

Start = Callable[[], subprocess.Popen[str]]
STOP_LIMIT = 5.0

# A process that will not hear SIGTERM, and its child. Each writes its number down.
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
with open("pids", "a") as pids:
    pids.write(f"{os.getpid()} ")
time.sleep(1000)
"""

# A product small enough to start in a blink: migrations, samples, and a page that is ready.
PRODUCT = """
import http.server, sys

class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

if sys.argv[1] == "serve":
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), Ready).serve_forever()
"""
PROCFILE = """
release: python manage.py migrate && echo migrated
web: python manage.py serve $PORT
worker: python stubborn.py
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """As DATA_DIR must be under root: passable, for the database's server runs as another user."""
    folder = Path(tempfile.mkdtemp(prefix="scents-stack-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    smtp_port, page_port = ports.find_free(), ports.find_free()
    log = tmp_path / "log"
    box = Mailbox(tmp_path / "mails", smtp_port=smtp_port, page_port=page_port, log=log)
    box.start()
    yield box
    box.stop()


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path, port=ports.find_free(), log=tmp_path / "log")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def postgres(open_folder: Path) -> Iterator[Postgres]:
    data = DataFolder(open_folder)
    log = data.folder("log") / "postgres.log"
    server = Postgres(open_folder / "postgres", port=ports.find_free(), log=log)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout with the real bin/ around the small product."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / "manage.py").write_text(PRODUCT)
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    (tmp_path / "Procfile").write_text(PROCFILE)
    return tmp_path


@pytest.fixture
def start(tree: Path) -> Iterator[Start]:
    """Starts bin/run of the tree; the servers are named, so that it starts none of its own."""
    started: list[subprocess.Popen[str]] = []
    named = {"DATABASE_URL": "unused", "REDIS_URL": "unused", "EMAIL_URL": "unused"}
    env = {**os.environ, **named, "PORT": str(ports.find_free()), "DATA_DIR": str(tree / "data")}

    def start_run() -> subprocess.Popen[str]:
        command = [tree / "bin" / "run"]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
        started.append(run)
        return run

    yield start_run
    for run in started:
        with run:
            run.terminate()


def test_the_mailbox_serves_a_mail_in_the_shape_of_mailhog(mailbox: Mailbox) -> None:
    _send(mailbox, subject="Out of stock", text="Out of stock for OAK-MOSS")
    found = _api(mailbox)
    assert (found["total"], found["count"], found["start"]) == (1, 1, 0)
    [item] = found["items"]
    assert item["Raw"]["From"] == "stock@example.com"
    assert item["Raw"]["To"] == ["buyer@example.com"]
    assert "Subject: Out of stock\r\n" in item["Raw"]["Data"]
    assert "Out of stock for OAK-MOSS" in item["Raw"]["Data"]
    assert item["Content"]["Headers"]["Subject"] == ["Out of stock"]
    assert item["Content"]["Body"].strip() == "Out of stock for OAK-MOSS"


def test_the_mailbox_lists_the_newest_first_and_keeps_mails_over_a_crash(mailbox: Mailbox) -> None:
    _send(mailbox, subject="first", text="1")
    _send(mailbox, subject="second", text="2")
    mailbox.child.kill()
    mailbox.start()
    subjects = [item["Content"]["Headers"]["Subject"] for item in _api(mailbox)["items"]]
    assert subjects == [["second"], ["first"]]


def test_the_mail_page_shows_what_was_written_and_runs_none_of_it(mailbox: Mailbox) -> None:
    _send(mailbox, subject="<b>Néroli</b>", text="<script>alert(1)</script>")
    page = requests.get(mailbox.page_url, timeout=5).text
    assert "&lt;b&gt;Néroli&lt;/b&gt;" in page
    [item] = _api(mailbox)["items"]
    mail = requests.get(f"{mailbox.page_url}/mails/{item['ID']}", timeout=5).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in mail
    assert "buyer@example.com" in mail


def test_the_mailbox_can_be_cleared(mailbox: Mailbox) -> None:
    _send(mailbox, subject="gone soon", text="")
    assert requests.delete(f"{mailbox.page_url}/api/v1/messages", timeout=5).ok
    assert _api(mailbox)["total"] == 0


def test_valkey_keeps_what_it_acknowledged_over_kill_9(valkey: Valkey) -> None:
    with redis.Redis.from_url(valkey.url()) as client:
        client.set("batch-001", 100)
    valkey.kill()
    valkey.start()
    with redis.Redis.from_url(valkey.url()) as client:
        assert client.get("batch-001") == b"100"


def test_postgres_keeps_what_it_committed_over_kill_9(postgres: Postgres) -> None:
    _sql(postgres, "CREATE TABLE batch AS SELECT 'batch-001' AS ref")
    postgres.kill()
    postgres.start()
    assert _sql(postgres, "UPDATE batch SET ref = ref RETURNING ref") == [("batch-001",)]


def test_a_second_run_on_the_same_data_refuses(tmp_path: Path) -> None:
    with DataFolder(tmp_path).locked():
        second = _run_to_its_end({"DATA_DIR": str(tmp_path)})
    assert second.returncode == 1
    assert f"Another bin/run (process {os.getpid()})" in second.stdout


def test_a_run_on_a_taken_port_refuses(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = _run_to_its_end({"DATA_DIR": str(tmp_path), "PORT": port})
    assert refused.returncode == 1
    assert f"Port {port} is taken" in refused.stdout


def test_the_supervisor_starts_a_process_again_that_died() -> None:
    worker = procfile.process("worker", "sleep 1000", env=os.environ)
    with Supervisor() as supervisor:
        supervisor.keep(worker)
        first = worker.pid
        os.kill(first, signal.SIGKILL)
        supervisor.look_after(seconds=2)
        assert worker.pid != first
        assert _lives(worker.pid)
    assert not _lives(worker.pid)


def test_ready_is_said_once_and_sigterm_leaves_no_process(start: Start, tree: Path) -> None:
    run = start()
    _await_ready(run)
    began = time.monotonic()
    run.terminate()
    rest, _ = run.communicate()
    assert time.monotonic() - began < STOP_LIMIT
    assert run.returncode == 0
    assert "Ready:" not in rest
    assert not _left(tree)


def test_a_killed_run_leaves_no_process(start: Start, tree: Path) -> None:
    run = start()
    _await_ready(run)
    run.kill()
    run.communicate()
    until = time.monotonic() + STOP_LIMIT
    while _left(tree) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _left(tree)


def test_a_failed_release_step_ends_the_run_and_is_named(start: Start, tree: Path) -> None:
    (tree / "Procfile").write_text("release: exit 3\nweb: sleep 1000\n")
    said, _ = (run := start()).communicate()
    assert run.returncode == 1
    assert "'release' failed with code 3" in said


def _run_to_its_end(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "bin" / "run"],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def _await_ready(run: subprocess.Popen[str]) -> None:
    for line in run.stdout or ():
        if line.startswith("Ready: "):
            return
    pytest.fail("bin/run ended before it was ready")


def _left(tree: Path) -> list[int]:
    return [pid for pid in map(int, (tree / "pids").read_text().split()) if _lives(pid)]


def _lives(pid: int) -> bool:
    """A zombie does not: it is only waiting to be counted."""
    try:
        os.kill(pid, 0)
        state = Path("/proc", str(pid), "stat")
        return not (Path("/proc/self").exists() and ") Z " in state.read_text())
    except (ProcessLookupError, FileNotFoundError):
        return False


def _send(mailbox: Mailbox, *, subject: str, text: str) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "stock@example.com"
    message["To"] = "buyer@example.com"
    message.set_content(text)
    host, port = mailbox.smtp_url.removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port)) as smtp:
        smtp.send_message(message)


def _api(mailbox: Mailbox) -> dict[str, Any]:
    found: dict[str, Any] = requests.get(f"{mailbox.page_url}/api/v2/messages", timeout=5).json()
    return found


def _sql(postgres: Postgres, statement: str) -> list[tuple[Any, ...]]:
    connection = psycopg2.connect(postgres.url())
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows
