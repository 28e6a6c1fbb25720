"""The engine with this installation's packs and register around it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.conf import settings

from governance import models
from governance.masking import mask_facts
from governance.services.decisions import held_decisions
from governance.services.records import register_with_judgements
from policies import FactIndex, Packs, Report, Waiver, apply_waivers, check, load_packs
from policies.record import resolve_organisation
from registry import clock
from registry.models import User


def packs_in_force() -> Packs:
    return _packs(tuple(settings.MUSTER_PACKS))


@cache
def _packs(paths: tuple[str, ...]) -> Packs:
    return load_packs(paths or None)


class Checker:
    """Checks any number of manifests against one reading of the register."""

    def __init__(
        self,
        also: Iterable[Mapping[str, Any]] = (),
        *,
        as_of: date | None = None,
        visible_to: User | None = None,
    ) -> None:
        """``also`` are manifests that are not registered, or not yet.

        With ``visible_to``, nothing that user can't see is quoted: see ``Register`` and ``mask_facts``.
        """
        self.as_of = as_of or clock.today()
        self.register = register_with_judgements(also, as_of=self.as_of, visible_to=visible_to)
        self._reader = visible_to
        self.packs = packs_in_force()

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

    def check_manifest(self, manifest: Mapping[str, Any], *, gate: str | None = None) -> Report:
        return self.check_record(self.register.record(manifest), gate=gate)

    def check_organisation(self, *, gate: str | None = None) -> Report:
        """The organisation itself. Raises PolicyError where no rule is about it."""
        return self.check_record(resolve_organisation(self.register.organisation), gate=gate)

    def check_record(self, record: Mapping[str, Any], *, gate: str | None = None) -> Report:
        facts = self.facts.for_record(record)
        if self._reader is not None:
            facts = mask_facts(facts, self.packs.facts, self.register.shows)
        report = check(record, self.packs, as_of=self.as_of, facts=facts, gate=gate)
        waivers = self._waivers.get((report.kind, report.key), ())
        return apply_waivers(report, waivers, self.packs, as_of=self.as_of)
