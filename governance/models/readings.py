"""What entries were last read as, so that other rules can be asked without working all of it out again."""

import zlib
from typing import Any, Final

import orjson
from django.db import models

from registry.models import Entry

# The quickest: higher ones save little more.
_LEVEL: Final = 1


def packed(body: bytes) -> bytes:
    """The JSON of a record and its facts, as it is kept."""
    return zlib.compress(body, _LEVEL)


def unpacked(kept: bytes | memoryview) -> tuple[Any, Any]:
    """The record and its facts; their members are in the order in which they were."""
    record, facts = orjson.loads(zlib.decompress(kept))
    return record, facts


class Reading(models.Model):
    """The record of an entry and its facts over the portfolio, as the last check of everything read them.

    ``body`` is the JSON ``[record, facts]``, see ``packed``: with all that it links to, a record is ten times
    as large as its manifest. It is empty where no record could be made: ``error`` says why. ``digest`` is
    over the JSON, and ``revision`` the one that was read. It quotes other entries: no page shows it as it is.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="reading")
    revision = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    body = models.BinaryField()
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Reading of {self.entry}"
