"""The back office: what all contexts build their pages from, and the pages of messages."""

from messaging.admin import pages, webhooks  # registers them

__all__ = ["pages", "webhooks"]
