"""The REST API of customers: `/api/v1/`."""
