"""Files that were sent, and what they would do."""

from django.db import models

from domain.scents.laboratory_import import ImportState


class LaboratoryImport(models.Model):
    """An import; `report` as `domain.scents.intake.rows.Report` has it."""

    key = models.CharField(max_length=36, primary_key=True)
    names = models.JSONField("files", default=list)
    content = models.BinaryField(default=b"")
    fingerprint = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict)
    fault_count = models.IntegerField("faults", default=0)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in ImportState]
    )
    actor = models.CharField("sent by", max_length=255)
    sent_at = models.DateTimeField("sent")
    version_number = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["-sent_at", "key"]
        indexes = [models.Index(fields=["-sent_at", "key"], name="imports_by_age")]
        verbose_name = "import"

    def __str__(self) -> str:
        return ", ".join(self.names)
