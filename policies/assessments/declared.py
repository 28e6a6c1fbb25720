"""What a manifest says of its own assessments: a claim, until somebody can follow it.

Whoever writes a manifest writes its assessments too. That one was approved counts only where the organisation
keeps assessments outside Muster, and where it leads to a document and to a person who had no part in it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from policies.assessments.loading import outlines
from policies.record.resolve import Lookup

Said = Mapping[str, Any]
# These let somebody go on, so that somebody else has to have said them.
CLAIMS: Final = frozenset({"approved", "not_required", "waived"})
_PROOFS: Final = {"assessor": "assessor", "approver": "approver", "document_url": "document"}
_ANSWERABLE: Final = {
    "accountable_person": "is accountable for the entry",
    "business_owner": "is its business owner",
    "technical_owner": "is its technical owner",
}
_DIGEST: Final = re.compile(r"[0-9a-fA-F]{64}")


def as_declared(row: Said, manifest: Said, organisation: Said, lookup: Lookup) -> Said:
    """``row`` as rules may read it: a claim that nobody can follow is not known to be so, for this reason."""
    reason = doubt(row, manifest, organisation, lookup)
    return {**row, "status": {"$unknown": reason}} if reason else row


def doubt(row: Said, manifest: Said, organisation: Said, lookup: Lookup) -> str:
    """Why the judgement that ``row`` of ``manifest`` claims can't count; "" where it can or none is claimed.

    ``lookup`` gives what is known of people and teams, as in ``policies.record.resolve``.
    """
    status = row.get("status")
    if not isinstance(status, str) or status not in CLAIMS:
        return ""
    if row["type"] in outlines() and organisation.get("assessments_kept") != "elsewhere":
        return "Declared, not verified: this organisation approves assessments of this type in Muster."
    reason = next(_gaps(row), "") or next(_conflicts(row, manifest, lookup), "")
    return f"Declared, not verified: {reason}." if reason else ""


def _gaps(row: Said) -> Iterator[str]:
    missing = [what for name, what in _PROOFS.items() if not _said(row.get(name))]
    if not _DIGEST.fullmatch(_said(row.get("document_digest"))):
        missing.append("SHA-256 digest of the document")
    if missing:
        yield f"it names no {' and no '.join(missing)}"


def _conflicts(row: Said, manifest: Said, lookup: Lookup) -> Iterator[str]:
    approver = _said(row["approver"])
    if approver == _said(row["assessor"]):
        yield "its approver assessed it"
    for name, what in _ANSWERABLE.items():
        if approver == _said(manifest.get(name)):
            yield f"its approver {what}"
    team = manifest.get("owner_team")
    known = lookup("team", team) if isinstance(team, str) else team
    if approver == _said((known or {}).get("lead")):
        yield "its approver leads the team"
    if lookup("person", approver) is None:
        yield "nobody here knows its approver"


def _said(value: Any) -> str:
    """A text or the e-mail address of a person, also of one described in place; "" where nothing is said."""
    if isinstance(value, Mapping):
        value = value.get("email")
    return value.strip().lower() if isinstance(value, str) else ""
