"""The charter in force: which seats decide on what, who may waive or change rules, and for how long."""

from functools import cache
from pathlib import Path

from django.conf import settings

from governance.models.charters import CharterChange
from policies.charters import Charter, load_charter, shipped_charter, shipped_text
from registry.watching import Watched


def charter() -> Charter:
    """What the council adopted last; until then that of ``MUSTER_CHARTER``, else the one that ships.

    One query. Raises ``PolicyError`` where it is wrong: no other charter takes the place of it.
    """
    return _ADOPTED.now() or _default()


def charter_text() -> str:
    """The charter in force as it is written, comments and all."""
    adopted = CharterChange.objects.adopted().values_list("text", flat=True).first()
    if adopted is not None:
        return adopted
    return Path(settings.MUSTER_CHARTER).read_text("utf-8") if settings.MUSTER_CHARTER else shipped_text()


def _adopted() -> Charter | None:
    change = CharterChange.objects.adopted().first()
    return None if change is None else load_charter(change.text, source=f"charter {change.number}")


_ADOPTED: Watched[Charter | None] = Watched(
    lambda: [CharterChange.objects.adopted().values_list("number", "digest")[:1]], lambda _: _adopted()
)


def _default() -> Charter:
    return _read(settings.MUSTER_CHARTER) if settings.MUSTER_CHARTER else shipped_charter()


@cache
def _read(path: str) -> Charter:
    return load_charter(Path(path).read_text("utf-8"), source=path)
