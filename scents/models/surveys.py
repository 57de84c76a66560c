"""Surveys, the answers to them, and what was counted."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from domain.scents.surveys.survey import State
from domain.scents.surveys.tally import By

CODE = 40


class Survey(models.Model):
    """One survey: its `plan`, and the `seal` (secret, seed, samples with codes and costs), which no
    door shows. `taken` counts the answers by audience group, `erased` those of them that were taken
    back; `reviewed` is the version number at which it was last asked whether it has enough."""

    code = models.CharField(max_length=CODE, primary_key=True)
    title = models.CharField(max_length=255)
    scents = ArrayField(models.CharField(max_length=255), default=list)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    plan = models.JSONField()
    policy = models.CharField(max_length=255, blank=True, default="")
    seal = models.JSONField(null=True, editable=False)
    invited = models.IntegerField(default=0)
    taken = models.JSONField(default=dict)
    screened_out = models.IntegerField(default=0)
    erased = models.IntegerField(db_default=0)
    unblindings = models.JSONField(default=list)
    drafted_by = models.CharField(max_length=255)
    drafted_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version_number = models.BigIntegerField(default=0)
    reviewed = models.BigIntegerField(db_default=0, editable=False)

    class Meta:
        ordering = ["-drafted_at", "code"]
        permissions = [("unblind_survey", "Can be told who made the samples of a survey")]
        indexes = [
            models.Index(fields=["-drafted_at", "code"], name="surveys_by_age"),
            GinIndex(fields=["scents"], name="surveys_by_scent"),
            models.Index(fields=["code"], name="open_surveys", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def answers(self) -> int:
        """Those that count."""
        return int(sum(self.taken.values()) - self.erased)


class SurveyResult(Survey):
    """A survey as those see it who read its results."""

    class Meta:
        proxy = True
        verbose_name = "result"
        verbose_name_plural = "results"
        ordering = ["-opened_at", "code"]

    @property
    def is_over(self) -> bool:
        """Whether no more answers are taken."""
        return self.state != State.OPEN


class SurveyResponse(models.Model):
    """What was answered under an invitation. Only the number of the invitation tells whose it is;
    of those who were screened out it is kept that they were, and when, of those who took it back
    that they did: both times are then the opening of the survey."""

    KEPT, OUT, ERASED = "kept", "out", "erased"

    survey = models.ForeignKey(
        Survey, models.PROTECT, db_column="survey", db_index=False, related_name="responses"
    )
    serial = models.IntegerField("invitation")
    state = models.CharField(max_length=6, default=KEPT)
    audience = models.CharField("group", max_length=CODE, blank=True, default="")
    given_at = models.DateTimeField()
    received_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=32)
    screening = models.JSONField(default=dict)
    judgements = models.JSONField(default=list)

    class Meta:
        ordering = ["survey", "serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "serial"], name="one_response_for_an_invitation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.serial}"


class SurveyTally(models.Model):
    """How often a mark was made on a task, by a group, on a day: `domain.scents.surveys.tally`."""

    survey = models.ForeignKey(
        Survey, models.PROTECT, db_column="survey", db_index=False, related_name="tallies"
    )
    task = models.SmallIntegerField()
    sample = models.CharField(max_length=16)
    outcome = models.CharField(max_length=CODE)
    audience = models.CharField("group", max_length=CODE)
    day = models.DateField()
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "task", "sample", "outcome", "audience", "day"],
                name="one_tally_for_a_cell",
            ),
            models.CheckConstraint(condition=models.Q(count__gte=0), name="tally_is_a_count"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.task} {self.sample} {self.outcome}"


class SurveyTotal(models.Model):
    """Tallies summed up by group, or by day, when they are counted: `surveys.tally.totals`."""

    survey = models.ForeignKey(
        Survey, models.PROTECT, db_column="survey", db_index=False, related_name="totals"
    )
    by = models.CharField(max_length=5, choices=[(one.value, one.value) for one in By])
    task = models.SmallIntegerField()
    sample = models.CharField(max_length=16)
    outcome = models.CharField(max_length=CODE)
    place = models.CharField(max_length=CODE)
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "by", "task", "sample", "outcome", "place"],
                name="one_total_for_a_mark",
            ),
            models.CheckConstraint(condition=models.Q(count__gte=0), name="total_is_a_count"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.task} {self.sample} {self.outcome}, {self.place}"


class SampleAssignment(models.Model):
    """Which sample of an adaptive task was assigned to an invitation, and how likely that was."""

    survey = models.ForeignKey(
        Survey, models.PROTECT, db_column="survey", db_index=False, related_name="assignments"
    )
    serial = models.IntegerField("invitation")
    task = models.SmallIntegerField()
    sample = models.CharField(max_length=16)
    propensity = models.FloatField()
    assigned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "serial", "task"], name="one_sample_for_an_invitation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.serial}: {self.sample}"
