"""A decision once more: do the packs it names still say, of what was kept, exactly what was decided on?"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from policies.basis import Basis
from policies.engine.report import Report
from policies.errors import PolicyError
from policies.language.packs import Packs, read_packs
from policies.language.settings import read_settings
from policies.language.tuning import tune
from policies.release import Release, this_release
from policies.waivers import Waiver

FORM: Final = "decision/1"
MOST_BYTES: Final = 32 * 1024 * 1024
Finding = tuple[str, str, str, str]


def bundle(basis: Basis, packs: Packs, promised: Mapping[str, Any], **about: Any) -> dict[str, Any]:
    """All that a report follows from, as JSON for ``read_bundle``. ``promised``: see ``differences``."""
    return {
        "muster": FORM,
        **about,
        "as_of": basis.as_of.isoformat(),
        "gate": basis.gate,
        "record": dict(basis.record),
        "facts": dict(basis.facts),
        "waivers": [waiver.to_json() for waiver in basis.waivers],
        "packs": {f"{pack.id}.yaml": pack.text for pack in packs.packs},
        "settings": packs.settings.to_json(),
        "promised": dict(promised),
    }


def read_bundle(text: bytes, *, source: str) -> tuple[Basis, Packs, dict[str, Any], dict[str, Any]]:
    """Basis, packs, what was promised, and the whole bundle. Raises PolicyError for anything else."""
    if len(text) > MOST_BYTES:
        raise PolicyError(f"This is larger than the limit of {MOST_BYTES:,} bytes", source=source)
    try:
        said = json.loads(text)
        if said["muster"] != FORM:
            raise KeyError("muster")
        promised = dict(said["promised"])
        packs = _packs(said, other_release(promised))
        basis = Basis(
            dict(said["record"]),
            date.fromisoformat(said["as_of"]),
            said["gate"],
            dict(said["facts"]),
            [Waiver.from_json(one) for one in said["waivers"]],
        )
        return basis, packs, promised, said
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as problem:
        message = f"This is not the bundle of a decision ({type(problem).__name__}: {str(problem)[:80]})"
        raise PolicyError(message, source=source, hint="Download it from the submission's page.") from None


def _packs(said: Mapping[str, Any], remark: str) -> Packs:
    try:
        return tune(
            read_packs((str(name), str(one)) for name, one in said["packs"].items()),
            read_settings(json.dumps(said["settings"]), source="settings"),
        )
    except PolicyError as problem:
        # Rules name dates of the law and words of vocabularies, which another release may not have.
        problem.hint = f"{problem.hint} {remark}".strip()
        raise


def differences(basis: Basis, packs: Packs, promised: Mapping[str, Any]) -> list[str]:
    """What is not as ``promised``: digests of record, packs and report, verdict, findings. [] for the same.

    What followed then by another release is named by that one here as well: only what a change of law,
    vocabularies or engine did to the report counts. Raises PolicyError where the packs can say nothing of the
    record.
    """
    report = replace(basis.report(packs), engine=_engine_then(promised))
    digests = {"packs": packs.digest, "record": report.record_digest, "report": report.digest}
    then = {name: str(promised.get(f"{name}_digest")) for name in digests}
    found = [
        f"Not the same {name}: {now[:12]} and not {then[name][:12]}."
        for name, now in digests.items()
        if now != then[name]
    ]
    if not found:
        return []
    remark = other_release(promised)
    return [*([remark] if remark else []), *found, *_in_the_report(report, promised)]


def other_release(promised: Mapping[str, Any]) -> str:
    """A sentence on how this release differs from the one that decided; blank where it does not."""
    return this_release().apart_from(_engine_then(promised))


def findings_of(findings: Iterable[Any]) -> list[list[str]]:
    """Findings (or rows that keep them) as a bundle promises them."""
    return sorted([one.rule_id, one.check_id, one.outcome, one.disposition] for one in findings)


def _engine_then(promised: Mapping[str, Any]) -> Release | None:
    said = promised.get("engine")
    return Release.from_json(said) if said else None


def _in_the_report(report: Report, promised: Mapping[str, Any]) -> Iterable[str]:
    if report.verdict != promised.get("verdict"):
        yield f"The verdict is {report.verdict} and was {promised.get('verdict')}."
    now = {tuple(one) for one in findings_of(report.findings)}
    then = {tuple(map(str, one)) for one in promised.get("findings", ())}
    for rule, check, outcome, disposition in sorted(now - then):
        yield f"{rule}, check {check}, now says {outcome} ({disposition})."
    for rule, check, outcome, disposition in sorted(then - now):
        yield f"{rule}, check {check}, said {outcome} ({disposition}) then."
