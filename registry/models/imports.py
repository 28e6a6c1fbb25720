"""Where imported entries came from."""

from django.db import models

from registry import clock


class ImportedRecord(models.Model):
    """One row of an outside register and the entry it became; ``raw`` keeps each cell that said something."""

    source = models.CharField(max_length=40)
    native_id = models.CharField(max_length=500)
    entry = models.OneToOneField("registry.Entry", models.PROTECT, related_name="imported_from")
    row_digest = models.CharField(max_length=64)
    raw = models.JSONField()
    imported_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("source", "native_id"), name="one_imported_record_per_source_and_id"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.native_id}"
