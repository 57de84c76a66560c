"""What a participant sends, and what is answered to him."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.scents.surveys.judgement import Judged


@dataclass(frozen=True)
class Response:
    """As it comes in: the token of the `invitation`, whether the participant gave his `consent`,
    and plain data. `given_at`: when he did, where that was not just now."""

    invitation: str
    consent: bool
    judgements: Sequence[Mapping[str, object]]
    group: str = ""
    screening: Mapping[str, str] | None = None
    given_at: datetime | None = None


class Fate(StrEnum):
    """What became of a response. Only the first two left a trace."""

    ACCEPTED = "accepted"
    SCREENED_OUT = "screened-out"
    ALREADY = "already-recorded"
    CONFLICT = "answered-before"
    FORGED = "unknown-invitation"
    QUOTA_FULL = "quota-full"
    NO_CONSENT = "no-consent"
    NOT_ASSIGNED = "not-assigned"


TOLD: Mapping[Fate, str] = {
    Fate.ACCEPTED: "Thank you: your answer is recorded.",
    Fate.SCREENED_OUT: "Thank you. By your answers to the first questions you take no part.",
    Fate.ALREADY: "This answer was recorded before; it counts once.",
    Fate.CONFLICT: "This invitation was used before; this answer does not count.",
    Fate.FORGED: "This is no invitation to this survey; look at the link or the card again.",
    Fate.QUOTA_FULL: "Enough people of this group have answered; no more answers are taken.",
    Fate.NO_CONSENT: "Without consent nothing is recorded.",
    Fate.NOT_ASSIGNED: "Another sample was assigned to this invitation; judge that one.",
}


@dataclass(frozen=True)
class Kept:
    """A response that is recorded. `fingerprint` tells whether the same came again; of those who
    were screened out nothing is kept but that, and when."""

    serial: int
    group: str
    given_at: datetime
    fingerprint: str
    judged: tuple[Judged, ...] = ()
    screening: Mapping[str, str] | None = None

    @property
    def screened_out(self) -> bool:
        return not self.judged


@dataclass(frozen=True)
class Receipt:
    """The fate of the response at this place in the batch."""

    fate: Fate
    kept: Kept | None = None

    @property
    def text(self) -> str:
        return TOLD[self.fate]


def fingerprint(response: Response, judged: Sequence[Judged]) -> str:
    """The same for the same content; 128 bits."""
    kept = [one.kept for one in judged]
    text = _ENCODER.encode([response.consent, response.group, response.screening or {}, kept])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


SCREENED_OUT = "out"
"""Stands for the fingerprint of whoever was screened out: his answers are so few that whoever reads
a fingerprint of them could try them all."""
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
