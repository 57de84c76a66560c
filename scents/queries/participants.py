"""What participants may ask: what is stored about them."""

from __future__ import annotations

from typing import Any

from domain.scents.surveys.invitation import serial_of
from scents.models import SampleAssignment, Survey, SurveyResponse


def stored_answer(code: str, token: str) -> dict[str, Any] | None:
    """All that is stored under this invitation, as plain data; None: nothing, or it was erased.

    Without how likely the samples were: over many invitations that tells how they fare.
    """
    serial = _invited(code, token)
    if serial is None:
        return None
    rows = SurveyResponse.objects.filter(survey=code, serial=serial).select_related("survey")
    row = rows.exclude(state=SurveyResponse.ERASED).defer("survey__seal").first()
    if row is None:
        return None
    return {
        "survey": code,
        "title": row.survey.title,
        "invitation": serial,
        "screened_out": row.state == SurveyResponse.OUT,
        "group": row.audience,
        "given_at": row.given_at.isoformat(),
        "received_at": row.received_at.isoformat(),
        "screening": row.screening,
        "judgements": row.judgements,
        "assigned": _assigned(code, serial),
    }


def _invited(code: str, token: str) -> int | None:
    """The number of the invitation; None: it is none of the survey's."""
    surveys = Survey.objects.filter(pk=code, seal__isnull=False)
    secret, invited = surveys.values_list("seal__secret", "invited").first() or ("", 0)
    serial = serial_of(bytes.fromhex(secret), token)
    return serial if serial is not None and 1 <= serial <= invited else None


def _assigned(code: str, serial: int) -> list[dict[str, Any]]:
    rows = SampleAssignment.objects.filter(survey=code, serial=serial).order_by("task")
    return [
        {"task": row.task, "sample": row.sample, "assigned_at": row.assigned_at.isoformat()}
        for row in rows
    ]
