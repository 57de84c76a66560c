"""Actions of the back office on more rows than a person waits for."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class BulkJob(models.Model):
    """One action on many rows, done row by row in the background.

    `keys` are the primary keys of all rows, in order, and `done + refused` says how many of them
    are behind us. One value and not a table of rows: it is written by one statement, read in
    slices, never changed, and goes with its job.

    `due` is when a worker may take it. While one is at it, that is when he is taken for dead;
    `attempts` counts the workers that took it since it last came forward.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        FINISHED = "finished"
        STOPPED = "stopped"

    UNFINISHED = (State.WAITING, State.RUNNING)

    model = models.CharField(max_length=100)
    action = models.CharField(max_length=100)
    title = models.CharField("what", max_length=255)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor = models.CharField("who", max_length=255)
    keys = ArrayField(models.TextField())
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refusals = ArrayField(models.TextField(), default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    note = models.TextField("why", blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    due = models.DateTimeField()
    created_at = models.DateTimeField("started")
    finished_at = models.DateTimeField("ended", null=True)

    class Meta:
        db_table = "messaging_bulkjob"
        verbose_name = "job"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["due", "id"], name="job_due", condition=Q(state__in=["waiting", "running"])
            ),
            models.Index(fields=["person", "id"], name="job_person"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state not in self.UNFINISHED
