"""The audit event."""

from django.db import models


class AuditEvent(models.Model):
    """One thing that happened, chained to the event before it on the same subject.

    Text and no foreign keys: it outlives what it describes. ``actor`` is a person's ``uid`` (or "system"),
    so that no name stands in a row that can never be changed. Triggers refuse UPDATE and DELETE.
    """

    subject = models.CharField(max_length=200)
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=80)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    body = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        app_label = "registry"
        ordering = ("subject", "sequence")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "sequence"), name="one_audit_event_per_subject_and_sequence"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} #{self.sequence} {self.action}"
