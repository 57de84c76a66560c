"""The back office of the laboratory."""
