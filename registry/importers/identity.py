"""How a row is found again: the identity it has in its register, and the key of the entry it becomes."""

import hashlib
import re
import unicodedata
from collections import Counter
from typing import Final

from registry.importers.base import NamedTeam, Said
from registry.importers.values import folded

_LONGEST_IDENTITY: Final = 400
_LONGEST_KEY: Final = 80
_AGENCY_SHARE: Final = 24
_DIGEST_SHARE: Final = 8
# An "id" that stands for having none.
_NO_ID: Final = frozenset({"tbd", "na", "none", "tobedetermined", "unknown", "pending"})
_UNITED_STATES = re.compile(r"^u\.?\s?s\.?(?=\s)", re.IGNORECASE)
_ARTICLE = re.compile(r"\bthe\b", re.IGNORECASE)


class Identities:
    """Gives each row of one file its identity: the agency and its own id, else agency, bureau and name.

    Rows that share one get an ordinal in the order of the file, so that a later edition which keeps the
    order finds each of them again. Spelling counts without case and outer blanks.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def next(self, said: Said) -> str:
        agency = said.agency_short or said.agency
        has_id = bool(said.native_id) and folded(said.native_id) not in _NO_ID
        parts = (agency, said.native_id) if has_id else (said.agency, said.bureau, said.name)
        identity = _shortened(" › ".join(_plain(part) for part in parts))
        self._seen[identity] += 1
        ordinal = self._seen[identity]
        return identity if ordinal == 1 else f"{identity} #{ordinal}"


def entry_key(said: Said, source: str, identity: str) -> str:
    """A readable key that stays the same for one identity: agency, name, and a digest of the identity."""
    digest = hashlib.sha256(f"{source}\n{identity}".encode()).hexdigest()
    agency = slug(said.agency_short or said.agency, _AGENCY_SHARE)
    room = _LONGEST_KEY - _DIGEST_SHARE - len(agency) - 2
    readable = [part for part in (agency, slug(said.name, room)) if part]
    return "-".join([*(readable or ["entry"]), digest[:_DIGEST_SHARE]])


def team_of(agency: str) -> NamedTeam:
    """The team of an agency. Registers write "the" and "U.S." differently; the key does not."""
    name = " ".join(agency.split())
    plain = _ARTICLE.sub("", _UNITED_STATES.sub("United States", name))
    key = slug(plain, _LONGEST_KEY) or f"agency-{hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_SHARE]}"
    return NamedTeam(key, name[:200])


def slug(text: str, length: int) -> str:
    """Small letters, digits and hyphens, of at most ``length`` cut between words; other scripts vanish."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(whole) <= length:
        return whole
    cut = whole[: length + 1].rpartition("-")[0] or whole[:length]
    return cut.rstrip("-")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _shortened(identity: str) -> str:
    if len(identity) <= _LONGEST_IDENTITY:
        return identity
    return f"{identity[: _LONGEST_IDENTITY - 20]}…{hashlib.sha256(identity.encode()).hexdigest()[:16]}"
