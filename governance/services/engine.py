"""The engine with this installation's packs and register around it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from governance import models
from governance.masking import mask_facts
from governance.services.decisions import held_decisions
from governance.services.records import register_with_judgements
from governance.services.rule_sets import packs_in_force
from policies import Explanation, FactIndex, Packs, Report, Waiver, explain
from policies.basis import Basis
from policies.engine.explain import rule_named
from policies.language.nodes import paths_in
from policies.record import resolve_organisation
from policies.waivers import apply_waivers
from registry import clock
from registry.models import User


class Checker:
    """Checks any number of manifests against one reading of the register."""

    def __init__(
        self,
        also: Iterable[Mapping[str, Any]] = (),
        *,
        as_of: date | None = None,
        visible_to: User | None = None,
        packs: Packs | None = None,
    ) -> None:
        """``also`` are manifests that are not registered, or not yet; ``packs`` go before those in force.

        With ``visible_to``, nothing that user can't see is quoted: see ``Register`` and ``mask_facts``.
        """
        self.as_of = as_of or clock.today()
        self.register = register_with_judgements(also, as_of=self.as_of, visible_to=visible_to)
        self._reader = visible_to
        self.packs = packs or packs_in_force()

    @cached_property
    def facts(self) -> FactIndex:
        reads_decisions = any(spec.kind == "decisions" for spec in self.packs.facts.values())
        held = held_decisions(self.register, self.as_of) if reads_decisions else None
        return FactIndex(self.register.records(), self.packs, self.as_of, held)

    @cached_property
    def _waivers(self) -> dict[tuple[str, str], list[Waiver]]:
        """What was granted and not revoked, by the entry; only of entries that the reader can see."""
        rows = models.Waiver.objects.granted().with_people()
        found: dict[tuple[str, str], list[Waiver]] = defaultdict(list)
        for one in rows if self._reader is None else rows.visible_to(self._reader):
            found[one.entry.kind, one.entry.key].append(one.as_policy())
        return found

    def check_manifest(
        self, manifest: Mapping[str, Any], *, gate: str | None = None, stage: str | None = None
    ) -> Report:
        """With ``stage``, as if it had been moved there: see ``policies.check``."""
        return self.check_record(self.register.record(manifest), gate=gate, stage=stage)

    def explain_manifest(self, manifest: Mapping[str, Any], rule_id: str) -> Explanation:
        """How one rule comes to its answer. Raises PolicyError for one not in force, or not about it."""
        rule = rule_named(self.packs, rule_id)
        reads_facts = any(
            path.root == "facts" for path in paths_in((rule.when, rule.require, rule.effective_overrides))
        )
        record = self.register.record(manifest)
        facts = self._facts_of(record) if reads_facts else None
        return explain(record, self.packs, rule.id, as_of=self.as_of, facts=facts)

    def check_organisation(self, *, gate: str | None = None) -> Report:
        """The organisation itself. Raises PolicyError where no rule is about it."""
        return self.check_record(resolve_organisation(self.register.organisation), gate=gate)

    def check_record(
        self, record: Mapping[str, Any], *, gate: str | None = None, stage: str | None = None
    ) -> Report:
        basis = self.basis(record, gate=gate, stage=stage)
        if self._reader is None or not basis.waivers:
            return basis.report(self.packs)
        return self._under_waivers(basis)

    def _under_waivers(self, basis: Basis) -> Report:
        """Shown as the reader may see it, and waived by what there is: waivers were granted for that."""
        shown = replace(basis, waivers=()).report(self.packs)
        whole = replace(basis, waivers=(), facts=self.facts.for_record(basis.record)).report(self.packs)
        told = {one.fingerprint: one.evidence_digest for one in shown.findings}
        real = told | {one.fingerprint: one.evidence_digest for one in whole.findings}
        waived = apply_waivers(_with_evidence(shown, real), basis.waivers, self.packs, as_of=self.as_of)
        return _with_evidence(waived, told)

    def basis(self, record: Mapping[str, Any], *, gate: str | None = None, stage: str | None = None) -> Basis:
        """All that the report of a record follows from, beside the packs."""
        facts = self._facts_of(record)
        name = (str(record.get("kind")), str(record.get("key") or ""))
        waivers = self._waivers.get(name, ())
        return Basis(record, self.as_of, gate, facts, waivers, stage)

    def _facts_of(self, record: Mapping[str, Any]) -> dict[str, Any]:
        facts = self.facts.for_record(record)
        if self._reader is None:
            return facts
        return mask_facts(facts, self.packs.facts, self.register.shows)


def _with_evidence(report: Report, digests: Mapping[str, str]) -> Report:
    findings = (replace(one, evidence_digest=digests[one.fingerprint]) for one in report.findings)
    return replace(report, findings=tuple(findings))
