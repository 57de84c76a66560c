"""What is settled when a survey opens and told to nobody, and who was told all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.scents.surveys.samples import Samples


@dataclass(frozen=True)
class Unblinding:
    """Who was told who made the samples, when and why; `open`: answers were still taken."""

    by: str
    at: datetime
    reason: str
    open: bool


@dataclass(frozen=True)
class Seal:
    """What is settled when a survey opens: the secret that signs its invitations, the seed of the
    orders of presentation, and the codes of the samples. None of it is ever told."""

    secret: bytes
    seed: int
    samples: tuple[Samples, ...]
    opened_at: datetime
