"""A survey of a million people, and its page of results timed; run inside the product.

python -m bench.rig.big_survey ROUNDS: writes it, and prints milliseconds as JSON.
"""

import json
import os
import sys
import time
from datetime import UTC, date, datetime, timedelta

TASKS, CODES, GROUPS, DAYS, ANSWERS = 5, 20, 30, 60, 1_000_000
SURVEY = "A-MILLION"
_TALLIES = """INSERT INTO scents_surveytally (survey, task, sample, outcome, audience, day, count)
    SELECT %(survey)s, %(task)s, sample, 'chosen', 'group ' || g, %(first)s::date + d,
        1 + (random() * %(most)s)::int
    FROM unnest(%(samples)s::text[]) sample, generate_series(1, %(groups)s) g,
        generate_series(0, %(days)s - 1) d"""
_SUM = """INSERT INTO scents_surveytotal (survey, by, task, sample, outcome, place, count)
    SELECT survey, %(by)s, task, sample, outcome, {place}, SUM(count) FROM scents_surveytally
    WHERE survey = %(survey)s AND {which} GROUP BY 1, 2, 3, 4, 5, 6"""


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    _write()
    print(json.dumps(_timed(int(sys.argv[1]))))


def _write() -> None:
    """Each task is a choice among all its codes: as many tallies as there can be of it."""
    from django.db import connection

    from domain.scents.surveys.plan import Candidate, Group, Method, Plan, Task
    from domain.scents.surveys.samples import codes_of, label
    from domain.scents.surveys.text import write_plan, write_samples
    from scents.models import Survey

    made = tuple(Candidate(f"SUPPLIER-{n}") for n in range(CODES))
    groups = tuple(Group(f"group {n}") for n in range(1, GROUPS + 1))
    plan = Plan("A million", (Task("SEA", Method.CHOICE, made),) * TASKS, "Yes.", groups=groups)
    samples = label(plan, [str(code) for code in range(100, 100 + TASKS * CODES)], {})
    opened = datetime(2026, 9, 1, tzinfo=UTC)
    seal = {"secret": "00" * 32, "seed": 1, "opened_at": opened.isoformat()}
    Survey.objects.create(
        code=SURVEY,
        title=plan.title,
        scents=["SEA"],
        state="open",
        plan=write_plan(plan),
        seal={**seal, "samples": write_samples(samples)},
        invited=ANSWERS,
        taken={group.name: ANSWERS // GROUPS for group in groups},
        drafted_by="bench",
        drafted_at=opened - timedelta(days=1),
        opened_at=opened,
    )
    told = {"survey": SURVEY, "first": date(2026, 9, 1), "groups": GROUPS, "days": DAYS}
    told["most"] = 2 * ANSWERS // (CODES * GROUPS * DAYS) - 2
    with connection.cursor() as cursor:
        for task, of_task in enumerate(samples, 1):
            marks = [*codes_of(of_task), *(f"#{place}" for place in range(1, CODES + 1))]
            cursor.execute(_TALLIES, {**told, "task": task, "samples": marks})
        by_group = _SUM.format(place="audience", which="true")
        cursor.execute(by_group, {"survey": SURVEY, "by": "group"})
        by_day = _SUM.format(place="day::text", which="left(sample, 1) <> '#'")
        cursor.execute(by_day, {"survey": SURVEY, "by": "day"})
        cursor.execute("ANALYZE scents_surveytally")
        cursor.execute("ANALYZE scents_surveytotal")


def _timed(rounds: int) -> dict[str, list[float]]:
    """Of the whole page, login and all, as Django's test client asks for it."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    settings.STAFF_SECOND_FACTOR = False
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.create_superuser("bench"))
    page = reverse("admin:scents_surveyresult_change", args=[SURVEY])
    asked = {
        "everybody": page,
        "one group": f"{page}?group=group+7",
        "a list, for comparison": reverse("admin:scents_supplier_changelist"),
    }
    took: dict[str, list[float]] = {}
    for name, address in asked.items():
        took[name] = [_milliseconds(client, address) for _ in range(rounds + 1)][1:]
    return took


def _milliseconds(client: object, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address, secure=True)  # type: ignore[attr-defined]
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
