"""The unit of work on a database transaction."""

from __future__ import annotations

import abc
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import TracebackType
from typing import Any, Protocol, Self

from django.db import connection, transaction

from domain.kernel import Aggregate
from messaging.changes import Change
from messaging.database import translated
from messaging.errors import ConnectionLost, OutcomeUnknown
from messaging.outbox import Outbox
from messaging.sql import Statements
from messaging.unit_of_work import AbstractUnitOfWork


class StoredRepository(Protocol):
    """A repository on the database."""

    @property
    def seen(self) -> Mapping[str, Any]: ...

    def store(self, changes: Sequence[Change[Any]], statements: Statements) -> None:
        """Add the statements that raise the versions, then write what the events changed.

        Sets the `drift` of a change whose aggregate was read without a lock.
        """


class ReadModel(Protocol):
    """A table that is written beside the aggregates, for readers."""

    def store(self, statements: Statements) -> None:
        """Add the statements that write what was projected."""


class DjangoUnitOfWork(AbstractUnitOfWork):
    """A transaction, or a savepoint where one is open already.

    `locking`: aggregates are locked when they are read (the second attempt of a command that met
    a conflict). `actor`: who ordered this, for the ledger and the event log.
    """

    def __init__(self, *, outbox: Outbox, actor: str = "system", locking: bool = False) -> None:
        self.outbox = outbox
        self.actor = actor
        self.locking = locking

    @abc.abstractmethod
    def open(self) -> tuple[Sequence[StoredRepository], Sequence[ReadModel]]:
        """Make this unit's repositories and read models."""

    @property
    def seen(self) -> Iterator[Aggregate]:
        for repository in self._repositories:
            yield from [repository.seen[key] for key in sorted(repository.seen)]

    def __enter__(self) -> Self:
        self._repositories, self._read_models = self.open()
        self._nested = connection.in_atomic_block
        self._committing = self._done = False
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        meaning = translated(error, committing=self._committing)
        self.rollback()
        if meaning and not (self._nested and isinstance(meaning, ConnectionLost | OutcomeUnknown)):
            raise meaning from error

    def store(self) -> None:
        statements = Statements()
        changes = [self._store(repository, statements) for repository in self._repositories]
        self.outbox.store([*chain.from_iterable(changes)], self.actor, statements)
        for read_model in self._read_models:
            read_model.store(statements)
        if not self._nested:
            # Commits in the same round trip, so that no lock waits for Python to come back. What
            # is chained is empty, and ended by `_close`.
            statements.add("COMMIT AND CHAIN")
            self._committing = True
        statements.run()
        self._close()

    def _store(self, repository: StoredRepository, statements: Statements) -> list[Change[Any]]:
        """What the repository has to store, in sorted order, so that nobody waits in a circle."""
        changes = []
        for key in sorted(repository.seen):
            aggregate = repository.seen[key]
            if events := aggregate.take_events():
                changes.append(Change(aggregate, events))
        if changes:
            repository.store(changes, statements)
        return changes

    def rollback(self) -> None:
        if not self._done:
            transaction.set_rollback(True)
            self._close()

    def _close(self) -> None:
        self._done = True
        self._transaction.__exit__(None, None, None)
