"""What tests of the REST API, of jobs and of the laboratory share."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from domain.allocation import commands
from domain.scents.commands.materials import AddMaterial
from messaging.bus import MessageBus
from tests.customers import Api, issue, register
from tests.doors import person
from tests.letters import ANNA
from tests.ordering import SOON
from tests.probe import Urls
from tests.survey_desk import logged_in
from tests.surveys import stock_suppliers


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


@pytest.fixture
def ann(bus: MessageBus) -> User:
    user = User.objects.create_user("ann", is_staff=True)
    names = ["view_parkedmessage", "change_parkedmessage", "view_bulkjob", "change_bulkjob"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def client_of_ann(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("messaging.wake.drain_jobs", lambda: None)


@pytest.fixture
def anna(bus: MessageBus) -> str:
    """A customer with two members who want mail, and one who does not."""
    register(bus, ANNA)
    for name, wants in (("anna", True), ("bo", True), ("cy", False)):
        bus.handle(commands.AddMember(ANNA, f"{name}@films.example", name, wants))
    return ANNA


@pytest.fixture
def perfumer(bus: MessageBus, client: Client) -> Client:
    client.force_login(person("ann", "perfumer"))
    return client


@pytest.fixture
def limonene(bus: MessageBus) -> str:
    bus.handle(AddMaterial("LIMONENE", "Limonene", cas="5989-27-5"))
    return "LIMONENE"


@pytest.fixture
def suppliers_of_scents(bus: MessageBus) -> None:
    stock_suppliers()


@pytest.fixture
def rosa(bus: MessageBus) -> Client:
    """A researcher."""
    return logged_in("researcher")


@pytest.fixture
def keeper(bus: MessageBus) -> Client:
    """Of the samples: he may be told who made them."""
    return logged_in("sample keeper")
