"""Files of market research, from wherever they come, taken in through the bus."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from domain.kernel import Refused
from domain.scents.commands import ImportMarketResearch
from domain.scents.sourcing.market_research import ResearchRow
from domain.scents.sourcing.research_table import ResearchReport
from messaging.bus import get_bus
from messaging.tables.rows import Problems
from scents import queries
from scents.exchange.market_research import plain, read_research
from scents.exchange.reading import NamedFile

MOST_FAULTS = 200
LONGEST_NAME = 60


class FaultyResearch(Refused):
    """The file has faults: nothing of it is taken in."""

    code = "faulty-research"

    def __init__(self, problems: Problems) -> None:
        super().__init__(str(problems))
        self.problems = problems


@dataclass(frozen=True)
class Terms:
    """How a table is to be read: which suppliers its columns stand for, in which currency its costs
    are, and by which policy it is weighed."""

    expensive: str
    cheap: str
    currency: str
    policy: str


def rows_of(file: NamedFile, currency: str) -> tuple[ResearchRow, ...]:
    """Raises FaultyResearch."""
    problems = Problems(MOST_FAULTS)
    known = {plain(name): code for name, code in queries.names_of_scents()}
    rows = read_research(file, currency=currency, known=known, problems=problems)
    if problems.count:
        raise FaultyResearch(problems)
    return rows


def reference_of(file: NamedFile, terms: Terms) -> str:
    """By which the file is known again, where it is to be read in the same way."""
    said = "\n".join((terms.expensive, terms.cheap, terms.currency, terms.policy))
    digest = hashlib.blake2b(file.content + said.encode(), digest_size=6).hexdigest()
    return f"{file.name[:LONGEST_NAME]} #{digest}"


def import_research(
    file: NamedFile, terms: Terms, *, by: str, dry_run: bool, actor: str
) -> ResearchReport:
    """Raises FaultyResearch, and what the command raises."""
    command = ImportMarketResearch(
        reference_of(file, terms),
        rows_of(file, terms.currency),
        terms.expensive,
        terms.cheap,
        terms.currency,
        terms.policy,
        by,
        dry_run,
    )
    report: ResearchReport = get_bus().handle(command, actor=actor)
    return report
