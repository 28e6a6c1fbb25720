"""What the OpenAPI document says of each operation."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_view

from governance.api import examples
from governance.api.negotiation import JSON, JUNIT, SARIF
from governance.api.operations import (
    BODY,
    CONDITIONS,
    MANIFEST,
    SENDING,
    TAG,
    Decorate,
    act,
    get,
    list_and_make,
    listed,
    operation,
)
from governance.api.serializers import (
    acts,
    asking,
    assessments,
    checks,
    entries,
    findings,
    impact,
    law,
    notices,
    organisation,
    queries,
    rules,
    submissions,
    waivers,
)

entry_list = listed("list_entries", "List what is registered", entries.EntrySerializer, queries.EntryQuery)
entry_findings = listed(
    "list_findings_of_entry",
    "List the findings of an entry's current check",
    findings.EntryFindingSerializer,
    queries.ListQuery,
    "not-found",
    "conflict",
)
entry_revisions = listed(
    "list_revisions",
    "List the revisions of an entry",
    entries.RevisionSerializer,
    queries.ListQuery,
    "not-found",
)
entry_revision = get(
    "read_revision", "Read one revision", entries.RevisionDetailSerializer, "not-found", parameters=[TAG]
)
entry_explanation = get(
    "explain_rule",
    "Explain how a rule comes to its answer for an entry, step by step",
    OpenApiTypes.OBJECT,
    "not-found",
)
entry_ai_act = get(
    "classify_entry",
    "Tell which tier of the EU AI Act a use case is in, and why",
    law.ClassificationSerializer,
    "not-found",
    query=queries.LawQuery,
)
entry_questions = get(
    "list_questions_of_entry",
    "List what is missing in an entry and can still change its verdict",
    asking.QuestionsSerializer,
    "not-found",
    query=queries.AskingQuery,
    examples=[examples.QUESTIONS],
)
entry_ways = get(
    "list_ways_of_entry",
    "List the smallest sets of changes that would make an entry pass",
    asking.WaysSerializer,
    "not-found",
    query=queries.AskingQuery,
    examples=[examples.WAYS],
)
entry_lineage = get(
    "read_lineage",
    "Read where the data of an entry comes from, and how ready it is",
    OpenApiTypes.OBJECT,
    "not-found",
)
finding_list = listed(
    "list_findings",
    "List the findings of all current checks",
    findings.EntryFindingSerializer,
    queries.FindingQuery,
)
organisation_check = get(
    "read_organisation_check",
    "Read what the newest check said of the organisation itself",
    organisation.OrganisationCheckSerializer,
)
submission_list = listed(
    "list_submissions",
    "List submissions to the council",
    submissions.SubmissionSerializer,
    queries.SubmissionQuery,
)
submission_detail = get(
    "read_submission", "Read a submission", submissions.SubmissionDetailSerializer, "not-found"
)
assessment_list = listed(
    "list_assessments", "List assessments", assessments.AssessmentSerializer, queries.AssessmentQuery
)
assessment_detail = get(
    "read_assessment", "Read an assessment", assessments.AssessmentDetailSerializer, "not-found"
)
schema_detail = get(
    "read_schema", "Read the JSON Schema of a kind's manifests", OpenApiTypes.OBJECT, "not-found"
)
openapi = get("read_openapi", "Read this document", OpenApiTypes.OBJECT)
entry_detail: Decorate = extend_schema_view(
    get=operation(
        "read_entry",
        "Read an entry",
        {(200, JSON): entries.EntryDetailSerializer},
        "not-found",
        parameters=[TAG],
    ),
    put=operation(
        "put_entry",
        "Register an entry, or change it",
        {(200, JSON): entries.EntryDetailSerializer, (201, JSON): entries.EntryDetailSerializer},
        *SENDING,
        "not-found",
        "stale",
        "precondition-required",
        parameters=[TAG, *CONDITIONS],
        request=MANIFEST,
        examples=examples.MANIFESTS,
    ),
)
policy_checks: Decorate = extend_schema_view(
    post=operation(
        "check_policies",
        "Check manifests against the policies",
        {
            (200, JSON): checks.PolicyCheckSerializer,
            (200, SARIF): OpenApiTypes.OBJECT,
            (200, JUNIT): OpenApiTypes.STR,
        },
        *SENDING,
        parameters=[queries.CheckQuery],
        request=MANIFEST,
        examples=[*examples.MANIFESTS, *examples.ANSWERS],
    )
)
waiver_list = list_and_make(
    ("list_waivers", "List waivers"),
    ("request_waiver", "Ask for a waiver"),
    waivers.WaiverSerializer,
    queries.WaiverQuery,
    waivers.WaiverRequestSerializer,
    "not-found",
)
waiver_detail = get("read_waiver", "Read a waiver", waivers.WaiverSerializer, "not-found")

waiver_approval = act("approve_waiver", "Approve a waiver", waivers.WaiverSerializer)
waiver_rejection = act("reject_waiver", "Reject a waiver", waivers.WaiverSerializer)
waiver_revocation = act("revoke_waiver", "End a waiver that was granted", waivers.WaiverSerializer)
waiver_withdrawal = act(
    "withdraw_waiver", "Take a waiver back", waivers.WaiverSerializer, acts.NothingSerializer
)
notice_list = get(
    "list_notices",
    "List what you were told",
    notices.NoticeSerializer(many=True),
    query=queries.NoticeQuery,
    examples=[examples.NOTICE],
)
registry_export = get("export_registry", "Export what `muster check --registry` reads", OpenApiTypes.OBJECT)
rules_in_force = get("read_rules", "Read the rules in force", rules.RulesSerializer)
pack_version = get("read_pack", "Read one version of a pack", rules.PackVersionSerializer, "not-found")
rules_change = get(
    "read_rules_change", "Read a change of the rules", rules.RulesChangeSerializer, "not-found"
)
rules_change_list = list_and_make(
    ("list_rules_changes", "List changes of the rules"),
    ("propose_rules", "Propose a change of the rules"),
    rules.RulesChangeSerializer,
    queries.ListQuery,
    rules.RulesProposalSerializer,
    "invalid-rules",
)
rules_activation = act("activate_rules", "Put a change of the rules in force", rules.RulesChangeSerializer)
rules_rejection = act("reject_rules", "Reject a change of the rules", rules.RulesChangeSerializer)
rules_withdrawal = act(
    "withdraw_rules", "Take a change back", rules.RulesChangeSerializer, acts.NothingSerializer
)
rules_impact: Decorate = extend_schema_view(
    get=operation(
        "read_rules_impact",
        "Read what a change of the rules would do",
        {(200, JSON): impact.ImpactSerializer},
        "not-found",
        filters=False,
        examples=[examples.IMPACT],
    ),
    post=operation(
        "count_rules_impact",
        "Have it counted anew what a change of the rules would do",
        {(200, JSON): impact.ImpactSerializer},
        *BODY,
        "not-found",
        request=acts.NothingSerializer,
    ),
)
rules_impact_entries = listed(
    "list_rules_impact_entries",
    "List the entries that a change of the rules would move",
    impact.ImpactMoveSerializer,
    queries.ImpactQuery,
    "not-found",
)
decision_bundle = get(
    "read_decision_bundle",
    "Download what `muster replay` reads",
    OpenApiTypes.OBJECT,
    "not-found",
    "conflict",
)
