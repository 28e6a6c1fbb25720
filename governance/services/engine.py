"""The engine with this installation's packs and register around it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from governance import models
from governance.masking import mask_facts
from governance.services.decisions import held_decisions
from governance.services.kept import facts_over
from governance.services.overlap_facts import held_overlaps
from governance.services.records import JudgedRegister
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
from registry.manifests import Name
from registry.models import Entry, User
from registry.services.signing import look_up
from registry.watching import Watched

Facts = dict[str, Any]


# Few entries have a waiver, and to look for those of one takes most of the time of writing the query.
_WAIVED: Watched[set[Name]] = Watched(
    lambda: [models.Waiver.objects.granted().order_by("pk").values_list("entry__kind", "entry__key")],
    lambda _: set(models.Waiver.objects.granted().order_by().values_list("entry__kind", "entry__key")),
)


def held_for(
    packs: Iterable[Packs],
    register: Register,
    as_of: date,
    about: Collection[Name] | None = None,
    standing: Mapping[str, Any] | None = None,
) -> Held:
    """What is held of entries beside their records, as far as any of ``packs`` reads it."""
    read = {spec.kind for one in packs for spec in one.facts.values()}
    held: dict[Name, Mapping[str, Any]] = {}
    if "decisions" in read:
        held |= held_decisions(register, as_of, about, standing)
    if "overlap" in read:
        for name, decided in held_overlaps(register, about).items():
            held[name] = {**held.get(name, {}), "overlap": decided}
    return held


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
        ``about`` names all that will be checked, where that is not everything: of others neither waivers nor
        decisions are read.
        """
        self.as_of = as_of or clock.today()
        self.register = JudgedRegister(also, as_of=self.as_of, visible_to=visible_to)
        self.reader = visible_to
        self.packs = packs or packs_in_force()
        self._about = None if about is None else set(about)

    @cached_property
    def facts(self) -> FactIndex:
        held = held_for((self.packs,), self.register, self.as_of, self._about)
        return facts_over(self.register, self.packs, self.as_of, held, look_up(self.register.also.values()))

    @cached_property
    def waivers(self) -> dict[Name, list[Waiver]]:
        """What was granted and not revoked, by the entry; only of entries that the reader can see."""
        rows, found = models.Waiver.objects.granted().with_people(), defaultdict(list)
        if self._about is not None:
            names = _WAIVED.now() & self._about
            if not names:
                return {}
            rows = rows.filter(entry__in=Entry.objects.named(names).order_by().values("pk"))
        for one in rows:
            if self.register.sees(one.entry.kind, one.entry.key):
                found[one.entry.kind, one.entry.key].append(one.as_policy())
        return found

    def under_check(self, manifest: Mapping[str, Any]) -> "UnderCheck":
        return UnderCheck(self, manifest)

    def basis(self, record: Mapping[str, Any], *, gate: str | None = None) -> Basis:
        """All that the report of a record follows from for who sees everything, beside the packs."""
        return Basis(record, self.as_of, gate, self.facts.for_rules(record), self.granted(record))

    def granted(self, record: Mapping[str, Any]) -> list[Waiver]:
        return self.waivers.get((str(record.get("kind")), str(record.get("key") or "")), [])


class UnderCheck:
    """One manifest, and whatever the engine says of it: its record and its facts are worked out once."""

    def __init__(self, checker: Checker, manifest: Mapping[str, Any]) -> None:
        self._checker = checker
        self._manifest = manifest

    @cached_property
    def record(self) -> dict[str, Any]:
        return self._checker.register.record(self._manifest)

    @cached_property
    def facts(self) -> Facts:
        """All facts about it, also what of them is not for the reader."""
        index, specs = self._checker.facts, self._checker.packs.facts
        found = self._read | index.for_record(self.record, specs.keys() - self._read.keys())
        return {name: found[name] for name in specs if name in found}

    @cached_property
    def _read(self) -> Facts:
        """Those that rules read."""
        return self._checker.facts.for_rules(self.record)

    @cached_property
    def _told(self) -> Facts:
        return self._masked(self.facts)

    def report(self, *, gate: str | None = None, stage: str | None = None) -> Report:
        """With ``stage``, as if it had been moved there: see ``policies.check``."""
        checker, waivers = self._checker, self._checker.granted(self.record)
        facts = self._masked(self._read)
        shown = Basis(self.record, checker.as_of, gate, facts, waivers, stage)
        if checker.reader is None or not waivers:
            return shown.report(checker.packs)
        return self._under_waivers(shown, self._whole(shown))

    def explanation(self, rule_id: str) -> Explanation:
        """How one rule comes to its answer. Raises PolicyError for one not in force, or not about it."""
        rule = rule_named(self._checker.packs, rule_id)
        reads_facts = any(
            path.root == "facts" for path in paths_in((rule.when, rule.require, rule.effective_overrides))
        )
        facts = self._told if reads_facts else None
        return explain(self.record, self._checker.packs, rule.id, as_of=self._checker.as_of, facts=facts)

    def next_questions(self, *, gate: str | None = None, stage: str | None = None) -> tuple[Question, ...]:
        """What to say next, as far as the reader sees. Raises PolicyError where no rule is asked."""
        packs, as_of = self._checker.packs, self._checker.as_of
        return next_questions(self.record, packs, as_of=as_of, facts=self._told, gate=gate, stage=stage)

    def what_would_pass(self, *, gate: str | None = None, stage: str | None = None) -> Ways:
        """What would make it pass, as far as the reader sees. Raises PolicyError where no rule is asked."""
        packs, as_of = self._checker.packs, self._checker.as_of
        return what_would_pass(self.record, packs, as_of=as_of, facts=self._told, gate=gate, stage=stage)

    def _under_waivers(self, shown: Basis, whole: Basis) -> Report:
        """Shown as the reader may see it, and waived by what there is: waivers were granted for that."""
        packs = self._checker.packs
        report = whole.report(packs)
        if (whole.record, whole.facts) == (shown.record, shown.facts):
            return report
        return as_seen(replace(shown, waivers=()).report(packs), report)

    def _whole(self, shown: Basis) -> Basis:
        """What ``shown`` would be for who sees everything."""
        register, waivers = self._checker.register, shown.waivers
        whole = register.whole_record(self._manifest)
        facts = self._read if whole == self.record else self._checker.facts.for_rules(whole)
        if register.has_stand_ins:
            # Else whoever makes up what a hidden entry says could tell from a waiver whether it is so.
            waivers = [replace(one, evidence={}) for one in waivers]
        return replace(shown, record=whole, facts=facts, waivers=waivers)

    def _masked(self, found: Facts) -> Facts:
        checker = self._checker
        if checker.reader is None:
            return found
        return mask_facts(found, checker.packs.facts, checker.register.shows)
