"""Are the revisions those that the ledger tells of?"""

from collections.abc import Iterator

from policies.canonical import digest
from registry.ledger.models import AuditEvent
from registry.ledger.verifying import Break
from registry.models.entry import Revision


def find_changed_revisions() -> Iterator[Break]:
    """Yield every revision whose document is not the one that was recorded, is not recorded, or is gone."""
    saved = AuditEvent.objects.filter(action__in=("entry.registered", "entry.changed")).order_by()
    rows = saved.values_list("subject", "body").iterator(chunk_size=2000)
    told = {(subject, body.get("revision", 0)): body.get("digest") for subject, body in rows}
    for revision in Revision.objects.select_related("entry").order_by("pk").iterator(chunk_size=500):
        subject, number = revision.entry.subject, revision.number
        recorded = told.pop((subject, number), None)
        if recorded is None:
            yield Break(subject, number, "the ledger tells of no such revision")
        elif digest(revision.document) != recorded:
            yield Break(subject, number, "the revision was changed after it was saved")
    for subject, number in sorted(told):
        yield Break(subject, number, "the revision that the ledger tells of is gone")
