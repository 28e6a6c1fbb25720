"""Where each route of the API is, about things that a test made, and what is sent there."""

from datetime import timedelta
from typing import Any

from governance.models import CheckRun, PackVersion, Submission, Waiver
from governance.services.activations import Draft, propose_rules
from governance.services.assessments import start_assessment
from governance.services.comments import add_comment
from governance.services.overlaps import decide_overlap
from governance.services.waivable import waivable
from governance.services.waivers import request_waiver
from policies import Settings
from registry import clock
from registry.ledger.writing import record
from tests.personas import make_entry

Part = tuple[dict[str, str], dict[str, Any]]  # addresses, and what is sent there, by route
JUDGED = ("waiver_approval", "waiver_rejection", "waiver_revocation")
# How a submission stands that each route of the council, and then of the team, is about.
COUNCIL = {
    "submission_votes": "in_review",
    "submission_urgent_approvals": "in_review",
    "submission_suspension": "approved",
    "submission_revocation": "approved",
    "submission_reinstatement": "suspended",
}
TEAM = {
    "submission_appeal": "rejected",
    "submission_resubmission": "changes_requested",
    "submission_withdrawal": "in_review",
}


def waivers_of(entry, by) -> Part:
    """Addresses of a waiver that is asked for and of one in force, and what is sent to ask and to decide."""
    rules, until = sorted(waivable(entry)), clock.today() + timedelta(days=7)
    words = {"reason": "For now.", "compensating_control": "A person.", "proof": "Minutes."}
    asked, granted = (request_waiver(entry, rule, by=by, expires_on=until, **words) for rule in rules[:2])
    Waiver.objects.filter(pk=granted.pk).update(status="granted", granted_on=clock.today())
    third = {"kind": "tool", "key": entry.key, "rule_id": rules[2], "expires_on": until.isoformat()}
    decision = dict.fromkeys(JUDGED, {"reason": "So be it."})
    paths = {
        "waivers": "waivers/",
        "waivers_post": "waivers/",
        "waiver": f"waivers/{asked.pk}/",
        "waiver_approval": f"waivers/{asked.pk}/approval/",
        "waiver_rejection": f"waivers/{asked.pk}/rejection/",
        "waiver_revocation": f"waivers/{granted.pk}/revocation/",
        "waiver_withdrawal": f"waivers/{asked.pk}/withdrawal/",
    }
    return paths, {"waivers_post": words | third, "waiver_withdrawal": {}, **decision}


def overlaps_of(entry, by) -> Part:
    """Addresses of a pair that nobody decided on and of one that is decided, and what is sent there."""
    other, third = make_entry("tool"), make_entry("tool")
    decide_overlap(entry, third, by=by, outcome="not_the_same")
    place = f"entries/tool/{entry.key}/overlaps/"
    paths = {
        "overlap_decision": f"{place}{other.key}/decision/",
        "overlap_withdrawal": f"{place}{third.key}/withdrawal/",
    }
    return paths, {"overlap_decision": {"outcome": "join"}, "overlap_withdrawal": {}}


def assessments_of(entry, by) -> Part:
    assessment = start_assessment(entry, "lia", by=by)
    return {"assessments": "assessments/", "assessment": f"assessments/{assessment.pk}/"}, {}


def comments_of(submission, by) -> Part:
    """Addresses of what is said about a submission, and what is sent there."""
    comment, place = add_comment(submission, "Why?", by=by), f"submissions/{submission.pk}/comments/"
    settle = f"comments/{comment.pk}/resolution/"
    paths = {"comments": place, "comments_post": place, "comment_resolution": settle}
    return paths, {"comments_post": {"text": "Since when?"}, "comment_resolution": {}}


