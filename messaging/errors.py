"""What can go wrong with a message through nobody's fault."""


class ConcurrentUpdate(Exception):
    """Somebody else changed the aggregate between reading and writing: plan again."""


class Busy(Exception):
    """The aggregate kept changing, or stayed locked, through every attempt: ask again later."""


class ConnectionLost(Exception):
    """The database went away before the commit was sent: nothing is stored."""


class OutcomeUnknown(Exception):
    """The database went away while it committed: repeat the command, its effect comes once."""


class Unavailable(Exception):
    """The other side (mail server, Redis) is away: try again later, however long it takes."""


class KeyInUse(Exception):
    """The same request is being handled at this moment: ask again in a moment."""


class KeyReused(Exception):
    """The idempotency key was given before, to another request."""
