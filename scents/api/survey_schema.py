"""Surveys over `/api/v1/`, in the words of OpenAPI."""

from __future__ import annotations

from domain.scents.surveys.judgement import LONGEST_WORD, MOST_WORDS
from domain.scents.surveys.plan import LONGEST_NAME, MOST_CANDIDATES, MOST_TASKS, SCALE, Method
from domain.scents.surveys.response import Fate
from scents.api.shapes import LINE, LINES, YES, Shape, asked, each, maybe, rows, told, whole, word
from scents.survey_bodies import LONGEST_TOKEN, MOST_AT_ONCE

_INVITATION: Shape = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_TOKEN,
    "description": "As it stands on the card; small letters and no hyphens will do",
}
_CODE: Shape = {"type": "string", "pattern": "^[1-9][0-9]{2}$"}
_CHOSEN: Shape = {
    **maybe({"type": "string", "pattern": "^([1-9][0-9]{2}|=)?$"}),
    "description": "A code; = where nothing is preferred, which only pairs allow",
}
_JUDGEMENT = asked(
    ["task", "shown"],
    task=whole(1, MOST_TASKS),
    shown={
        **rows(_CODE, least=1, most=MOST_CANDIDATES),
        "description": "In the order of presentation",
    },
    chosen=_CHOSEN,
    ratings={
        "type": "object",
        "maxProperties": MOST_CANDIDATES,
        "additionalProperties": whole(SCALE[0], SCALE[-1]),
        "description": "By code",
    },
    words={
        "type": "object",
        "maxProperties": MOST_CANDIDATES,
        "additionalProperties": rows(
            {"type": "string", "minLength": 1, "maxLength": LONGEST_WORD}, most=MOST_WORDS
        ),
        "description": "By code",
    },
    accepted=YES,
)
_RESPONSE = asked(
    ["invitation", "consent"],
    invitation=_INVITATION,
    consent=YES,
    group={"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
    screening={
        "type": "object",
        "additionalProperties": {"type": "string", "maxLength": LONGEST_NAME},
        "description": "The answers to the questions, by name",
    },
    judgements=rows(_JUDGEMENT, most=MOST_TASKS),
    given_at={
        "type": "string",
        "format": "date-time",
        "description": "When it was answered, where that was not just now",
    },
)
RESPONSES = asked(["responses"], responses=rows(_RESPONSE, least=1, most=MOST_AT_ONCE))
RECEIPTS = told(
    accepted=whole(0, MOST_AT_ONCE),
    screened_out=whole(0, MOST_AT_ONCE),
    refused={
        **whole(0, MOST_AT_ONCE),
        "description": "Without effect; those that were recorded before are among them",
    },
    results=each(told(status=word(*(fate.value for fate in Fate)), detail=LINE)),
)
INVITATIONS = asked(["invitations"], invitations=rows(_INVITATION, least=1, most=MOST_AT_ONCE))
ASSIGNMENTS = told(
    results=each(
        told(
            status=word("assigned", Fate.FORGED.value),
            detail=LINE,
            tasks={
                **maybe({"type": "object", "additionalProperties": each(_CODE)}),
                "description": "By the number of the task: the codes in the order of presentation",
            },
        )
    )
)
SHEET = told(
    code=LINE,
    state=word("open", "closed"),
    title=LINE,
    introduction=LINE,
    consent=LINE,
    groups=each(told(name=LINE, open={**YES, "description": "false: enough have answered"})),
    questions=each(told(name=LINE, text=LINE, options=LINES)),
    tasks=each(
        told(
            number=whole(1, MOST_TASKS),
            scent=LINE,
            method=word(*(method.value for method in Method)),
            question=LINE,
            codes=each(_CODE),
            scale=maybe(each(whole(SCALE[0], SCALE[-1]))),
        )
    ),
)
