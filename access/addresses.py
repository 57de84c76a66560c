"""Where a request comes from."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

NEIGHBOURHOOD = 64
"""Bits of an IPv6 address that one customer of a provider cannot choose."""


def client_address(request: HttpRequest) -> str | None:
    """X-Forwarded-For is believed only behind a proxy, and of it only what that proxy added: the
    last address. What stands before it, anybody may have written."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    candidates = [told.rpartition(",")[2], seen] if settings.BEHIND_PROXY else [seen]
    return next((found for text in candidates if (found := _address(text))), None)


def client_network(request: HttpRequest) -> str | None:
    """What is locked out: an address, or the IPv6 network in which one client picks its own."""
    address = client_address(request)
    if address is None or not isinstance(ip_address(address), IPv6Address):
        return address
    return str(IPv6Network(f"{address}/{NEIGHBOURHOOD}", strict=False).network_address)


def _address(text: str) -> str | None:
    try:
        found = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)
