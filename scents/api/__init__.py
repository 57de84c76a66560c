"""The laboratory over `/api/v1/`."""
