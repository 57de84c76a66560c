"""The consumer process: what other systems send over Redis."""

import os
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from messaging.bus import get_bus
from messaging.redis_consumer import RedisConsumer


class Command(BaseCommand):
    """Reads the channels and streams of bootstrap.CHANNELS until SIGTERM."""

    help = "Read what other systems send over Redis, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.REDIS_URL:
            raise CommandError("REDIS_URL is not set: there is nothing to read from.")
        consumer = RedisConsumer(
            bus=get_bus(),
            channels=import_string(settings.MESSAGE_CHANNELS),
            url=settings.REDIS_URL,
            name=os.environ.get("CONSUMER_NAME", "consumer"),
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: consumer.stop())
        consumer.run()
