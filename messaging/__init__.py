"""How messages travel: bus, unit of work, outbox, inbox, and the ways in and out."""
