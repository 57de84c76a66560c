"""Customers of the REST API: registered by commands, asking by HTTP."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.rig import inside
from bench.rig.company import Company

NO_LIMIT = {"API_RATE_PER_SECOND": "1000000"}
"""Of the company's environment: what one key may ask is not what is measured."""


def enroll(company: Company, code: str, *, email: str = "", webhook: str = "") -> str:
    """A customer with an address, who is told by mail and webhook if so; the text of its key."""
    return inside.python(company, "-P", "-m", "bench.rig.enroll", code, email, webhook).strip()


@dataclass
class Answer:
    """What a request was answered, and how long that took (milliseconds)."""

    status: int
    data: Any
    took: float


class Client:
    """Asks `/api/v1/` over one connection that is kept."""

    def __init__(self, url: str, key: str) -> None:
        place = urlsplit(url)
        self._connection = HTTPConnection(place.hostname or "", place.port, timeout=120)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        return self._ask("GET", path + (f"?{urlencode(query)}" if query else ""), b"")

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        began = time.perf_counter()
        self._connection.request(method, f"/api/v1/{path}", body, self._headers)
        response = self._connection.getresponse()
        text = response.read()
        return Answer(response.status, json.loads(text), (time.perf_counter() - began) * 1000)
