"""Ports on this machine."""

import socket
from collections.abc import Mapping, Set

from stack.console import Refusal

WEB = 8000


def web_port(environ: Mapping[str, str]) -> int:
    text = environ.get("PORT") or str(WEB)
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise Refusal(f"PORT is {text!r}, which is no port number.")
    return int(text)


def require_free(port: int) -> None:
    if not is_free(port):
        raise Refusal(f"Port {port} is taken by another program. Set PORT to a free one.")


def is_free(port: int) -> bool:
    """Asked of all addresses. Reuse of addresses lets a port pass whose last connections linger."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except PermissionError:
            raise Refusal(f"Port {port} is not open to this user. Set PORT above 1023.") from None
        except OSError:
            return False
    return port != 0


def find_free(*, avoiding: Set[int] = frozenset()) -> int:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port not in avoiding:
            return port
