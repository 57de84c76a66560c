"""Roles: each page of the back office, for each role, allowed and denied.

What is expected comes from config/roles.py and from what the back office has registered, so that
a new page or a new right is tried without a word here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db.models import Model, UUIDField
from django.test import Client, RequestFactory
from django.urls import reverse

from access.models import AuditEntry
from config.roles import ADMINISTRATION, EVERY_VIEW, EVERYTHING, ROLES, grants
from tests.back_office import at, name_of
from tests.doors import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

PAGES = sorted(admin.site._registry, key=name_of)


@dataclass(frozen=True)
class Attempt:
    """A request, and whether the role should be let through."""

    method: str
    address: str
    allowed: bool
    sent: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def employee(client: Client, request: pytest.FixtureRequest) -> Client:
    """Somebody of the role of this test."""
    client.force_login(person("employee", request.getfixturevalue("role")))
    return client


def no_row(model: type[Model]) -> str:
    """The key of no row: whether somebody may look is decided before anything is looked up."""
    return str(UUID(int=0)) if isinstance(model._meta.pk, UUIDField) else "0"


def attempts(role: str, model: type[Model]) -> Iterator[Attempt]:
    page = admin.site._registry[model]
    anybody = RequestFactory().get("/")
    anybody.user = User(is_superuser=True, is_active=True)

    def may(kind: str) -> bool:
        return grants(role, f"{model._meta.app_label}.{kind}_{model._meta.model_name}")

    look = may("view") or may("change")
    add = may("add") and page.has_add_permission(anybody)
    change = may("change") and page.has_change_permission(anybody)
    delete = may("delete") and page.has_delete_permission(anybody)
    key = no_row(model)
    yield Attempt("get", at("changelist", model), look)
    yield Attempt("get", at("change", model, key), look)
    yield Attempt("get", at("add", model), add)
    yield Attempt("post", at("add", model), add)
    yield Attempt("post", at("change", model, key), change)
    yield Attempt("post", at("delete", model, key), delete, {"post": "yes"})
    rights = {"view": look, "change": may("change"), "act": may("change"), "delete": delete}
    for action, name, _ in page._get_base_actions():
        needed = getattr(action, "allowed_permissions", ["delete"])
        sent = {"action": name, "_selected_action": key, "index": "0"}
        allowed = look and all(rights[right] for right in needed)
        yield Attempt("post", at("changelist", model), allowed, sent)


@pytest.mark.parametrize("model", PAGES, ids=name_of)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_pages_and_no_others(employee: Client, role: str, model: type[Model]):
    for attempt in attempts(role, model):
        before = AuditEntry.objects.filter(kind="denied").count()
        response = getattr(employee, attempt.method)(attempt.address, attempt.sent)
        denied = AuditEntry.objects.filter(kind="denied").count() - before

        if attempt.allowed:
            assert response.status_code in (200, 302), attempt
            assert not denied
        else:
            assert response.status_code == 403, attempt
            assert reverse("admin:index").encode() in response.content
            assert denied == 1


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_first_page(employee: Client, role: str):
    assert employee.get(reverse("admin:index")).status_code == 200


def test_every_permission_that_a_role_names_exists():
    named = {rule for rules in ROLES.values() for rule in rules} - {EVERYTHING, EVERY_VIEW}
    stored = Permission.objects.values_list("content_type__app_label", "codename")

    assert named <= {f"{app}.{codename}" for app, codename in stored}


@pytest.mark.parametrize("model", PAGES, ids=name_of)
def test_every_page_belongs_to_a_role_or_to_administration(model: type[Model]):
    working = [role for role, rules in ROLES.items() if not {EVERYTHING, EVERY_VIEW} & {*rules}]
    view = f"{model._meta.app_label}.view_{model._meta.model_name}"
    needed = any(grants(role, view) for role in working)

    assert needed != (model._meta.label_lower in ADMINISTRATION)


def test_setting_the_roles_again_changes_nothing_and_puts_right_what_was_changed():
    call_command("set_roles", verbosity=0)
    before = set(Group.permissions.through.objects.values_list("group__name", "permission"))
    sales = Group.objects.get(name="sales")
    sales.permissions.add(Permission.objects.get(codename="add_user"))
    call_command("set_roles", verbosity=0)

    assert set(Group.permissions.through.objects.values_list("group__name", "permission")) == before


def test_an_auditor_sees_everything_and_changes_nothing():
    call_command("set_roles", verbosity=0)
    codenames = Group.objects.get(name="auditor").permissions.values_list("codename", flat=True)
    seen = {f"view_{model._meta.model_name}" for model in PAGES}

    assert seen <= set(codenames)
    assert all(name.startswith("view_") for name in codenames)


def test_the_page_of_a_person_shows_no_password(client: Client):
    ann = person("ann")
    client.force_login(person("eve", "auditor"))
    page = client.get(at("change", User, ann.pk)).content.decode()

    assert ann.username in page
    assert ann.password not in page
    assert ann.password.rpartition("$")[2] not in page


def test_the_permissions_of_a_role_are_changed_in_the_code_only(client: Client):
    client.force_login(person("boss", "administrator"))
    role = Group.objects.get(name="sales")

    assert client.get(at("change", Group, role.pk)).status_code == 200
    assert client.post(at("change", Group, role.pk), {"name": "sales"}).status_code == 403
    assert client.post(at("delete", Group, role.pk), {"post": "yes"}).status_code == 403
