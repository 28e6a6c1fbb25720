"""Several cases on one page: what was frozen of each, and what differs from what its reader was shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from governance.services.deciding import Item
from governance.views.stale import Stale, since_seen


@dataclass(frozen=True)
class ShownItem:
    """``record`` is what was frozen, as the page draws it: no digest is given out without it.

    ``stale`` is None where what stands is what the reader was shown, or where nothing was shown before.
    """

    item: Item
    record: Any
    stale: Stale | None


def shown_items(
    user: Any, items: Iterable[Item], records: Mapping[int, Any], seen: Mapping[str, str]
) -> list[ShownItem]:
    """``seen`` are the review digests that the page before showed, by ``Item.seen``."""
    return [ShownItem(one, records.get(one.submission.pk), _stale(user, one, seen)) for one in items]


def _stale(user: Any, item: Item, seen: Mapping[str, str]) -> Stale | None:
    digest = seen.get(item.seen)
    if digest is None or not (item.is_stale or digest != item.submission.review_digest):
        return None
    return since_seen(user, item.submission, digest)
