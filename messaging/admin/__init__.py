"""The back office: what all contexts build their pages from, and the pages of messages and jobs."""

from messaging.admin import jobs, pages, webhooks  # registers them

__all__ = ["jobs", "pages", "webhooks"]
