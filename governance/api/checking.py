"""``POST /policy-checks/``: the engine's answer to manifests that need not be registered."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rest_framework.request import Request

from governance.api.problems import Problem
from governance.api.reading import approval_of, approved_manifests, standing_of
from governance.api.serializers.entries import ApprovalSerializer, OpenSubmissionSerializer
from governance.api.serializers.findings import CheckSerializer
from governance.api.serializers.links import address_of
from governance.models import CheckRun, Trigger
from governance.services.checks import complete_checks, queue_checks
from governance.services.engine import Checker
from governance.workflow import OPEN
from policies import Packs
from policies.canonical import digest
from policies.errors import PolicyError
from policies.material import material_differences
from policies.record import Manifest
from policies.reporters.report_json import to_data
from policies.reporters.run import VERDICTS, Checked, Run
from registry.models import Entry, User
from registry.services.entries import normalise

Entries = Mapping[tuple[str, str], Entry]
Document = dict[str, Any]


def checker_of(manifests: Iterable[Manifest], query: Mapping[str, Any], *, reader: User) -> Checker:
    """The register with all manifests of a request put in. What ``reader`` can't see of it is not known."""
    documents = [normalise(manifest.document) for manifest in manifests]
    names = [(said["kind"], said["key"]) for said in documents]
    return Checker(documents, as_of=query.get("as_of"), visible_to=reader, about=names)


def check_manifests(checker: Checker, manifests: Sequence[Manifest], query: Mapping[str, Any]) -> Run:
    """Check each manifest. Nothing is stored. Raises ``Problem`` where no rule is left to ask."""
    gate = query.get("gate")
    checked, unasked = [], []
    for document, manifest in zip(checker.register.also.values(), manifests, strict=True):
        if _is_asked(document["kind"], gate, checker.packs):
            report = checker.under_check(document).report(gate=gate, stage=query.get("stage"))
            checked.append(Checked(report, manifest.source, manifest.position))
        else:
            unasked.append(_unasked(manifest))
    if not checked:
        raise Problem("conflict", "No rule asks about this. Leave out the gate, or add a pack.")
    return Run(checker.as_of, checker.packs, tuple(checked), unasked=tuple(unasked))


def registered(checker: Checker) -> dict[tuple[str, str], Entry]:
    """The entries of the manifests that are put in, as far as the reader can see them."""
    names = [name for name in checker.register.also if checker.register.sees(*name)]
    return {(entry.kind, entry.key): entry for entry in (standing_of(names) if names else ())}


def answer(run: Run, manifests: Iterable[Manifest], entries: Entries, *, request: Request) -> dict[str, Any]:
    """The report as the command line gives it, the worst verdict, and how each manifest stands here."""
    report = to_data(run)
    worst = min((one.report.verdict for one in run.checked), key=VERDICTS.index)
    approved = approved_manifests(entries.values())
    registrations = [_registration(one, entries, approved, request) for one in manifests]
    return {"verdict": worst} | report | {"registrations": registrations}


def store_checks(manifests: Iterable[Manifest], entries: Entries) -> list[CheckRun]:
    """Check the registered entries and keep the results as their current checks.

    Raises ``Problem`` unless every manifest is, word for word, the one that is registered.
    """
    errors = []
    for manifest in manifests:
        entry = entries.get((manifest.document["kind"], manifest.document["key"]))
        if entry is None or entry.manifest_digest != digest(normalise(manifest.document)):
            said = "this is not registered" if entry is None else "something else is registered"
            line, column = manifest.position("/key")
            place = {"pointer": f"{manifest.pointer}/key", "line": line, "column": column}
            errors.append(place | {"detail": said, "hint": "Register it first, or leave out store=true."})
    if errors:
        raise Problem("conflict", "Only a check of what is registered can be stored.", errors=errors)
    runs = queue_checks(entries.values(), trigger=Trigger.API)
    complete_checks([run.pk for run in runs])
    return runs


def _is_asked(kind: str, gate: str | None, packs: Packs) -> bool:
    return any(kind in rule.applies_to and gate in {None, *rule.gates} for rule in packs.rules)


def _unasked(manifest: Manifest) -> PolicyError:
    line, column = manifest.position("/kind")
    message = f"no rule asks about a {manifest.document['kind'].replace('_', ' ')}"
    return PolicyError(message, source=manifest.source, line=line, column=column)


def _registration(
    manifest: Manifest, entries: Entries, approved: Mapping[int, Document], request: Request
) -> dict[str, Any]:
    document = normalise(manifest.document)
    entry = entries.get((document["kind"], document["key"]))
    said = {"kind": document["kind"], "key": document["key"], "manifest_digest": digest(document)}
    if entry is None:
        return said | {"registered": False}
    was = approved.get(entry.pk)
    matches = {
        "matches_registered": entry.manifest_digest == said["manifest_digest"],
        "matches_approved": was is not None and not material_differences(entry.kind, was, document),
    }
    return said | {"registered": True} | matches | _standing(entry, request)


def _standing(entry: Any, request: Request) -> dict[str, Any]:
    approval = approval_of(entry.recent_submissions)
    checks = entry.current_checks
    waiting = [one for one in entry.recent_submissions if one.status in OPEN]
    return {
        "url": address_of(entry),
        "revision": entry.revision_count,
        "approval": ApprovalSerializer(approval).data,
        "open_submission": OpenSubmissionSerializer(waiting[0]).data if waiting else None,
        "check": CheckSerializer(checks[0], context={"request": request}).data if checks else None,
    }
