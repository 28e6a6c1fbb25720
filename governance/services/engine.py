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
from policies import (
    Explanation,
    FactIndex,
    Packs,
    Question,
    Report,
    Waiver,
    Ways,
    explain,
    next_questions,
    what_would_pass,
)
from policies.basis import Basis
from policies.engine.explain import rule_named
from policies.facts import Held
from policies.language.nodes import paths_in
from policies.waivers import as_seen
from registry import clock
from registry.documents import Register
from registry.models import Entry, User

Facts = dict[str, Any]
Name = tuple[str, str]  # kind and key


def held_for(packs: Iterable[Packs], register: Register, as_of: date) -> Held | None:
    """What is held of entries beside their records, as far as any of ``packs`` reads it."""
    reads = any(spec.kind == "decisions" for one in packs for spec in one.facts.values())
    return held_decisions(register, as_of) if reads else None


class Checker:
    """Checks any number of manifests against one reading of the register."""

    def __init__(
        self,
        also: Iterable[Mapping[str, Any]] = (),
        *,
        as_of: date | None = None,
        visible_to: User | None = None,
        packs: Packs | None = None,
        about: Iterable[Name] | None = None,
    ) -> None:
        """``also`` are manifests that are not registered, or not yet; ``packs`` go before those in force.

        With ``visible_to``, nothing that user can't see is quoted: see ``Register`` and ``mask_facts``.
        ``about`` names all that will be checked, where that is not everything: no other waivers are read.
        """
        self.as_of = as_of or clock.today()
        self.register = register_with_judgements(also, as_of=self.as_of, visible_to=visible_to)
        self._reader = visible_to
        self.packs = packs or packs_in_force()
        self._about = None if about is None else set(about)

    @cached_property
    def facts(self) -> FactIndex:
        held = held_for((self.packs,), self.register, self.as_of)
        return FactIndex(self.register.records(), self.packs, self.as_of, held)

    @cached_property
    def waivers(self) -> dict[Name, list[Waiver]]:
        """What was granted and not revoked, by the entry; only of entries that the reader can see."""
        rows = models.Waiver.objects.granted().with_people()
        if self._about is not None:
            rows = rows.filter(entry__in=Entry.objects.named(self._about).order_by().values("pk"))
        found: dict[Name, list[Waiver]] = defaultdict(list)
        for one in rows if self._reader is None else rows.visible_to(self._reader):
            found[one.entry.kind, one.entry.key].append(one.as_policy())
        return found

    def check_manifest(
        self, manifest: Mapping[str, Any], *, gate: str | None = None, stage: str | None = None
    ) -> Report:
        """With ``stage``, as if it had been moved there: see ``policies.check``."""
        record = self.register.record(manifest)
        found = self.facts.for_rules(record)
        basis = self._basis(record, found, gate=gate, stage=stage)
        if self._reader is None or not basis.waivers:
            return basis.report(self.packs)
        return self._under_waivers(basis, self._whole(manifest, found, basis))

    def explain_manifest(self, manifest: Mapping[str, Any], rule_id: str) -> Explanation:
        """How one rule comes to its answer. Raises PolicyError for one not in force, or not about it."""
        rule = rule_named(self.packs, rule_id)
        reads_facts = any(
            path.root == "facts" for path in paths_in((rule.when, rule.require, rule.effective_overrides))
        )
        record = self.register.record(manifest)
        facts = self._masked(self.facts.for_record(record)) if reads_facts else None
        return explain(record, self.packs, rule.id, as_of=self.as_of, facts=facts)

    def next_questions(
        self, manifest: Mapping[str, Any], *, gate: str | None = None, stage: str | None = None
    ) -> tuple[Question, ...]:
        """What to say next, as far as the reader sees. Raises PolicyError where no rule is asked."""
        record = self.register.record(manifest)
        facts = self._masked(self.facts.for_record(record))
        return next_questions(record, self.packs, as_of=self.as_of, facts=facts, gate=gate, stage=stage)

    def what_would_pass(
        self, manifest: Mapping[str, Any], *, gate: str | None = None, stage: str | None = None
    ) -> Ways:
        """What would make it pass, as far as the reader sees. Raises PolicyError where no rule is asked."""
        record = self.register.record(manifest)
        facts = self._masked(self.facts.for_record(record))
        return what_would_pass(record, self.packs, as_of=self.as_of, facts=facts, gate=gate, stage=stage)

    def basis(self, record: Mapping[str, Any], *, gate: str | None = None) -> Basis:
        """All that the report of a record follows from, beside the packs."""
        return self._basis(record, self.facts.for_rules(record), gate=gate)

    def _under_waivers(self, shown: Basis, whole: Basis) -> Report:
        """Shown as the reader may see it, and waived by what there is: waivers were granted for that."""
        report = whole.report(self.packs)
        if (whole.record, whole.facts) == (shown.record, shown.facts):
            return report
        return as_seen(replace(shown, waivers=()).report(self.packs), report)

    def _whole(self, manifest: Mapping[str, Any], found: Facts, basis: Basis) -> Basis:
        """What ``basis`` would be for who sees everything; ``found`` are its facts without the masks."""
        whole = self.register.whole_record(manifest)
        facts = found if whole == basis.record else self.facts.for_rules(whole)
        waivers = basis.waivers
        if self.register.has_stand_ins:
            # Else whoever makes up what a hidden entry says could tell from a waiver whether it is so.
            waivers = [replace(one, evidence={}) for one in waivers]
        return replace(basis, record=whole, facts=facts, waivers=waivers)

    def _basis(
        self, record: Mapping[str, Any], found: Facts, *, gate: str | None, stage: str | None = None
    ) -> Basis:
        name = (str(record.get("kind")), str(record.get("key") or ""))
        waivers = self.waivers.get(name, ())
        return Basis(record, self.as_of, gate, self._masked(found), waivers, stage)

    def _masked(self, found: Facts) -> Facts:
        if self._reader is None:
            return found
        return mask_facts(found, self.packs.facts, self.register.shows)
