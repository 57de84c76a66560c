"""The laboratory as files."""
