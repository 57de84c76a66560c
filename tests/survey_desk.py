"""What tests of the back office of surveys share: people of each role, and forms filled in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from scents.models import Survey
from tests.back_office import at, fill_in
from tests.doors import person


def logged_in(role: str) -> Client:
    """Somebody of a role; one of each name."""
    client = Client()
    name = role.replace(" ", "-")
    client.force_login(User.objects.filter(username=name).first() or person(name, role))
    return client


def typed(**changes: str) -> dict[str, str]:
    """A draft as a researcher fills it in."""
    filled = {
        "code": "SEA-1",
        "survey_title": "Sea breeze",
        "introduction": "Smell,\nthen choose.",
        "consent": "I agree.",
        "tasks": "SEA-BREEZE | choice | EXPENSIVE; CHEAP | Which smells more of the sea?",
        "groups": "18-25: 200\nover 25",
        "questions": "age | How old are you? | under 18 (out); 18 or more",
        "policy": "PLAIN",
        "closes_at": "",
    }
    return {**filled, **changes}


def draft(client: Client, **changes: str) -> Any:
    return client.post(at("add", Survey), typed(**changes), follow=True)


def press(client: Client, form: str, code: str = "SEA-1", **sent: str) -> Any:
    """Send one of the forms beside the page of a survey."""
    return fill_in(client, Survey, code, form, **sent)


def open_it(client: Client, code: str = "SEA-1") -> Any:
    """Look at the plan once more, and open it."""
    page = client.get(at("do", Survey, code, "open"))
    seen = page.context["adminform"].form["seen"].value()
    return press(client, "open", code, looked="on", seen=seen)


def shown(client: Client, code: str = "SEA-1") -> str:
    """The page of a survey."""
    return str(client.get(at("change", Survey, code)).content.decode())


def body(response: Any) -> str:
    """Also of what is streamed."""
    content = response.getvalue() if response.streaming else response.content
    return str(content.decode())
