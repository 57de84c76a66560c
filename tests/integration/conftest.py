"""What tests of the REST API share."""

from __future__ import annotations

import pytest

from domain.allocation import commands
from messaging.bus import MessageBus
from tests.customers import Api, issue
from tests.ordering import SOON
from tests.probe import Urls


@pytest.fixture
def api(bus: MessageBus, settings) -> Api:
    settings.ROOT_URLCONF = Urls
    settings.API_RATE_PER_SECOND = 10_000
    return Api(issue(bus))


@pytest.fixture
def stock(bus: MessageBus) -> None:
    """Three tables here and a hundred on their way; ten lamps."""
    bus.handle(commands.CreateBatch("here", "TABLE", 3, None))
    bus.handle(commands.CreateBatch("ship", "TABLE", 100, SOON))
    bus.handle(commands.CreateBatch("lamps", "LAMP", 10, None))
