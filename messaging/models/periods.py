"""Turns that were taken."""

from django.db import models


class JobPeriod(models.Model):
    """A job was done in this period, or is being done: nobody else need do it."""

    job = models.CharField(max_length=100)
    period = models.CharField(max_length=100)
    claimed_at = models.DateTimeField()

    class Meta:
        db_table = "messaging_jobperiod"
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="one_turn")]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"
