"""What the OpenAPI document says of each operation."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from governance.api import examples
from governance.api.negotiation import JSON, JUNIT, SARIF, YAML
from governance.api.problems import MEDIA_TYPE, SORTS
from governance.api.serializers import (
    acts,
    asking,
    assessments,
    checks,
    entries,
    findings,
    law,
    organisation,
    problems,
    queries,
    rules,
    submissions,
    waivers,
)

Decorate = Callable[[type], type]
_READING = ("invalid-request", "unauthenticated", "forbidden", "not-acceptable", "internal", "unavailable")
_BODY = ("malformed", "too-large", "unsupported-media-type", "conflict")
_SENDING = (*_BODY, "invalid-manifest")
_MANIFEST = dict.fromkeys((JSON, *YAML), OpenApiTypes.OBJECT)


def _header(name: str, description: str, *, response: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=description, response=response)


_TAG = _header("ETag", "The digest of the manifest.", response=True)
_CONDITIONS = [
    _header("If-Match", "The ETag of the manifest that you change."),
    _header("If-None-Match", "* to register, and never to change."),
]


def _operation(name: str, summary: str, success: dict[Any, Any], *sorts: str, **more: Any) -> Any:
    """One operation with its successes and, in the same words everywhere, all its problems."""
    wanted = (*_READING, *sorts)
    failures = {(SORTS[sort].status, MEDIA_TYPE): problems.ProblemSerializer for sort in wanted}
    shown = [*more.pop("examples", ()), *(examples.of_problem(sort) for sort in wanted)]
    return extend_schema(
        operation_id=name, summary=summary, responses=success | failures, examples=shown, **more
    )


def _get(name: str, summary: str, shape: Any, *sorts: str, query: Any = None, **more: Any) -> Decorate:
    parameters = [*([query] if query else []), *more.pop("parameters", [])]
    success = {(200, JSON): shape}
    decorate: Decorate = extend_schema_view(
        get=_operation(name, summary, success, *sorts, parameters=parameters, filters=False, **more)
    )
    return decorate


def _list(name: str, summary: str, row: Any, query: Any, *sorts: str) -> Decorate:
    return _get(name, summary, row(many=True), *sorts, query=query)


def _list_and_make(
    listed: tuple[str, str], made: tuple[str, str], row: Any, query: Any, body: Any, *sorts: str
) -> Decorate:
    """A list, and what adds a row to it: each a name and a summary."""
    wanted = (*_BODY, *sorts)
    decorate: Decorate = extend_schema_view(
        get=_operation(*listed, {(200, JSON): row(many=True)}, parameters=[query], filters=False),
        post=_operation(*made, {(201, JSON): row}, *wanted, request=body),
    )
    return decorate


def _act(name: str, summary: str, row: Any, body: Any = acts.ReasonSerializer) -> Decorate:
    """One thing done to one row."""
    decorate: Decorate = extend_schema_view(
        post=_operation(name, summary, {(200, JSON): row}, *_BODY, "not-found", request=body)
    )
    return decorate


entry_list = _list("list_entries", "List what is registered", entries.EntrySerializer, queries.EntryQuery)
entry_findings = _list(
    "list_findings_of_entry",
    "List the findings of an entry's current check",
    findings.EntryFindingSerializer,
    queries.ListQuery,
    "not-found",
    "conflict",
)
entry_revisions = _list(
    "list_revisions",
    "List the revisions of an entry",
    entries.RevisionSerializer,
    queries.ListQuery,
    "not-found",
)
entry_revision = _get(
    "read_revision", "Read one revision", entries.RevisionDetailSerializer, "not-found", parameters=[_TAG]
)
entry_explanation = _get(
    "explain_rule",
    "Explain how a rule comes to its answer for an entry, step by step",
    OpenApiTypes.OBJECT,
    "not-found",
)
entry_ai_act = _get(
    "classify_entry",
    "Tell which tier of the EU AI Act a use case is in, and why",
    law.ClassificationSerializer,
    "not-found",
    query=queries.LawQuery,
)
entry_questions = _get(
    "list_questions_of_entry",
    "List what is missing in an entry and can still change its verdict",
    asking.QuestionsSerializer,
    "not-found",
    query=queries.AskingQuery,
    examples=[examples.QUESTIONS],
)
entry_ways = _get(
    "list_ways_of_entry",
    "List the smallest sets of changes that would make an entry pass",
    asking.WaysSerializer,
    "not-found",
    query=queries.AskingQuery,
    examples=[examples.WAYS],
)
entry_lineage = _get(
    "read_lineage",
    "Read where the data of an entry comes from, and how ready it is",
    OpenApiTypes.OBJECT,
    "not-found",
)
finding_list = _list(
    "list_findings",
    "List the findings of all current checks",
    findings.EntryFindingSerializer,
    queries.FindingQuery,
)
organisation_check = _get(
    "read_organisation_check",
    "Read what the newest check said of the organisation itself",
    organisation.OrganisationCheckSerializer,
)
submission_list = _list(
    "list_submissions",
    "List submissions to the council",
    submissions.SubmissionSerializer,
    queries.SubmissionQuery,
)
submission_detail = _get(
    "read_submission", "Read a submission", submissions.SubmissionDetailSerializer, "not-found"
)
assessment_list = _list(
    "list_assessments", "List assessments", assessments.AssessmentSerializer, queries.AssessmentQuery
)
assessment_detail = _get(
    "read_assessment", "Read an assessment", assessments.AssessmentDetailSerializer, "not-found"
)
schema_detail = _get(
    "read_schema", "Read the JSON Schema of a kind's manifests", OpenApiTypes.OBJECT, "not-found"
)
openapi = _get("read_openapi", "Read this document", OpenApiTypes.OBJECT)
entry_detail: Decorate = extend_schema_view(
    get=_operation(
        "read_entry",
        "Read an entry",
        {(200, JSON): entries.EntryDetailSerializer},
        "not-found",
        parameters=[_TAG],
    ),
    put=_operation(
        "put_entry",
        "Register an entry, or change it",
        {(200, JSON): entries.EntryDetailSerializer, (201, JSON): entries.EntryDetailSerializer},
        *_SENDING,
        "not-found",
        "stale",
        "precondition-required",
        parameters=[_TAG, *_CONDITIONS],
        request=_MANIFEST,
        examples=examples.MANIFESTS,
    ),
)
policy_checks: Decorate = extend_schema_view(
    post=_operation(
        "check_policies",
        "Check manifests against the policies",
        {
            (200, JSON): checks.PolicyCheckSerializer,
            (200, SARIF): OpenApiTypes.OBJECT,
            (200, JUNIT): OpenApiTypes.STR,
        },
        *_SENDING,
        parameters=[queries.CheckQuery],
        request=_MANIFEST,
        examples=[*examples.MANIFESTS, *examples.ANSWERS],
    )
)
waiver_list = _list_and_make(
    ("list_waivers", "List waivers"),
    ("request_waiver", "Ask for a waiver"),
    waivers.WaiverSerializer,
    queries.WaiverQuery,
    waivers.WaiverRequestSerializer,
    "not-found",
)
waiver_detail = _get("read_waiver", "Read a waiver", waivers.WaiverSerializer, "not-found")

waiver_approval = _act("approve_waiver", "Approve a waiver", waivers.WaiverSerializer)
waiver_rejection = _act("reject_waiver", "Reject a waiver", waivers.WaiverSerializer)
waiver_revocation = _act("revoke_waiver", "End a waiver that was granted", waivers.WaiverSerializer)
waiver_withdrawal = _act(
    "withdraw_waiver", "Take a waiver back", waivers.WaiverSerializer, acts.NothingSerializer
)
registry_export = _get("export_registry", "Export what `muster check --registry` reads", OpenApiTypes.OBJECT)
rules_in_force = _get("read_rules", "Read the rules in force", rules.RulesSerializer)
pack_version = _get("read_pack", "Read one version of a pack", rules.PackVersionSerializer, "not-found")
rules_change = _get(
    "read_rules_change", "Read a change of the rules", rules.RulesChangeSerializer, "not-found"
)
rules_change_list = _list_and_make(
    ("list_rules_changes", "List changes of the rules"),
    ("propose_rules", "Propose a change of the rules"),
    rules.RulesChangeSerializer,
    queries.ListQuery,
    rules.RulesProposalSerializer,
    "invalid-rules",
)
rules_activation = _act("activate_rules", "Put a change of the rules in force", rules.RulesChangeSerializer)
rules_rejection = _act("reject_rules", "Reject a change of the rules", rules.RulesChangeSerializer)
rules_withdrawal = _act(
    "withdraw_rules", "Take a change back", rules.RulesChangeSerializer, acts.NothingSerializer
)
decision_bundle = _get(
    "read_decision_bundle",
    "Download what `muster replay` reads",
    OpenApiTypes.OBJECT,
    "not-found",
    "conflict",
)
