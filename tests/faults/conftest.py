"""A company whose parts may be broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stack.ports import find_free
from stack.valkey import Valkey

from tests.company import Company, MailServer


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    folder = tmp_path_factory.mktemp("valkey")
    server = Valkey(folder, port=find_free(), log=folder / "valkey.log")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def mails() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def frail(
    tmp_path_factory: pytest.TempPathFactory, valkey: Valkey, mails: MailServer
) -> Iterator[Company]:
    """A company whose parts may be broken."""
    company = Company(
        tmp_path_factory.mktemp("frail"), redis_url=valkey.url(), mail_port=mails.port
    )
    company.open()
    yield company
    company.close()
