"""The registry export: what a server knows, for checks where there is no server."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse

from governance.charter import charter
from governance.disclosure import Disclosure
from governance.models import Waiver
from governance.reach import Reach
from governance.services.decisions import held_decisions
from governance.services.engine import Checker
from governance.services.overlap_facts import decisions_said
from governance.services.records import held_assessments
from governance.services.rule_sets import packs_in_force
from policies import Report
from policies.canonical import canonical_bytes
from policies.export.rules import rules_said
from policies.export.schema import SUPPORTING, VERSION
from policies.record.fields import KINDS, REFERENCE_FIELD
from policies.release import this_release
from registry import clock
from registry.documents import Register
from registry.models import User
from registry.permissions import may
from registry.services.aliases import aliases_said
from registry.services.references import references_in

Document = dict[str, Any]
Name = tuple[str, str]


def export_registry(*, visible_to: User | None = None) -> bytes:
    """Canonical JSON (see ``policies.export``), the same bytes for the same registry and day.

    With ``visible_to``, only entries that this user can see, and of people, teams, vendors and the like only
    those that these entries name; without, everything that is registered.
    """
    return canonical_bytes(registry_document(visible_to=visible_to)) + b"\n"


def registry_document(*, visible_to: User | None = None) -> Document:
    """The export as a document. Whoever adds a section adds it to ``policies.export.schema`` as well."""
    register, today = Register(visible_to=visible_to), clock.today()
    manifests = register.manifests()
    assessments = held_assessments(today, visible_to=visible_to)
    written = ({"kind": kind, "assessments": held} for (kind, _), held in assessments.items())
    named = _named([*manifests, *written], register)
    rows = Waiver.objects.granted().with_people()
    waivers = rows if visible_to is None else rows.visible_to(visible_to)
    evidence = None if visible_to is None else _Evidence(visible_to)
    return {
        "muster": VERSION,
        "engine": this_release().to_json(),
        **_where_rules_are_shown(),
        "as_of": today.isoformat(),
        "whole": visible_to is None or may(visible_to, "registry.view_entry"),
        "organisation": register.organisation,
        "manifests": manifests,
        **{section: named[kind] for section, kind in SUPPORTING.items()},
        "assessments": [
            {"kind": kind, "key": key, "rows": held} for (kind, key), held in sorted(assessments.items())
        ],
        "decisions": [
            {"kind": kind, "key": key, "items": facts["decisions"]["items"]}
            for (kind, key), facts in sorted(held_decisions(register, today).items())
        ],
        "overlap_decisions": decisions_said(visible_to=visible_to),
        "aliases": aliases_said(visible_to=visible_to),
        "waivers": [
            one.as_policy().to_json() | ({"evidence": evidence.of(one)} if evidence else {})
            for one in sorted(waivers, key=lambda one: one.pk)
        ],
        "settings": rules_said(packs_in_force()) | {"charter_digest": charter().digest},
    }


def _where_rules_are_shown() -> Document:
    """Under the first public name of this server; a registry has the same bytes whoever asks for it."""
    host = next((one for one in settings.HOSTS if not one.startswith((".", "*"))), "")
    return {"rules_at": f"https://{host}{reverse('rules')}"} if host else {}


class _Evidence:
    """What waivers were granted for, as far as a reader may be told.

    Of a rule that follows links it is what the reader's own check finds, so that this check can be made again
    from the export. Of one that looks further nothing is: it then counts only where the server checks.
    """

    def __init__(self, reader: User) -> None:
        self._reader, self._disclosure = reader, Disclosure(reader)
        self._reports: dict[int, Report] = {}

    @cached_property
    def _checker(self) -> Checker:
        return Checker(visible_to=self._reader)

    def of(self, waiver: Waiver) -> dict[str, str]:
        told = self._disclosure.evidence(waiver)
        if all(told.values()):
            return told
        return self._as_seen(waiver) if self._disclosure.reach(waiver) is Reach.LINKS else {}

    def _as_seen(self, waiver: Waiver) -> dict[str, str]:
        entry = waiver.entry
        if entry.pk not in self._reports:
            self._reports[entry.pk] = self._checker.under_check(entry.document).report()
        report = self._reports[entry.pk]
        covered = {print_ for use in report.waivers if use.id == str(waiver.pk) for print_ in use.findings}
        return {one.fingerprint: one.evidence_digest for one in report.findings if one.fingerprint in covered}


def _named(manifests: Iterable[Mapping[str, Any]], register: Register) -> dict[str, list[Document]]:
    """What these manifests name that is not registered by a manifest, and what that names, by kind."""
    found: dict[Name, Document] = {}
    ahead = {name for one in manifests for name in _supporting_in(one["kind"], one)}
    while ahead:
        kind, key = ahead.pop()
        facts = register.find(kind, key)
        if facts is None or (kind, key) in found:
            continue
        found[kind, key] = dict(facts)
        ahead |= set(_supporting_in(kind, facts)) - set(found)
    names = {kind: REFERENCE_FIELD.get(kind, "key") for kind in SUPPORTING.values()}
    by_kind: dict[str, list[Document]] = {kind: [] for kind in names}
    for (kind, _), facts in found.items():
        by_kind[kind].append(facts)
    return {kind: sorted(rows, key=lambda one: str(one[names[kind]])) for kind, rows in by_kind.items()}


def _supporting_in(kind: str, said: Mapping[str, Any]) -> Iterator[Name]:
    for _, field, value in references_in(kind, said):
        if field.of not in KINDS and isinstance(value, str):
            yield field.of, value.lower() if field.of == "person" else value
