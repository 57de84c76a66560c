"""The floor: what Django REST framework and PostgreSQL need for the same work, by hand."""
