"""Which addresses we send to: an owner must not make us talk to machines of our own network."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Thread
from urllib.parse import SplitResult, urlsplit

LONGEST_URL = 2_000
RESOLVE_WITHIN = 3.0  # seconds
DEFAULT_PORTS = {"https": 443, "http": 80}

_UNICAST = IPv6Network("2000::/3")
"""All that is public in IPv6 lies here: not NAT64, not the mapped and compatible IPv4 ones."""
_REFUSED_6 = [
    IPv6Network("2001::/23"),  # Teredo and other protocols
    IPv6Network("2002::/16"),  # 6to4: an IPv4 address inside
    IPv6Network("3fff::/20"),  # documentation
]
_REFUSED_4 = [
    IPv4Network("192.0.0.0/24"),  # protocols
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
]

Resolve = Callable[[str, int], list[str]]


class UnsafeTarget(Exception):
    """We do not send there; the text says why."""


@dataclass(frozen=True)
class Target:
    """A URL, taken apart."""

    scheme: str
    host: str
    port: int
    path: str


def parsed(url: str, *, plain_http: bool) -> Target:
    """Raises UnsafeTarget. `plain_http`: whether http is taken as well as https."""
    if len(url) > LONGEST_URL:
        raise UnsafeTarget(f"must have at most {LONGEST_URL} characters")
    if not url.isascii() or not url.isprintable() or set(url) & {" ", "\\"}:
        raise UnsafeTarget("must be plain ASCII, without blanks and backslashes")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnsafeTarget(f"is no URL: {error}") from error
    if fault := _fault_of(url, parts, plain_http=plain_http):
        raise UnsafeTarget(fault)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    port = port or DEFAULT_PORTS[parts.scheme]
    return Target(parts.scheme, parts.hostname or "", port, path)


def _fault_of(url: str, parts: SplitResult, *, plain_http: bool) -> str | None:
    if parts.scheme not in ("https", "http") or (parts.scheme == "http" and not plain_http):
        return "must begin with https://"
    if "@" in parts.netloc:
        return "must not hold a user name or password"
    if "#" in url:
        return "must not have a fragment"
    if not parts.hostname or len(parts.hostname) > 253:
        return "must name a host"
    return "must have a port above 0" if parts.port == 0 else None


def addresses_of(host: str, port: int) -> list[str]:
    """All IP addresses of the host, as the system's resolver gives them. Raises OSError.

    It has no time limit of its own, and whoever owns the name may make it wait: so it is asked in
    a thread that can be left behind.
    """
    answer: Future[list[str]] = Future()
    Thread(target=_ask, args=(host, port, answer), daemon=True).start()
    return answer.result(RESOLVE_WITHIN)


def _ask(host: str, port: int, answer: Future[list[str]]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is empty, or too long
        answer.set_exception(OSError(str(error)))
    except OSError as error:
        answer.set_exception(error)
    else:
        answer.set_result(list(dict.fromkeys(str(address[0]) for *_, address in found)))


def is_public(address: str) -> bool:
    """Whether anybody on the internet may be reached there, and nobody else."""
    ip = ip_address(address)
    if ip.is_multicast or ip.is_reserved or not ip.is_global:
        return False
    if isinstance(ip, IPv6Address):
        return ip in _UNICAST and not any(ip in network for network in _REFUSED_6)
    return not any(ip in network for network in _REFUSED_4)


class Targets:
    """The guard, at registration and again at each attempt.

    `anywhere`: private addresses and plain http are allowed (the demo).
    """

    def __init__(self, *, anywhere: bool, resolve: Resolve = addresses_of) -> None:
        self._anywhere = anywhere
        self._resolve = resolve

    def checked(self, url: str) -> tuple[Target, list[str]]:
        """The target, and the addresses to connect to: no name is asked for again after this.

        Raises UnsafeTarget, and OSError when the host has no address.
        """
        target = parsed(url, plain_http=self._anywhere)
        addresses = self._resolve(target.host, target.port)
        if not addresses:
            raise OSError(f"{target.host} has no address")
        if not self._anywhere and not all(map(is_public, addresses)):
            raise UnsafeTarget("leads to an address that is not public")
        return target, addresses
