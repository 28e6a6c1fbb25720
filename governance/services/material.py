"""What changed in what approvals were given on, as far as it is material to them.

What people said then is held against what they say now. Judgements are not: whether an assessment still
counts, a waiver ended or a rule finds more today turns with the calendar and with what others decide, and is
told by checks every night (see ``services.drifting``). Else approvals would end by the clock, unchanged.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import F

from governance.models import Submission
from governance.services.asked_changes import not_asked_for
from policies.material import material_differences
from policies.record.differences import Difference
from policies.record.fields import KIND_WORDS, KINDS
from policies.record.places import spot_at
from policies.record.pointers import trail_of
from registry.documents import Register
from registry.models import Revision

RETIRED: Final = "retired"
_MOST_NAMED: Final = 5


def changes_since(submissions: Sequence[Submission]) -> dict[int, tuple[Difference, ...]]:
    """The material differences between what was frozen and what is so now, by primary key.

    Expects ``entry`` to be selected. What is retired runs no more, so that nothing of it is unapproved. A few
    queries for any number.
    """
    register = Register()
    documents = _documents(one.entry_id for one in submissions)
    register.entries.read_ahead(documents.values())
    found: dict[int, tuple[Difference, ...]] = {}
    for one in submissions:
        said = documents[one.entry_id]
        if said.get("lifecycle_stage") != RETIRED:
            now = register.record(said)
            differing = material_differences(one.entry.kind, one.snapshot, now)
            found[one.pk] = not_asked_for(one, differing, now)
    return {pk: differences for pk, differences in found.items() if differences}


def in_words(kind: str, found: Iterable[Difference]) -> str:
    """A sentence that names the fields. Of what is linked to it tells the kind alone: who reads the sentence
    may not see it.
    """
    named = list(dict.fromkeys(_named(kind, one) for one in found))
    more = ["more"] if len(named) > _MOST_NAMED else []
    return f"Changed since it was approved: {'; '.join([*named[:_MOST_NAMED], *more])}."


def _named(kind: str, one: Difference) -> str:
    trail = trail_of(kind, one.pointer)
    linked = next((stop.field.of for stop in trail[:-1] if stop.field.of in KINDS), None)
    if linked is not None:
        word = KIND_WORDS[linked]
        return f"{'an' if word[0] in 'aA' else 'a'} {word} that it links to"
    spot = spot_at(kind, trail[-1].pointer) if trail else None
    return spot.label if spot else one.pointer.strip("/")


def _documents(entries: Iterable[int]) -> dict[int, Any]:
    rows = Revision.objects.filter(entry__in=list(entries), number=F("entry__revision_count"))
    return dict(rows.order_by().values_list("entry", "document"))
