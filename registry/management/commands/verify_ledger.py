"""Check that no audit event was changed, removed or slipped in, nor what the events tell of."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from registry.ledger.verifying import find_breaks
from registry.models import AuditEvent


class Command(BaseCommand):
    help = "Check that nothing of the record, and nothing that it tells of, was changed or slipped in."

    def handle(self, *args: Any, **options: Any) -> str:
        events = AuditEvent.objects.order_by("subject", "sequence")
        breaks = list(find_breaks(events.iterator(chunk_size=2000)))
        for path in settings.MUSTER_LEDGER_CHECKS:
            breaks += import_string(path)()
        for found in breaks:
            self.stderr.write(f"broken: {found}")
        if breaks:
            raise CommandError(f"{len(breaks)} thing(s) don't hold", returncode=1)
        count = events.count()
        if not count:
            raise CommandError("the ledger is empty: there is nothing to verify", returncode=2)
        return f"{count} event(s) verified"
