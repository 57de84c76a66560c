"""The back office: what all contexts build their pages from, and the pages of messages."""

from django.contrib import admin

from messaging.admin import pages, people  # registers them

admin.site.index_title = "Overview"

__all__ = ["pages", "people"]
