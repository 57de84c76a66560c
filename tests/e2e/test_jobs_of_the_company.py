"""A job, from the list of the back office to the worker: through everything in Procfile."""

from __future__ import annotations

import re

from tests.browsers import log_in, token_of
from tests.company import Company, eventually

PARK = """INSERT INTO messaging_parked (source, payload, reason, traceback, attempts, parked_at)
    SELECT 'e2e', '', 'reason ' || n, '', 1, now() FROM generate_series(1, 150) n RETURNING id"""


def test_an_action_on_many_rows_is_done_by_the_worker(company: Company):
    company.rows(PARK)
    browser = log_in(company)
    address = f"{company.url}/admin/messaging/parkedmessage/?q=e2e"
    sent = {"action": "discard", "_selected_action": "1", "select_across": "1", "index": "0"}
    sent["csrfmiddlewaretoken"] = token_of(browser.get(address, timeout=10))
    answer = browser.post(address, sent, timeout=5)
    assert "150 rows: it runs in the background." in answer.text

    [page] = re.findall(r"/admin/messaging/bulkjob/\d+/change/", answer.text)
    eventually(lambda: "150 of 150" in browser.get(company.url + page, timeout=10).text)
    assert company.rows("SELECT id FROM messaging_parked WHERE source = 'e2e'") == []


def test_a_job_that_nobody_was_woken_for_is_swept_up(company: Company):
    log_in(company)
    company.rows(PARK)
    [[job]] = company.rows(
        """INSERT INTO messaging_bulkjob (model, action, title, person_id, actor, keys, total, done,
            refused, refusals, state, note, attempts, due, created_at)
        SELECT 'messaging.parkedmessage', 'discard', 'Discard', (SELECT max(id) FROM auth_user), '',
            array_agg(id::text), count(*), 0, 0, '{}', 'waiting', '', 0, now(), now()
        FROM messaging_parked WHERE source = 'e2e' RETURNING id"""
    )
    state = "SELECT state, done FROM messaging_bulkjob WHERE id = %s"
    assert eventually(lambda: company.rows(state, job) == [("finished", 150)])
