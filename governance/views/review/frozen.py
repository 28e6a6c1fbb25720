"""What was frozen of a submission and what was found in it, as pages show it from which it is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.disclosure import Disclosure
from governance.models import Submission
from governance.views.facts import FactSection, sections_of
from governance.views.findings import ShownFinding, show_findings
from governance.views.names import Name, Names
from governance.views.review.changes import documents_in


@dataclass(frozen=True)
class Record:
    """``linked`` are the entries frozen along with it, as they were: those that the reader may see."""

    sections: list[FactSection]
    linked: list[tuple[str, Name, list[FactSection]]]


@dataclass(frozen=True)
class Evidence:
    """``said`` is the manifest that was frozen; ``names`` knows what it and what it links to point at."""

    said: Mapping[str, Any]
    names: Names
    record: Record
    findings: list[ShownFinding]


def evidence_of(user: Any, found: Submission) -> Evidence:
    documents = documents_in(found.entry.kind, found.snapshot)
    names, run = Names(user, documents), found.check_run
    rows = run.findings.order_by("position").select_related("run__entry") if run else ()
    findings = show_findings(Disclosure(user).findings(rows), documents[0], names, form_url=None)
    return Evidence(documents[0], names, record_of(found.entry.kind, documents, names), findings)


def records_of(user: Any, found: Sequence[Submission]) -> dict[int, Record]:
    """Those of several by primary key, with the same few queries for any number of them."""
    documents = {one.pk: documents_in(one.entry.kind, one.snapshot) for one in found}
    names = Names(user, [document for each in documents.values() for document in each])
    return {one.pk: record_of(one.entry.kind, documents[one.pk], names) for one in found}


def record_of(kind: str, documents: Sequence[Mapping[str, Any]], names: Names) -> Record:
    """``documents`` are the manifest and those of what it links to: see ``documents_in``."""
    said, *others = documents
    linked = [
        (one["kind"], names.of(one["kind"], one["key"]), sections_of(one["kind"], one, names))
        for one in others
        if names.may_see(one["kind"], one["key"])
    ]
    return Record(sections_of(kind, said, names, above=()), linked)
