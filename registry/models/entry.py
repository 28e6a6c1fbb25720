"""The spine of everything registered, and the revisions it keeps."""

from typing import Final

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from registry import clock
from registry.models import columns
from registry.models.querysets import EntryQuerySet
from registry.prepared import Prepared


class Kind(models.TextChoices):
    USE_CASE = "use_case", "Use case"
    AI_MODEL = "ai_model", "AI model"
    DATA_SOURCE = "data_source", "Data source"
    TOOL = "tool", "Tool"
    CONSENT_SCOPE = "consent_scope", "Consent scope"


class Entry(models.Model):
    """One registered thing of any kind. Search, permissions, submissions and the ledger take the entry;
    its kind's row adds the facts. ``none_said`` names links answered with *none*, ``not_said`` holds the
    reasons given for not knowing.
    """

    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=500)
    description = columns.text()
    owner_team = models.ForeignKey("registry.Team", models.PROTECT, related_name="entries")
    accountable_person = columns.one("User", "entries_as_accountable_person")
    lifecycle_stage = columns.choice("lifecycle_stage")
    tags = columns.texts()
    none_said = models.JSONField(default=list, blank=True)
    not_said = models.JSONField(default=dict, blank=True)
    manifest_digest = models.CharField(max_length=64)
    revision_count = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ("kind", "key")
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="one_entry_per_kind_and_key"),)
        indexes = (models.Index(fields=("owner_team", "kind"), name="entries_of_a_team"),)

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """What the ledger calls this entry."""
        return f"{self.kind}:{self.key}"

    @property
    def document(self) -> dict:
        """The manifest as it was last saved."""
        return _DOCUMENTS(self.pk, self.revision_count)[0]


class KindRow(models.Model):
    """The facts of one kind."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="%(class)s")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.entry)


class Revision(models.Model):
    """One saved manifest. Kept for good: approvals and checks name its digest."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64, db_index=True)
    author = models.ForeignKey("registry.User", models.PROTECT, null=True, related_name="revisions")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("entry", "number")
        constraints = (models.UniqueConstraint(fields=("entry", "number"), name="one_revision_per_number"),)

    def __str__(self) -> str:
        return f"{self.entry} r{self.number}"


_DOCUMENTS: Final = Prepared(
    lambda entry, number: Revision.objects.filter(entry=entry, number=number).values_list(
        "document", flat=True
    )
)


class EntryUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Entry, models.CASCADE)


class EntryGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Entry, models.CASCADE)
