"""What a form offers to choose from, as far as the person who fills it in may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from guardian.shortcuts import get_objects_for_user

from policies.record import KINDS, Field, term_label, vocabulary
from registry.models import KPI, Entry, Purpose, Team, User, Vendor
from registry.permissions import may

# Beyond this a datalist slows the page more than it helps; a key can be typed all the same.
MOST_OFFERED = 300
# Up to so many things are offered as boxes to tick; beyond it keys are typed, with completion.
BOXES = 24


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@cache
def terms(vocabulary_name: str) -> tuple[Choice, ...]:
    """The values of a vocabulary in its own order."""
    return tuple(
        Choice(str(value), term_label(vocabulary_name, value)) for value in vocabulary(vocabulary_name)
    )


class Offers:
    """Things that can be referred to, read once for each sort of thing a form asks for."""

    def __init__(self, user: Any) -> None:
        self._user = user
        self._known: dict[str, tuple[Choice, ...]] = {}

    def of(self, kind: str) -> tuple[Choice, ...]:
        if kind not in self._known:
            rows = self._rows(kind)
            self._known[kind] = tuple(Choice(value, label) for value, label in rows)
        return self._known[kind]

    def teams_to_edit(self) -> tuple[Choice, ...]:
        """Teams whose entries this person may register and change."""
        teams = Team.objects.all()
        if not may(self._user, "registry.change_entry"):
            teams = get_objects_for_user(self._user, "registry.edit_entries", Team, accept_global_perms=False)
        return tuple(Choice(key, name) for key, name in teams.order_by("name").values_list("key", "name"))

    def lists(self, fields: Iterable[Field]) -> dict[str, tuple[Choice, ...]]:
        """The datalists that a form with these fields needs, by kind."""
        kinds = dict.fromkeys(field.of for field in fields if field.type in {"ref", "refs"})
        return {kind: self.of(kind) for kind in kinds}

    def _rows(self, kind: str) -> Iterable[tuple[str, str]]:
        if kind in KINDS:
            seen = Entry.objects.visible_to(self._user).filter(kind=kind).order_by("-updated_at")
            return seen.values_list("key", "title")[:MOST_OFFERED]
        match kind:
            case "team":
                return Team.objects.values_list("key", "name")[:MOST_OFFERED]
            case "person":
                return User.objects.filter(is_active=True).values_list("email", "name")[:MOST_OFFERED]
            case "purpose":
                return Purpose.objects.values_list("code", "label")[:MOST_OFFERED]
            case "kpi":
                return KPI.objects.values_list("key", "name")[:MOST_OFFERED]
            case _:
                return Vendor.objects.values_list("name", "name")[:MOST_OFFERED]
