"""Addresses of the API."""

from django.urls import path, re_path, register_converter

from governance.api.openapi import OpenAPI
from governance.api.views import (
    asking,
    assessments,
    checks,
    comments,
    council,
    entries,
    explaining,
    findings,
    impact,
    law,
    lineage,
    notices,
    organisation,
    overlaps,
    registry,
    rules,
    schemas,
    submissions,
    waivers,
)
from governance.api.views.unknown import UnknownAddress
from policies.record.fields import KEY_PATTERN, KINDS


class KindConverter:
    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class KeyConverter(KindConverter):
    regex = KEY_PATTERN.strip("^$")


class RuleConverter(KindConverter):
    regex = "[A-Z]{2,5}-[0-9]{3}"


class NumberConverter:
    """Whole numbers that a database can hold."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(KindConverter, "kind")
register_converter(KeyConverter, "key")
register_converter(NumberConverter, "number")
register_converter(RuleConverter, "rule")

app_name = "api"
submission = "submissions/<number:pk>/"
change = "policies/changes/<number:pk>/"
entry = "entries/<kind:kind>/<key:key>/"
pair = f"{entry}overlaps/<key:other>/"
urlpatterns = [
    path("policy-checks/", checks.PolicyChecks.as_view(), name="policy_checks"),
    path("entries/", entries.EntryList.as_view(), name="entries"),
    path(entry, entries.EntryDetail.as_view(), name="entry"),
    path(f"{entry}findings/", entries.EntryFindings.as_view(), name="entry_findings"),
    path(f"{entry}explain/<rule:rule>/", explaining.EntryExplanation.as_view(), name="entry_explanation"),
    path(f"{entry}questions/", asking.EntryQuestions.as_view(), name="entry_questions"),
    path(f"{entry}ways/", asking.EntryWays.as_view(), name="entry_ways"),
    path(f"{entry}lineage/", lineage.EntryLineage.as_view(), name="entry_lineage"),
    path(f"{entry}overlaps/", overlaps.EntryOverlaps.as_view(), name="entry_overlaps"),
    path(f"{pair}decision/", overlaps.EntryOverlapDecision.as_view(), name="overlap_decision"),
    path(f"{pair}withdrawal/", overlaps.EntryOverlapWithdrawal.as_view(), name="overlap_withdrawal"),
    path("overlaps/", overlaps.ManifestOverlaps.as_view(), name="manifest_overlaps"),
    path(f"{entry}ai-act/", law.EntryAIAct.as_view(), name="entry_ai_act"),
    path(f"{entry}submissions/", council.EntrySubmissions.as_view(), name="entry_submissions"),
    path(f"{entry}revisions/", entries.EntryRevisions.as_view(), name="entry_revisions"),
    path(f"{entry}revisions/<number:number>/", entries.EntryRevision.as_view(), name="entry_revision"),
    path("findings/", findings.FindingList.as_view(), name="findings"),
    path("organisation/check/", organisation.OrganisationCheckDetail.as_view(), name="organisation_check"),
    path("submissions/", submissions.SubmissionList.as_view(), name="submissions"),
    path("submissions/<number:pk>/", submissions.SubmissionDetail.as_view(), name="submission"),
    path("submissions/<number:pk>/comments/", comments.SubmissionComments.as_view(), name="comments"),
    path("comments/<number:pk>/resolution/", comments.CommentResolution.as_view(), name="comment_resolution"),
    path("submissions/<number:pk>/bundle/", rules.DecisionBundle.as_view(), name="decision_bundle"),
    path(f"{submission}votes/", council.SubmissionVotes.as_view(), name="submission_votes"),
    path(
        f"{submission}urgent-approvals/",
        council.SubmissionUrgentApprovals.as_view(),
        name="submission_urgent_approvals",
    ),
    path(f"{submission}suspension/", council.SubmissionSuspension.as_view(), name="submission_suspension"),
    path(f"{submission}revocation/", council.SubmissionRevocation.as_view(), name="submission_revocation"),
    path(
        f"{submission}reinstatement/",
        council.SubmissionReinstatement.as_view(),
        name="submission_reinstatement",
    ),
    path(f"{submission}appeal/", council.SubmissionAppeal.as_view(), name="submission_appeal"),
    path(
        f"{submission}resubmission/", council.SubmissionResubmission.as_view(), name="submission_resubmission"
    ),
    path(f"{submission}withdrawal/", council.SubmissionWithdrawal.as_view(), name="submission_withdrawal"),
    path("policies/", rules.RulesInForce.as_view(), name="policies"),
    path("policies/packs/<slug:digest>/", rules.PackVersionDetail.as_view(), name="pack_version"),
    path("policies/changes/", rules.RulesChangeList.as_view(), name="rules_changes"),
    path(change, rules.RulesChangeDetail.as_view(), name="rules_change"),
    path(f"{change}activation/", rules.RulesActivation.as_view(), name="rules_activation"),
    path(f"{change}rejection/", rules.RulesRejection.as_view(), name="rules_rejection"),
    path(f"{change}withdrawal/", rules.RulesWithdrawal.as_view(), name="rules_withdrawal"),
    path(f"{change}impact/", impact.RulesImpact.as_view(), name="rules_impact"),
    path(f"{change}impact/entries/", impact.RulesImpactEntries.as_view(), name="rules_impact_entries"),
    path("waivers/", waivers.WaiverList.as_view(), name="waivers"),
    path("waivers/<number:pk>/", waivers.WaiverDetail.as_view(), name="waiver"),
    path("waivers/<number:pk>/approval/", waivers.WaiverApproval.as_view(), name="waiver_approval"),
    path("waivers/<number:pk>/rejection/", waivers.WaiverRejection.as_view(), name="waiver_rejection"),
    path("waivers/<number:pk>/revocation/", waivers.WaiverRevocation.as_view(), name="waiver_revocation"),
    path("waivers/<number:pk>/withdrawal/", waivers.WaiverWithdrawal.as_view(), name="waiver_withdrawal"),
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("registry-export/", registry.RegistryExportView.as_view(), name="registry_export"),
    path("assessments/", assessments.AssessmentList.as_view(), name="assessments"),
    path("assessments/<number:pk>/", assessments.AssessmentDetail.as_view(), name="assessment"),
    path("schemas/<kind:kind>/", schemas.SchemaDetail.as_view(), name="schema"),
    path("openapi.json", OpenAPI.as_view(), name="openapi"),
    re_path("", UnknownAddress.as_view()),
]