def entries_of(entry, use_case) -> Part:
    """Addresses about entries and about nothing in particular, and what is sent there."""
    place = f"entries/tool/{entry.key}/"
    paths = {
        "policy_checks": "policy-checks/",
        "manifest_overlaps": "overlaps/",
        "entries": "entries/",
        "entry": place,
        "entry_put": place,
        "entry_findings": f"{place}findings/",
        "entry_explanation": f"{place}explain/DUP-001/",
        "entry_questions": f"{place}questions/",
        "entry_ways": f"{place}ways/",
        "entry_lineage": f"{place}lineage/",
        "entry_overlaps": f"{place}overlaps/",
        "entry_submissions": f"{place}submissions/",
        "entry_ai_act": f"entries/use_case/{use_case.key}/ai-act/",
        "entry_revisions": f"{place}revisions/",
        "entry_revision": f"{place}revisions/1/",
        "findings": "findings/",
        "organisation_check": "organisation/check/",
        "policies": "policies/",
        "notices": "notices/",
        "registry_export": "registry-export/",
        "schema": "schemas/tool/",
        "openapi": "openapi.json",
    }
    return paths, {"entry_submissions": {}}


def rules_of(ours, theirs) -> Part:
    """Addresses of changes of the rules that two people proposed, and what is sent there."""
    settings, others = Settings(modes={"DUP-001": "warn"}), Settings(modes={"DUP-001": "observe"})
    mine = propose_rules(Draft(settings=settings), by=ours, reason="A trial.")
    other = propose_rules(Draft(settings=others), by=theirs, reason="A trial.")
    paths = {
        "pack_version": f"policies/packs/{PackVersion.objects.values_list('digest', flat=True)[0]}/",
        "rules_changes": "policies/changes/",
        "rules_changes_post": "policies/changes/",
        "rules_change": f"policies/changes/{other.pk}/",
        "rules_activation": f"policies/changes/{other.pk}/activation/",
        "rules_rejection": f"policies/changes/{other.pk}/rejection/",
        "rules_withdrawal": f"policies/changes/{mine.pk}/withdrawal/",
        "rules_impact": f"policies/changes/{other.pk}/impact/",
        "rules_impact_post": f"policies/changes/{other.pk}/impact/",
        "rules_impact_entries": f"policies/changes/{other.pk}/impact/entries/",
    }
    proposal = {"reason": "A trial.", "settings": settings.to_json()}
    decision = dict.fromkeys(("rules_activation", "rules_rejection"), {"reason": "So be it."})
    sent = {"rules_changes_post": proposal, "rules_withdrawal": {}, "rules_impact_post": {}}
    return paths, sent | decision


def council_of(submission) -> Part:
    """Addresses of a submission and of acts on it, and what is sent there."""
    place = f"submissions/{submission.pk}/"
    names = {name: name.removeprefix("submission_").replace("_", "-") for name in COUNCIL | TEAM}
    paths = {name: f"{place}{address}/" for name, address in names.items()}
    seen = {"reason": "So be it.", "seen_digest": submission.review_digest}
    sent: dict[str, Any] = dict.fromkeys(COUNCIL, {"reason": "So be it."})
    sent |= {"submission_votes": seen | {"verdict": "approved"}, "submission_urgent_approvals": seen}
    sent |= {"submission_appeal": {"grounds": "Read page 3."}, "submission_resubmission": {"note": "Done."}}
    paths |= {"submissions": "submissions/", "submission": place, "decision_bundle": f"{place}bundle/"}
    return paths, sent | {"submission_withdrawal": {}}


def stand(submission, status: str, *, decided_by) -> None:
    """Let it stand so, as if ``decided_by`` had decided; nothing that its check found is in the way."""
    CheckRun.objects.filter(pk=submission.check_run_id).update(verdict="pass")
    said: dict[str, Any] = {"status": status}
    if status != "in_review":
        said |= {"decided_by": decided_by, "decided_at": clock.now(), "reason": "So it is."}
    if status == "suspended":
        said["valid_until"] = clock.today() + timedelta(days=30)
    Submission.objects.filter(pk=submission.pk).update(**said)
    if status == "suspended":
        record("submission.approved", submission, by=decided_by)
