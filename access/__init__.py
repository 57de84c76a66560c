"""Who comes in, with what, for how long; and the audit trail that names who did what."""
