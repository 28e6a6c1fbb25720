"""What the council decided before on cases like this one, and whether it was always the same.

How alike two cases are follows from what their teams said of the cases themselves, as it was frozen for the
decision, and from the pairs of the overlap index. Nothing is read of what they link to, for not everybody who
may see a case may see that too.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, IntegerField, Prefetch, Q, Value, When
from django.db.models.expressions import Combinable

from governance.models import Condition, Submission, Vote
from governance.reports.standing import with_standing
from governance.workflow import OPEN, Status
from policies.record import Field, fields_of, term_label
from policies.record.fields import REFERENCE_FIELD
from registry.models import KIND_MODELS, Entry, OverlapPair

Record = Mapping[str, Any]
SHOWN: Final = 5
# So many decided cases are looked at: those that have most in common in the columns of their kind.
_LOOKED_AT: Final = 60
# From here on cases are near: half of what counts is the same, weighed, where enough was said to tell.
_NEAR, _ENOUGH = 0.5, 4
# What makes cases of a kind alike, and how much it counts; the first few are columns to search by.
_COUNTS: Final[Mapping[str, Mapping[str, int]]] = {
    "use_case": {
        "eu_ai_tier": 3,
        "use_case_type": 3,
        "decision_mode": 2,
        "data_links.data_categories": 3,
        "data_links.data_source": 2,
        "data_links.lawful_basis": 1,
        "data_subjects": 2,
        "data_uses": 2,
        "purposes": 2,
        "models": 1,
        "tools": 1,
    },
    "ai_model": {"task": 3, "provider": 2, "origin": 2, "approach": 1, "hosting": 1, "training_data": 2},
    "data_source": {"source_type": 3, "party_type": 2, "data_categories": 3, "data_subjects": 2},
    "tool": {"tool_category": 3, "capabilities": 3, "vendor": 2, "data_categories_sent": 2},
    "consent_scope": {
        "consent_type": 2,
        "permitted_data_uses": 3,
        "permitted_purposes": 3,
        "permitted_categories": 2,
        "jurisdictions": 1,
    },
}


@dataclass(frozen=True)
class Precedent:
    """A decided case, how alike it is (0 to 1), and what the two have in common in the fields' words."""

    submission: Submission
    score: float
    shared: tuple[str, ...]

    @property
    def seats(self) -> list[str]:
        """Whose votes the decision rests on."""
        counted = (vote for vote in self.submission.votes.all() if vote.round == self.submission.round)
        return list(dict.fromkeys(vote.get_seat_display() for vote in counted))

    @property
    def conditions(self) -> list[Condition]:
        """On which it was approved, whatever became of them since."""
        given = self.submission.conditions.all() if self.was_approved else ()
        return [one for one in given if one.round == self.submission.round]

    @property
    def was_approved(self) -> bool:
        """Whatever became of the approval since: only approvals have a last day."""
        return self.submission.valid_until is not None


@dataclass(frozen=True)
class Precedents:
    """Most alike first. ``differ``: they came to different ends, or to an approval on conditions and one
    without, so that their reasons are what to read.
    """

    nearest: tuple[Precedent, ...]

    @property
    def differ(self) -> bool:
        return len({(one.was_approved, bool(one.conditions)) for one in self.nearest}) > 1


def precedents_of(user: Any, submission: Submission) -> Precedents:
    """The nearest cases decided before, each by its last decision, of those that the reader may see."""
    pairs = _pairs(user, submission.entry)
    newest: dict[int, Submission] = {}
    for one in _decided(user, submission, pairs):
        newest.setdefault(one.entry_id, one)
    found = [_precedent(submission, one, pairs.get(pk, 0)) for pk, one in newest.items()]
    near = sorted((one for one in found if one.score >= _NEAR), key=_most_alike)
    return Precedents(tuple(near[:SHOWN]))


def _most_alike(one: Precedent) -> tuple[float, int]:
    return -one.score, -one.submission.pk


def _decided(user: Any, submission: Submission, pairs: Mapping[int, float]) -> Iterable[Submission]:
    rows = Submission.objects.visible_to(user).filter(entry__kind=submission.entry.kind)
    rows = rows.exclude(entry=submission.entry_id).exclude(status__in=[*OPEN, Status.WITHDRAWN])
    rows = rows.filter(decided_at__isnull=False)
    if submission.decided_at:
        rows = rows.filter(decided_at__lt=submission.decided_at)
    rows = rows.select_related("entry__owner_team", "decided_by")
    rows = rows.prefetch_related(
        Prefetch("votes", Vote.objects.filter(counted=True)),
        Prefetch("conditions", Condition.objects.filter(vote__counted=True)),
    )
    told = with_standing(rows).annotate(in_common=_in_common(submission, pairs))
    return told.order_by("-in_common", "-decided_at", "-pk")[:_LOOKED_AT]


def _in_common(submission: Submission, pairs: Mapping[int, float]) -> Combinable:
    """What can be told without opening a snapshot: equal columns, and being a pair of the overlap index."""
    kind = submission.entry.kind
    row, columns = KIND_MODELS[kind], {field.name for field in KIND_MODELS[kind]._meta.concrete_fields}
    found: Combinable = _one_if(Q(entry__in=list(pairs)), 100)
    for name, weight in _COUNTS[kind].items():
        value = submission.snapshot.get(name)
        if name in columns and isinstance(value, str):
            found += _one_if(Q(**{f"entry__{row._meta.model_name}__{name}": value}), weight)
    return found


def _one_if(condition: Q, weight: int) -> Combinable:
    return Case(When(condition, then=Value(weight)), default=Value(0), output_field=IntegerField())


def _pairs(user: Any, entry: Entry) -> dict[int, float]:
    """How alike the overlap index finds each other entry, by primary key."""
    rows = OverlapPair.objects.visible_to(user).of_entry(entry).values_list("left", "right", "score")
    return {right if left == entry.pk else left: score for left, right, score in rows}


def _precedent(ours: Submission, theirs: Submission, pair_score: float) -> Precedent:
    kind, shared, same, counted = ours.entry.kind, [], 0.0, 0
    for path, weight in _COUNTS[kind].items():
        field, said = _read(kind, ours.snapshot, path)
        if not said:
            continue
        counted += weight
        other = _read(kind, theirs.snapshot, path)[1]
        if both := said & other:
            same += weight * len(both) / len(said | other)
            shared.append(_in_words(field, both, said | other))
    told = same / counted if counted >= _ENOUGH else 0.0
    return Precedent(theirs, max(told, pair_score), tuple(shared))


def _read(kind: str, record: Record, path: str) -> tuple[Field, frozenset[str]]:
    """What is said at a path, as one set: of what is linked only its key."""
    first, _, rest = path.partition(".")
    field = fields_of(kind)[first]
    rows = list(_values(record.get(first)))
    if rest:
        field = fields_of(field.of)[rest]
        rows = [value for row in rows if isinstance(row, Mapping) for value in _values(row.get(rest))]
    key = REFERENCE_FIELD.get(field.of, "key")
    named = (row.get(key) if isinstance(row, Mapping) else row for row in rows)
    return field, frozenset(str(one) for one in named if one is not None)


def _values(said: Any) -> Iterator[Any]:
    yield from said if isinstance(said, list) else [] if said is None else [said]


def _in_words(field: Field, both: frozenset[str], either: frozenset[str]) -> str:
    if field.type in {"ref", "refs"}:
        return f"{field.label}: {'the same' if both == either else 'some of the same'}"
    words = (term_label(field.of, one) if field.of else one for one in sorted(both))
    return f"{field.label}: {', '.join(words)}"
