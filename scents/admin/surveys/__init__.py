"""Surveys in the back office: drafted, opened, looked at, closed, unblinded."""
