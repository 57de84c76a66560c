"""The Django project: settings, doors, and what triggers what (bootstrap.py)."""
