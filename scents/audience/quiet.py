"""What the log must not keep: whoever reads an invitation there could answer under it."""

from __future__ import annotations

import logging
import re

_ADDRESS = re.compile(r"/+survey/.*", re.IGNORECASE | re.DOTALL)
HIDDEN = "/survey/…"


class HidesInvitations(logging.Filter):
    """Django writes the address of each request that fails, also of one that no page answers: the
    wrong method, a slash too many. Of the audience's the log tells only that it is one of them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without_invitation, record.args))
        return True


def _without_invitation(told: object) -> object:
    return HIDDEN if isinstance(told, str) and _ADDRESS.match(told) else told
