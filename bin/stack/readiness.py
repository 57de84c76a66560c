"""Waits until the product answers."""

import http.client
import time

from stack.console import Refusal
from stack.supervisor import Supervisor

READY_WITHIN = 120.0
# A process that cannot start at all has ended by then.
STEADY_FOR = 2.0


def wait_until_ready(supervisor: Supervisor, *, port: int, within: float = READY_WITHIN) -> None:
    """Raises Refusal, with what is missing, when the time is up."""
    until = time.monotonic() + within
    while (missing := _missing(supervisor, port)) is not None:
        if time.monotonic() > until:
            raise Refusal(f"Not ready after {within:.0f} s: {missing}.")
        supervisor.look_after(seconds=0.2)


def _missing(supervisor: Supervisor, port: int) -> str | None:
    if down := supervisor.down():
        return f"{', '.join(down)} keeps ending"
    if supervisor.steady_for() < STEADY_FOR:
        return "the processes have only just started"
    return _unready(port)


def _unready(port: int) -> str | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        said = response.read(300).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return f"/readyz does not answer ({error})"
    finally:
        connection.close()
    return None if response.status == http.client.OK else f"/readyz says {response.status} {said}"
