"""What is to be said of each entry when everything is checked, and which checks say it already."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from governance.models import CheckRun, Trigger, Waiver
from governance.services.decisions import held_decisions
from governance.services.inputs import Standing, inputs_digest
from governance.services.records import held_assessments, streamed_with_judgements
from governance.services.results import report_for
from policies import Packs, Report
from policies.basis import Basis
from policies.canonical import digest
from policies.facts import StreamedFacts
from policies.record import resolve_organisation
from policies.release import this_release
from registry import clock
from registry.models import Entry
from registry.streaming import Saved


def _rolled(rows: Iterable[Any]) -> str:
    """SHA-256 over rows, however many."""
    said = hashlib.sha256()
    for row in rows:
        said.update(repr(row).encode())
    return said.hexdigest()


def _is_said(held: Mapping[str, Any]) -> bool:
    return any(fact["items"] for fact in held.values())


@dataclass(frozen=True)
class Result:
    """What became of one entry: ``stood`` is the check that was current when it was looked at.

    ``holds``: it still says what there is to say, and neither ``run`` nor ``report`` is to be kept.
    """

    saved: Saved
    stood: CheckRun | None
    run: CheckRun
    report: Report | None = None

    @property
    def holds(self) -> bool:
        return self.report is None and not self.failed

    @property
    def failed(self) -> bool:
        return bool(self.run.error)


class Portfolio:
    """The register as of a day with its facts, and what is kept of what was said of it before."""

    def __init__(self, packs: Packs, as_of: date) -> None:
        self.packs = packs
        self.as_of = as_of
        self._assessments = held_assessments(as_of)
        self.register = streamed_with_judgements(self._assessments)
        self._standing = Standing(packs, as_of)

    def result(self, saved: Saved, stood: CheckRun | None, waiting: CheckRun | None = None) -> Result:
        """What a check says of an entry now: one that waits, or a new one if what stands says it no more."""
        now = clock.now()
        run = waiting or CheckRun(
            entry_id=saved.entry, trigger=Trigger.SCHEDULE, queued_at=now, started_at=now
        )
        run.as_of, run.revision = self.as_of, saved.revision
        return Result(saved, stood, run, report_for(run, lambda: self._report(saved, stood, run)))

    def _report(self, saved: Saved, stood: CheckRun | None, run: CheckRun) -> Report | None:
        basis = self._basis(self.register.whole_record(saved.manifest))
        run.inputs_digest = inputs_digest(basis, self.packs)
        same = run.pk is None and stood is not None and stood.revision == saved.revision
        if stood is not None and same and self._standing.holds(stood, run.inputs_digest, basis):
            return None
        return basis.report(self.packs)

    def organisation_report(self) -> Report:
        return self._basis(resolve_organisation(self.register.organisation)).report(self.packs)

    def _basis(self, record: dict[str, Any]) -> Basis:
        facts = self._facts.for_rules(record)
        return Basis(record, self.as_of, None, facts, self._waivers.get((record["kind"], record["key"]), ()))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all that a pass reads."""
        around = self.register.around
        said = Entry.objects.order_by("pk").values_list("kind", "key", "manifest_digest", "revision_count")
        parts = {
            "entries": _rolled(said.iterator(chunk_size=2_000)),
            "around": {"organisation": around.organisation, **around.supporting},
            "assessments": [[*name, rows] for name, rows in sorted(self._assessments.items())],
            "decisions": [[*name, said] for name, said in sorted(self._decisions.items()) if _is_said(said)],
            "waivers": [one.to_json() for rows in self._waivers.values() for one in rows],
            "packs": self.packs.digest,
            "release": this_release().to_json(),
        }
        return digest(parts)

    @cached_property
    def _decisions(self) -> Any:
        reads = any(spec.kind == "decisions" for spec in self.packs.facts.values())
        return held_decisions(self.register, self.as_of) if reads else {}

    @cached_property
    def _facts(self) -> StreamedFacts:
        find = self.register.find_record
        return StreamedFacts(self.register.streamed(), self.packs, self.as_of, self._decisions, find)

    @cached_property
    def _waivers(self) -> dict[tuple[str, str], list[Any]]:
        found: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for one in Waiver.objects.granted().with_people().order_by("pk"):
            found[one.entry.kind, one.entry.key].append(one.as_policy())
        return dict(found)
