"""How much may be sent at once, in bytes."""

LONGEST_BODY = 1_000_000
LONGEST_BATCH = 4_000_000
"""Where many things come in one request."""
