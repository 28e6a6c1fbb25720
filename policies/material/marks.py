"""What is not material, as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policies.record.fields import KINDS

COMMON: Final = "common"


@dataclass(frozen=True)
class Marks:
    """Fields of one table whose change an approval outlives: see ``policies/material/standard.yaml``."""

    cosmetic: frozenset[str] = frozenset()
    renewed: frozenset[str] = frozenset()
    own_only: frozenset[str] = frozenset()

    def __or__(self, other: "Marks") -> "Marks":
        return Marks(
            self.cosmetic | other.cosmetic, self.renewed | other.renewed, self.own_only | other.own_only
        )


_NONE: Final = Marks()


@dataclass(frozen=True)
class Materiality:
    """The marks by table. What no table names is material."""

    tables: Mapping[str, Marks]

    def of(self, table: str) -> Marks:
        own = self.tables.get(table, _NONE)
        return own | self.tables.get(COMMON, _NONE) if table in KINDS else own
