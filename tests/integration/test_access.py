"""Who may use the classic endpoints, and what the company needs to start."""

from __future__ import annotations

import base64
import os
import subprocess
import sys

import pytest
from django.contrib.auth.models import User
from django.test import Client
from stack import ROOT

LINE = {"orderid": "o", "sku": "unknown", "qty": 1}


def basic(name: str, password: str) -> dict[str, str]:
    token = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {token}"}


def post(client: Client, **headers: str):
    return client.post("/allocate", LINE, content_type="application/json", headers=headers)


@pytest.mark.django_db
def test_without_a_login_the_classic_endpoints_are_closed(client: Client, settings):
    settings.CLASSIC_API_ANONYMOUS = False

    response = post(client)

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Basic")
    assert response["Content-Type"] == "application/problem+json"
    assert client.get("/allocations/o").status_code == 401


@pytest.mark.django_db
def test_staff_may_use_them_and_others_may_not(client: Client, settings):
    settings.CLASSIC_API_ANONYMOUS = False
    User.objects.create_user("anna", password="correct horse", is_staff=True)
    User.objects.create_user("ben", password="battery staple")

    assert post(client, **basic("anna", "correct horse")).status_code == 400  # unknown sku
    assert post(client, **basic("ben", "battery staple")).status_code == 403
    assert post(client, **basic("anna", "wrong")).status_code == 401


@pytest.mark.django_db
def test_in_the_demo_they_are_open(client: Client, settings):
    settings.CLASSIC_API_ANONYMOUS = True
    assert post(client).status_code == 400


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS"])
def test_outside_the_demo_a_missing_secret_is_a_clear_refusal_to_start(name: str):
    env = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "s" * 60,
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "ALLOWED_HOSTS": "example.com",
    }
    del env[name]

    run = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "check"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode != 0
    assert f"{name} is not set" in run.stderr.splitlines()[-1]
