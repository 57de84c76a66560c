"""A message that arrives twice has one effect."""

from __future__ import annotations

from django.db import connection


def is_first_arrival(consumer: str, message_id: str) -> bool:
    """Note the message, in the open transaction; False when it was noted before."""
    sql = """INSERT INTO messaging_inbox (consumer, message_id, received_at)
        VALUES (%s, %s, now()) ON CONFLICT DO NOTHING"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [consumer, message_id])
        return bool(cursor.rowcount)
