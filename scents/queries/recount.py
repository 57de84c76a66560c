"""The tallies of a survey, proven: counted again from the answers as they are stored.

PostgreSQL alone does it, and reads the judgements in its own way: what is wrong in the rules that
count answers as they come in is not wrong here as well.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from scents.models import Survey, SurveyResponse

_RECOUNT = """
WITH task AS (
    SELECT t.number, t.told ->> 'method' AS method,
        s.seal -> 'samples' -> t.number::int - 1 AS kinds
    FROM scents_survey s, jsonb_array_elements(s.plan -> 'tasks') WITH ORDINALITY t(told, number)
    WHERE s.code = %(survey)s
), judged AS (
    SELECT r.id, task.number, task.method, task.kinds, j AS told, j ->> 'chosen' AS chosen,
        r.audience, (r.given_at AT TIME ZONE 'UTC')::date AS day
    FROM scents_surveyresponse r, jsonb_array_elements(r.judgements) j, task
    WHERE r.survey = %(survey)s AND r.state = 'kept' AND task.number = (j ->> 'task')::int
), mark(number, audience, day, sample, outcome) AS (
    SELECT number, audience, day, chosen, 'chosen' FROM judged WHERE method = 'choice'
    UNION ALL
    SELECT number, audience, day, '#' || place, 'chosen' FROM judged,
        jsonb_array_elements_text(told -> 'shown') WITH ORDINALITY shown(code, place)
    WHERE method IN ('choice', 'paired') AND shown.code = chosen
    UNION ALL
    SELECT number, audience, day,
        (SELECT string_agg(code, ' ' ORDER BY code::int)
            FROM jsonb_array_elements_text(told -> 'shown') code), chosen
    FROM judged WHERE method = 'paired'
    UNION ALL
    SELECT number, audience, day, '', CASE (
            SELECT count(*) FROM jsonb_array_elements(kinds) kind,
                jsonb_array_elements_text(told -> 'shown') code
            WHERE kind -> 'codes' ? chosen AND kind -> 'codes' ? code
        ) WHEN 1 THEN 'right' ELSE 'wrong' END
    FROM judged WHERE method = 'triangle'
    UNION ALL
    SELECT number, audience, day, key, value FROM judged, jsonb_each_text(told -> 'ratings')
    WHERE method = 'rating'
    UNION ALL
    SELECT number, audience, day, said.key, word FROM judged, jsonb_each(told -> 'words') said,
        jsonb_array_elements_text(said.value) word
    WHERE method = 'words'
    UNION ALL
    SELECT number, audience, day, told -> 'shown' ->> 0,
        CASE told ->> 'accepted' WHEN 'true' THEN 'yes' ELSE 'no' END
    FROM judged WHERE method = 'acceptance'
), cell AS (
    SELECT number::int AS task, sample, outcome, audience, day, count(*) AS count
    FROM mark GROUP BY number, sample, outcome, audience, day
), counted AS (
    SELECT 'cell' AS of, task, sample, outcome, audience AS "group", day::text AS day, count
    FROM cell
    UNION ALL
    SELECT 'group', task, sample, outcome, audience, '', sum(count) FROM cell
    GROUP BY task, sample, outcome, audience
    UNION ALL
    SELECT 'day', task, sample, outcome, '', day::text, sum(count) FROM cell
    WHERE left(sample, 1) <> '#' GROUP BY task, sample, outcome, day
), tallied AS (
    SELECT 'cell' AS of, task, sample, outcome, audience AS "group", day::text AS day, count
    FROM scents_surveytally WHERE survey = %(survey)s AND count > 0
    UNION ALL
    SELECT by, task, sample, outcome, CASE by WHEN 'group' THEN place ELSE '' END,
        CASE by WHEN 'day' THEN place ELSE '' END, count
    FROM scents_surveytotal WHERE survey = %(survey)s AND count > 0
)
SELECT of, task, sample, outcome, "group", day, COALESCE(t.count, 0), COALESCE(c.count, 0)::bigint
FROM tallied t FULL JOIN counted c USING (of, task, sample, outcome, "group", day)
WHERE t.count IS DISTINCT FROM c.count ORDER BY of, task, sample, outcome, "group", day"""


class TallyDifference(NamedTuple):
    """What was tallied so often, and is found so often in the answers; `of` a cell, or summed up
    for a group or a day."""

    of: str
    task: int
    sample: str
    outcome: str
    group: str
    day: str
    tallied: int
    counted: int

    def __str__(self) -> str:
        cell = f"task {self.task}, {self.sample or 'all'}: {self.outcome}"
        place = "".join(f", {part}" for part in (self.group, self.day) if part)
        return f"{cell}{place}: tallied {self.tallied}, counted {self.counted}"


def recount(survey: str) -> list[TallyDifference]:
    """Where tallies and answers differ."""
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, {"survey": survey})
        return [TallyDifference(*row) for row in cursor.fetchall()]


def answers_counted(survey: str) -> int | None:
    """How many answers to a survey count; None: there is no such survey."""
    if not Survey.objects.filter(code=survey).exists():
        return None
    return SurveyResponse.objects.filter(survey=survey, state=SurveyResponse.KEPT).count()
