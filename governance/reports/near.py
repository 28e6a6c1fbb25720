"""What looks like an entry, as far as its reader may be told: which ones, why, and what was decided."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from governance.models import OverlapDecision, OverlapOutcome
from governance.services.overlap_facts import Alike
from governance.services.overlaps import pair_digest
from governance.services.same_product import names_of, names_said
from policies.record import term_label
from registry.models import Entry
from registry.models.querysets import EntryQuerySet
from registry.services.signing import all_signed

Item = Mapping[str, Any]
# Each outcome, as whoever answers for an entry says it of the other one.
ANSWERS: Final = (
    (OverlapOutcome.JOIN.value, "Join: the other one is used in its place"),
    (OverlapOutcome.EXTEND.value, "Extend: it becomes a part of the other one"),
    (OverlapOutcome.JUSTIFY.value, "Keep both: a comparison says why"),
    (OverlapOutcome.NOT_THE_SAME.value, "Not the same: they only look alike"),
)


# What was decided with an entry out of sight: as that one said it, and as it was said of the one looked at.
_SAID: Final[Mapping[str, tuple[str, str]]] = {
    OverlapOutcome.JOIN: ("it gives way to this one", "this one gives way to it"),
    OverlapOutcome.EXTEND: ("it becomes a part of this one", "this one becomes a part of it"),
    OverlapOutcome.JUSTIFY: ("both are kept", "both are kept"),
}


@dataclass(frozen=True)
class Near:
    """An entry in sight: how alike, why, and the decision on the pair, which counts or no longer."""

    entry: Entry
    level: str
    score: float
    reasons: tuple[str, ...]
    decision: OverlapDecision | None = None
    counts: bool = False
    seen: str = ""
    names_differ: bool = False

    @property
    def standing(self) -> str:
        """What an answer in a form is given against; see ``OverlapAnswer``."""
        return self.decision.subject if self.decision else ""

    @property
    def outcomes(self) -> tuple[tuple[str, str], ...]:
        return ANSWERS


@dataclass(frozen=True)
class OutOfSight:
    """Nothing is told of these but where they are: no name, no word, no number to guess by."""

    departments: tuple[str, ...]
    has_others: bool
    # What was decided on some of these, as it is said of this entry; while it is open, others wait for that.
    decided: tuple[str, ...] = ()
    is_open: bool = True

    @property
    def sentence(self) -> str:
        if not self.decided:
            return self._teams
        rest = " Nobody has decided on the rest." if self.is_open else ""
        return f"{self._teams} It was decided: {'; '.join(self.decided)}.{rest}"

    @property
    def _teams(self) -> str:
        known = " and ".join(filter(None, (", ".join(self.departments[:-1]), *self.departments[-1:])))
        if not known:
            return "Another team has something like this."
        teams = f"{'Teams' if len(self.departments) > 1 else 'A team'} in {known}"
        verb = "have" if len(self.departments) > 1 or self.has_others else "has"
        return f"{teams}{' and another team' if self.has_others else ''} {verb} something like this."


@dataclass(frozen=True)
class Neighbourhood:
    """All that is like one entry, most alike first, and what is like it but out of sight."""

    near: tuple[Near, ...] = ()
    out_of_sight: OutOfSight | None = None
    # False while some entries wait to be made comparable: more may be found later.
    is_complete: bool = True


def near_entry(user: Any, entry: Entry) -> Neighbourhood:
    """What looks like a registered entry, but what was told apart from it."""
    return _neighbourhood(user, entry.document, entry=entry)


def near_manifest(user: Any, document: Mapping[str, Any]) -> Neighbourhood:
    """What looks like a manifest, registered or not; if it is, and in sight, with what was decided."""
    there = Entry.objects.named([(document["kind"], document["key"])])
    is_there = there.exists()
    entry = there.visible_to(user).first() if is_there else None
    return _neighbourhood(user, document, entry=entry, made_up=is_there and entry is None)


def _neighbourhood(
    user: Any, document: Mapping[str, Any], *, entry: Entry | None = None, made_up: bool = False
) -> Neighbourhood:
    """What is like a manifest; ``entry`` is it, if saved, and ``made_up`` says that it is over a hidden one.

    Of the best of all, those out of sight are told by their departments. Lest they take the place of those
    in sight, these are then looked for among themselves.
    """
    alike, kind = Alike(document, made_up=made_up), document["kind"]
    items = alike.items()
    rows = _entries(kind, items)
    visible = set(rows.visible_to(user).values_list("pk", flat=True))
    hidden = [one for one in rows if one.pk not in visible]
    elsewhere = _out_of_sight(hidden, items, entry)
    if hidden:
        items = alike.items(Entry.objects.visible_to(user))
        rows = _entries(kind, items).visible_to(user)
    return Neighbourhood(_near(document, entry, items, rows), elsewhere, all_signed())


def _entries(kind: str, items: Iterable[Item]) -> EntryQuerySet:
    rows = Entry.objects.filter(kind=kind, key__in=[item["key"] for item in items])
    return rows.select_related("owner_team", "tool__vendor")


def _near(
    document: Mapping[str, Any], entry: Entry | None, items: Iterable[Item], rows: Iterable[Entry]
) -> tuple[Near, ...]:
    by_key = {item["key"]: item for item in items}
    seen = sorted(rows, key=lambda one: (-by_key[one.key]["score"], one.key))
    decided, ours = _decisions(entry, seen), names_said(document)
    return tuple(
        Near(
            one,
            item["level"],
            item["score"],
            tuple(item["reasons"]),
            decision=decided.get(one.pk),
            counts=bool(item.get("outcome")),
            seen=pair_digest(entry, one, decided.get(one.pk)) if entry else "",
            names_differ=ours.differ_from(names_of(one)),
        )
        for one, item in ((one, by_key[one.key]) for one in seen)
    )


def told_apart_from(user: Any, entry: Entry) -> list[tuple[Entry, OverlapDecision]]:
    """What was said not to be the same, as far as the reader may see it, and who said so."""
    rows = OverlapDecision.objects.standing().filter(outcome=OverlapOutcome.NOT_THE_SAME)
    found = rows.on(entry).visible_to(user).with_people()
    return [(one.other if one.entry_id == entry.pk else one.entry, one) for one in found]


def _decisions(entry: Entry | None, others: Collection[Entry]) -> dict[int, OverlapDecision]:
    """The standing decision on ``entry`` and each of ``others``, by the other's primary key."""
    if entry is None or not others:
        return {}
    keys = {one.pk for one in others}
    found = {
        one.other_id if one.entry_id == entry.pk else one.entry_id: one
        for one in OverlapDecision.objects.standing().on(entry).with_people()
    }
    return {pk: one for pk, one in found.items() if pk in keys}


def _out_of_sight(hidden: Collection[Entry], items: Iterable[Item], entry: Entry | None) -> OutOfSight | None:
    """Every person is offered the list of teams: which department a team is in is no secret.

    Nor is what was decided on the entry that is looked at, as its facts tell that, too.
    """
    if not hidden:
        return None
    counting = {item["key"] for item in items if item["outcome"]}
    decisions = _decisions(entry, [one for one in hidden if one.key in counting])
    decided = {_SAID[one.outcome][one.entry == entry] for one in decisions.values()}
    is_open = len(decisions) < len(hidden)
    functions = {one.owner_team.function for one in hidden}
    labels = sorted(term_label("function", one) for one in functions if one)
    return OutOfSight(tuple(labels), not all(functions), tuple(sorted(decided)), is_open)
