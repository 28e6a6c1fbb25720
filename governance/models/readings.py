"""What entries were last read as, so that other rules can be asked without working out all facts again."""

import zlib
from typing import Final

from django.db import models

from registry.models import Entry

# The quickest: higher ones save little more.
_LEVEL: Final = 1


def packed(facts: bytes) -> bytes:
    """JSON as it is kept."""
    return zlib.compress(facts, _LEVEL)


def unpacked(kept: bytes | memoryview) -> bytes:
    """The JSON that was ``packed``, byte for byte."""
    return zlib.decompress(kept)


class Reading(models.Model):
    """What the last check of everything read of an entry: its facts over the portfolio.

    ``facts`` is their JSON, see ``packed``; it is empty where none could be made: ``error`` says why.
    ``revision`` is the one that was read, and ``digest`` over the facts and all that the record follows from,
    which is made anew from the manifests where all of it is needed: it is ten times as large as its own.
    ``projection`` is what the rules in force read of record and facts, see ``Projections``, and
    ``projected_by`` names the fields. Both quote other entries: no page shows them as they are.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="reading")
    revision = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    facts = models.BinaryField()
    projection = models.TextField()
    projected_by = models.CharField(max_length=64)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Reading of {self.entry}"
