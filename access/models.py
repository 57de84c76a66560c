"""The table of the audit trail."""

from django.db import models


class AuditEntry(models.Model):
    """Who did what, when and from where; rows are added, never changed.

    People stand here by name, not by key: an entry outlives whom it names.
    """

    KINDS = [
        ("login", "logged in"),
        ("logout", "logged out"),
        ("failure", "wrong password"),
        ("wrong code", "wrong second factor"),
        ("locked out", "locked out"),
        ("denied", "denied"),
        ("added", "added"),
        ("changed", "changed"),
        ("deleted", "deleted"),
        ("second factor", "second factor"),
    ]

    recorded_at = models.DateTimeField("when", auto_now_add=True)
    actor = models.CharField("who", max_length=255)
    kind = models.CharField("what", max_length=20, choices=KINDS)
    about = models.CharField(max_length=255, blank=True)
    text = models.TextField("details", blank=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        verbose_name_plural = "audit trail"
        ordering = ["-id"]
        indexes = [models.Index(fields=["actor", "-id"], name="trail_of_actor")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_kind_display()} {self.about}".strip()
