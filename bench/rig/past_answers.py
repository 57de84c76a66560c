"""A million answers to a survey of all, by set-based SQL, with the tallies that they would have
left; `manage.py recount_survey` proves that they agree."""

from psycopg2.extensions import connection

DAYS = 28
WORDS = 400

# One row for each participant; the codes of the four tasks are parameters.
_GIVEN = """
CREATE TEMP TABLE given AS SELECT person AS serial, 'group ' || audience AS audience,
    now() - day * interval '1 day' AS given_at, choice, CASE WHEN turned
    THEN ARRAY[(%(choice)s)[2], (%(choice)s)[1]] ELSE %(choice)s END AS served,
    won, ARRAY[(%(paired)s)[1 + pair], (%(paired)s)[1 + (pair + 1) %% 3]] AS pair, ratings, words
FROM generate_series(1, %(answers)s) n, LATERAL (SELECT n + 0 AS person,
    1 + floor(random() * 5)::int AS audience, 1 + floor(random() * %(days)s)::int AS day,
    1 + (random() < 0.4)::int AS choice, random() < 0.5 AS turned, floor(random() * 3)::int AS won,
    floor(random() * 3)::int AS pair,
    ARRAY[1 + floor(random() * 7)::int, 1 + floor(random() * 7)::int] AS ratings,
    ARRAY['sea ' || floor(random() ^ 3 * %(words)s), 'wood ' || floor(random() ^ 3 * %(words)s)]
    AS words) drawn;
"""
_ANSWERS = """
INSERT INTO scents_surveyresponse (survey, serial, state, audience, given_at, received_at,
    fingerprint, screening, judgements)
SELECT %(survey)s, serial, 'kept', audience, given_at, given_at, md5(serial::text), '{}',
    jsonb_build_array(
        jsonb_build_object('task', 1, 'shown', served, 'chosen', served[choice]),
        jsonb_build_object('task', 2, 'shown', pair, 'chosen',
            CASE won WHEN 0 THEN '=' ELSE pair[won] END),
        jsonb_build_object('task', 3, 'shown', %(rating)s, 'ratings', jsonb_build_object(
            (%(rating)s)[1], ratings[1], (%(rating)s)[2], ratings[2])),
        jsonb_build_object('task', 4, 'shown', %(said)s, 'words', jsonb_build_object(
            (%(said)s)[1], words, (%(said)s)[2], words))
    ) FROM given;
"""
_TALLIES = """
INSERT INTO scents_surveytally (survey, task, sample, outcome, audience, day, count)
SELECT %(survey)s, task, sample, outcome, audience, (given_at AT TIME ZONE 'UTC')::date, count(*)
FROM given, LATERAL (VALUES
    (1, served[choice], 'chosen'),
    (1, '#' || choice, 'chosen'),
    (2, least(pair[1]::int, pair[2]::int) || ' ' || greatest(pair[1]::int, pair[2]::int),
        CASE won WHEN 0 THEN '=' ELSE pair[won] END),
    (2, CASE WHEN won > 0 THEN '#' || won END, 'chosen'),
    (3, (%(rating)s)[1], ratings[1]::text),
    (3, (%(rating)s)[2], ratings[2]::text),
    (4, (%(said)s)[1], words[1]), (4, (%(said)s)[1], words[2]),
    (4, (%(said)s)[2], words[1]), (4, (%(said)s)[2], words[2])
) mark(task, sample, outcome) WHERE sample IS NOT NULL GROUP BY 2, 3, 4, 5, 6;
"""
_TOTALS = """
INSERT INTO scents_surveytotal (survey, by, task, sample, outcome, place, count)
SELECT survey, 'group', task, sample, outcome, audience, sum(count) FROM scents_surveytally
WHERE survey = %(survey)s GROUP BY survey, task, sample, outcome, audience;
INSERT INTO scents_surveytotal (survey, by, task, sample, outcome, place, count)
SELECT survey, 'day', task, sample, outcome, day::text, sum(count) FROM scents_surveytally
WHERE survey = %(survey)s AND left(sample, 1) <> '#' GROUP BY survey, task, sample, outcome, day;
"""
_SURVEY = """
UPDATE scents_survey SET opened_at = now() - interval '1 day' * (%(days)s + 1),
    seal = jsonb_set(seal, '{opened_at}', to_jsonb(now() - interval '1 day' * (%(days)s + 1))),
    taken = (SELECT jsonb_object_agg(audience, people) FROM
        (SELECT audience, count(*) AS people FROM given GROUP BY audience) counted)
WHERE code = %(survey)s;
DROP TABLE given;
"""
_CODES = """SELECT array_agg(label ORDER BY label) FROM scents_survey,
    jsonb_array_elements(seal -> 'samples') WITH ORDINALITY task(samples, number),
    jsonb_array_elements(samples) sample, jsonb_array_elements_text(sample -> 'codes') label
WHERE scents_survey.code = %(survey)s GROUP BY number ORDER BY number"""


def write(database: connection, *, survey: str, answers: int) -> None:
    """`answers` of the last weeks to a survey of all that was opened for as many."""
    values = {"survey": survey, "answers": answers, "days": DAYS, "words": WORDS}
    with database.cursor() as cursor:
        cursor.execute(_CODES, values)
        tasks = zip(("choice", "paired", "rating", "said"), cursor.fetchall(), strict=True)
        values |= {task: codes for task, (codes,) in tasks}
        cursor.execute(_GIVEN + _ANSWERS + _TALLIES + _TOTALS + _SURVEY, values)
