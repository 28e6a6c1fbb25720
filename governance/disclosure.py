"""What a reader is shown of a judgement that looked at more than the reader may see.

A check is the same whoever asks for it, so what it kept may quote entries of other teams: those that its
entry links to, and those that the facts of the portfolio count. Such quotes are taken out for who can't see
those entries.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.db.models import F, Q

from governance.models import Condition, Finding, Waiver
from governance.reach import Reach, links_followed, reach_of
from governance.services.rule_sets import UnknownRules, packs_of, usable_packs
from governance.unquoted import HIDDEN, in_sight
from governance.ways import Document, Name, Ways, links
from policies import Packs, PolicyError
from policies.limits import LIMITS
from policies.record.fields import KINDS, PARTS, SUPPORTING, fields_of
from policies.record.pointers import trail_of
from registry.models import DataSource, Entry, Kind, Revision

_DEPTH: Final = 4  # as far as `policies.record.resolve` follows links
_WAYS_DEPTH: Final = (
    LIMITS.sources_on_a_way + LIMITS.models_on_a_way + 3
)  # and as far as ways of data are followed
_TABLES: Final = frozenset({*KINDS, *PARTS, *SUPPORTING})


class Disclosure:
    """One reader's view."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.sees_everything = user.is_active and user.has_perm("registry.view_entry")
        self._named: dict[str, Packs | None] = {}

    def findings(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings, each without its quotes where they may be of entries that the reader can't see."""
        found = list(findings)
        if self.sees_everything or not found:
            return found
        reaches = {one.pk: self.reach(one) for one in found}
        if not any(reaches.values()):
            return found
        hidden = {one.pk for one in found if reaches[one.pk] is Reach.PORTFOLIO}
        for reach in (Reach.LINKS, Reach.LINEAGE):
            some = [one for one in found if reaches[one.pk] is reach]
            hidden |= self._with_hidden_links(some, with_feeders=reach is Reach.LINEAGE)
        return [in_sight(one, self._packs_of(one)) if one.pk in hidden else one for one in found]

    def evidence(self, waiver: Waiver) -> dict[str, str]:
        """The waiver's evidence digests by fingerprint, empty where its rule may look out of sight."""
        shown = self.sees_everything or self.reach(waiver) is Reach.OWN
        return dict(waiver.evidence) if shown else dict.fromkeys(waiver.evidence, "")

    def seen_of(self, condition: Condition) -> tuple[list[dict[str, Any]], bool]:
        """What was seen of a condition in its own entry, and whether more was, out of the reader's sight."""
        seen, kind = condition.evidence.get("seen", []), condition.submission.entry.kind
        own = seen if self.sees_everything else [one for one in seen if _is_own(kind, one["pointer"])]
        return list(own), len(own) < len(seen)

    def snapshot(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The record with linked entries that the reader can't see cut down to their keys."""
        if self.sees_everything:
            return dict(record)
        seen = set(self._visible(_linked_in_record(record["kind"], record)))
        return _cut(record["kind"], record, seen)

    def _packs_of(self, judged: Finding | Waiver) -> Packs | None:
        """The packs that a finding's check names, while they are to be had; those in force of a waiver."""
        if isinstance(judged, Waiver):
            return usable_packs()
        named = judged.run.packs_digest
        if named not in self._named:
            try:
                self._named[named] = packs_of(named)
            except (UnknownRules, PolicyError):
                self._named[named] = None
        return self._named[named]

    def reach(self, judged: Finding | Waiver) -> Reach:
        """As far as can be, where no rules can be asked."""
        packs = self._packs_of(judged)
        return reach_of(judged, packs) if packs else Reach.PORTFOLIO

    def _with_hidden_links(self, findings: list[Finding], *, with_feeders: bool = False) -> set[int]:
        """The findings whose rules may follow links, over any number of them, to what the reader can't see.

        ``with_feeders`` also follows a data source back to those that feed it, and every link.
        """
        starts = _documents_checked(findings)
        ways = Ways()
        ahead = {name for document in starts.values() for name in links(document)}
        for _ in range(_WAYS_DEPTH if with_feeders else _DEPTH):
            if not ahead:
                break
            visible = self._visible(ahead)
            ways.hidden |= ahead - set(visible)
            ways.known |= visible
            ahead = {name for document in visible.values() for name in links(document)}
            for fed, feeders in (_feeding(visible) if with_feeders else {}).items():
                ways.fed_by[fed] |= feeders
                ahead |= feeders
            ahead -= set(ways.known) | ways.hidden
        return {
            one.pk
            for one in findings
            if ways.lead_out_of_sight(starts[one.run_id], None if with_feeders else self._followed(one))
        }

    def _followed(self, finding: Finding) -> frozenset[str] | None:
        packs = self._packs_of(finding)
        return links_followed(finding, packs) if packs else None

    def _visible(self, names: Iterable[Name]) -> dict[Name, Document]:
        """The manifests of those of ``names`` that the reader can see."""
        wanted = set(names)
        if not wanted:
            return {}
        entries = Entry.objects.visible_to(self.user).named(wanted).order_by()
        rows = Revision.objects.filter(entry__in=entries.values("pk"), number=F("entry__revision_count"))
        found = rows.order_by().values_list("entry__kind", "entry__key", "document")
        return {(kind, key): document for kind, key, document in found}


def _is_own(kind: str, pointer: str) -> bool:
    """Whether a place lies in the entry itself, and not in what it links to or what others hold."""
    trail = trail_of(kind, pointer)
    return bool(trail) and not any(stop.field.of in KINDS for stop in trail)


def _documents_checked(findings: Iterable[Finding]) -> dict[int, Document]:
    """The manifest that each check looked at, by the check's primary key."""
    runs = {finding.run_id: finding.run for finding in findings}
    wanted = Q(pk__in=[])
    for run in runs.values():
        wanted |= Q(entry=run.entry_id, number=run.revision)
    rows = Revision.objects.filter(wanted).order_by().values_list("entry", "number", "document")
    found = {(entry, number): document for entry, number, document in rows}
    return {pk: found[run.entry_id, run.revision] for pk, run in runs.items()}


def _feeding(names: Iterable[Name]) -> dict[Name, set[Name]]:
    """The data sources that feed those among ``names``."""
    keys = {key for kind, key in names if kind == Kind.DATA_SOURCE}
    if not keys:
        return {}
    rows = DataSource.objects.filter(unified_profile__entry__key__in=keys)
    found: defaultdict[Name, set[Name]] = defaultdict(set)
    for fed, feeder in rows.values_list("unified_profile__entry__key", "entry__key"):
        found[Kind.DATA_SOURCE.value, fed].add((Kind.DATA_SOURCE.value, feeder))
    return found


def _linked_in_record(name: str, record: Mapping[str, Any]) -> Iterator[Name]:
    for field in fields_of(name).values():
        for value in _mappings(record.get(field.name)) if field.of in _TABLES else ():
            if field.of in KINDS and "key" in value:
                yield field.of, value["key"]
            yield from _linked_in_record(field.of, value)


def _cut(name: str, record: Mapping[str, Any], seen: set[Name]) -> dict[str, Any]:
    tables = {field.name: field.of for field in fields_of(name).values() if field.of in _TABLES}
    return {
        member: _cut_value(tables[member], value, seen) if member in tables else value
        for member, value in record.items()
    }


def _cut_value(name: str, value: Any, seen: set[Name]) -> Any:
    if isinstance(value, list):
        return [_cut_value(name, item, seen) for item in value]
    if not isinstance(value, Mapping):
        return value
    if name in KINDS and "key" in value and (name, value["key"]) not in seen:
        return {"key": value["key"], "$unknown": HIDDEN}
    return _cut(name, value, seen)


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, Mapping)]
