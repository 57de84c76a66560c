"""What tests share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import timezone

from messaging.bus import MessageBus, get_bus
from messaging.wake import wake_webhooks
from messaging.webhooks.commands import RegisterWebhook
from messaging.webhooks.ports import NewWebhook
from messaging.webhooks.queue import StoredWebhooks
from tests.company import Company, MailServer
from tests.files import Files
from tests.receiver import Receiver
from tests.webhook_desk import Desk


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full", action="store_true", help="full counts of races, kill loops and soaks"
    )


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_row_by_row() -> Iterator[None]:
    """After each test that commits. The few rows that it leaves are deleted in a tenth of the time
    in which as many tables are truncated."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _deletions)
        yield


def _deletions(
    operations: DatabaseOperations, style: Any, tables: Sequence[str], **_: Any
) -> list[str]:
    return [f"DELETE FROM {operations.quote_name(table)};" for table in tables]


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether there is time for what is too long for every change."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory, mail_server: MailServer) -> Iterator[Company]:
    """Web, worker, beat and consumer, on real PostgreSQL, Valkey and SMTP."""
    folder: Path = tmp_path_factory.mktemp("company")
    company = Company(folder, redis_url=os.environ["REDIS_URL"], mail_port=mail_server.port)
    company.open()
    yield company
    company.close()


@pytest.fixture
def bus(transactional_db: None, settings):
    """The real bus on a database that commits; subscribers run in the process."""
    settings.CELERY_BROKER_URL = ""
    get_bus.cache_clear()
    yield get_bus()
    get_bus.cache_clear()


@pytest.fixture
def quick_passwords(settings) -> None:
    """A hash that is made slow on purpose is not what is tested."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def outside_the_demo(settings) -> None:
    """Doors as they are in earnest, with counters that begin at nothing."""
    settings.STAFF_SECOND_FACTOR = True
    settings.CLASSIC_API_ANONYMOUS = False
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": memory, "LOCATION": uuid4().hex}}


@pytest.fixture
def files(tmp_path: Path, bus: MessageBus) -> Files:
    return Files(tmp_path)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def webhook(bus: MessageBus, receiver: Receiver) -> NewWebhook:
    webhook: NewWebhook = bus.handle(RegisterWebhook("acme", receiver.url))
    return webhook


@pytest.fixture
def queue(bus: MessageBus) -> Callable[[str], None]:
    webhooks = StoredWebhooks(wake=wake_webhooks, clock=timezone.now)
    return lambda key: webhooks.queue(owner="acme", type="a.b", data={"n": 1}, key=key)


@pytest.fixture
def sku() -> str:
    return f"sku-{uuid4().hex[:8]}"
