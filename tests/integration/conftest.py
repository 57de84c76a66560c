"""What tests of the REST API share."""

from __future__ import annotations

import pytest

from messaging.bus import MessageBus
from tests.customers import Api, issue
from tests.probe import Urls


@pytest.fixture
def api(bus: MessageBus, settings) -> Api:
    settings.ROOT_URLCONF = Urls
    settings.API_RATE_PER_SECOND = 10_000
    return Api(issue(bus))
