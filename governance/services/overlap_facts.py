"""What was decided on overlaps, as checks read it (see ``policies.overlap.decided``)."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from governance.models import OverlapDecision
from policies.engine.overlaps import not_told_apart, overlap_fact
from policies.overlap.decided import Decided, by_entry, outcomes_of
from registry.documents import Register
from registry.models import Entry, Revision, User
from registry.services.signing import look_up
from registry.watching import Watched

Row = dict[str, Any]
Name = tuple[str, str]


def _ends() -> set[Name]:
    rows = (
        OverlapDecision.objects.standing().order_by().values_list("entry__kind", "entry__key", "other__key")
    )
    return {(kind, end) for kind, *both in rows for end in both}


# Of most entries nothing was decided, and to ask for that takes most of the time of writing the query.
_DECIDED: Watched[set[Name]] = Watched(
    lambda: [
        OverlapDecision.objects.standing()
        .order_by("pk")
        .values_list("entry__kind", "entry__key", "other__key")
    ],
    lambda _: _ends(),
)


def decisions_said(*, visible_to: User | None = None, about: Collection[Name] | None = None) -> list[Row]:
    """Every standing decision, for the registry export; with a reader, those on two entries in sight."""
    rows = OverlapDecision.objects.standing()
    if about is not None:
        named = Entry.objects.named(about).order_by().values("pk")
        rows = rows.filter(Q(entry__in=named) | Q(other__in=named))
    if visible_to is not None:
        rows = rows.visible_to(visible_to)
    names = ("entry__kind", "entry__key", "other__key", "outcome", "entry_ground", "other_ground")
    return [
        {
            "kind": kind,
            "key": key,
            "other": other,
            "outcome": outcome,
            "ground": list(ours),
            "other_ground": list(theirs),
        }
        for kind, key, other, outcome, ours, theirs in rows.order_by(
            "entry__kind", "entry__key", "other__key"
        ).values_list(*names)
    ]


def held_overlaps(
    register: Register, about: Collection[Name] | None = None
) -> dict[Name, dict[str, Decided]]:
    """By entry, from both ends. What is made up over a hidden entry has none: they would tell of it."""
    if about is not None and _DECIDED.now().isdisjoint(about):
        return {}
    made_up = register.stands_in
    rows = decisions_said(about=about)
    return by_entry(
        row for row in rows if not (made_up(row["kind"], row["key"]) or made_up(row["kind"], row["other"]))
    )


class Alike:
    """What is like a manifest, registered or not, but what was told apart from it.

    What is ``made_up`` over a hidden entry has no decisions: they would tell of it.
    """

    def __init__(self, document: Mapping[str, Any], *, made_up: bool = False) -> None:
        self._document = document
        self._outcomes = {} if made_up else _outcomes_on(document)
        self._lookup = look_up()

    def items(self, among: QuerySet[Entry] | None = None) -> list[Row]:
        """Those of the fact ``overlap``, whoever may see them; with ``among``, the best of these entries."""
        lookup = self._lookup if among is None else self._lookup.among(among)
        found = lookup.matches(self._document, not_told_apart(self._outcomes))
        items: list[Row] = overlap_fact(found, self._outcomes)["items"]
        return items


def _outcomes_on(document: Mapping[str, Any]) -> dict[str, str]:
    """What was decided on it and still counts, by the key of the other entry."""
    name = str(document["kind"]), str(document["key"])
    decided = by_entry(decisions_said(about=[name])).get(name, {})
    others = Entry.objects.named((name[0], key) for key in decided).order_by().values("pk")
    latest = Revision.objects.filter(entry__in=others, number=F("entry__revision_count")).order_by()
    documents = dict(latest.values_list("entry__key", "document")) if decided else {}
    return outcomes_of(document, decided, lambda _, key: documents.get(key))
