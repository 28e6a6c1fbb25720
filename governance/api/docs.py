"""What the OpenAPI document says of each operation."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from governance.api import examples
from governance.api.negotiation import JSON, JUNIT, SARIF, YAML
from governance.api.problems import MEDIA_TYPE, SORTS
from governance.api.serializers import (
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
_SENDING = ("malformed", "too-large", "unsupported-media-type", "invalid-manifest", "conflict")
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


entry_list = _get(
    "list_entries", "List what is registered", entries.EntrySerializer(many=True), query=queries.EntryQuery
)
entry_findings = _get(
    "list_findings_of_entry",
    "List the findings of an entry's current check",
    findings.EntryFindingSerializer(many=True),
    "not-found",
    query=queries.ListQuery,
)
entry_revisions = _get(
    "list_revisions",
    "List the revisions of an entry",
    entries.RevisionSerializer(many=True),
    "not-found",
    query=queries.ListQuery,
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
entry_lineage = _get(
    "read_lineage",
    "Read where the data of an entry comes from, and how ready it is",
    OpenApiTypes.OBJECT,
    "not-found",
)
finding_list = _get(
    "list_findings",
    "List the findings of all current checks",
    findings.EntryFindingSerializer(many=True),
    query=queries.FindingQuery,
)
organisation_check = _get(
    "read_organisation_check",
    "Read what the newest check said of the organisation itself",
    organisation.OrganisationCheckSerializer,
)
submission_list = _get(
    "list_submissions",
    "List submissions to the council",
    submissions.SubmissionSerializer(many=True),
    query=queries.SubmissionQuery,
)
submission_detail = _get(
    "read_submission", "Read a submission", submissions.SubmissionDetailSerializer, "not-found"
)
assessment_list = _get(
    "list_assessments",
    "List assessments",
    assessments.AssessmentSerializer(many=True),
    query=queries.AssessmentQuery,
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
_BODY = ("malformed", "too-large", "unsupported-media-type", "conflict")
_SHOWN = {(200, JSON): waivers.WaiverSerializer}
waiver_list: Decorate = extend_schema_view(
    get=_operation(
        "list_waivers",
        "List waivers",
        {(200, JSON): waivers.WaiverSerializer(many=True)},
        parameters=[queries.WaiverQuery],
        filters=False,
    ),
    post=_operation(
        "request_waiver",
        "Ask for a waiver",
        {(201, JSON): waivers.WaiverSerializer},
        *_BODY,
        "not-found",
        request=waivers.WaiverRequestSerializer,
    ),
)
waiver_detail = _get("read_waiver", "Read a waiver", waivers.WaiverSerializer, "not-found")


def _judge(name: str, summary: str, shape: Any = waivers.ReasonSerializer) -> Decorate:
    decorate: Decorate = extend_schema_view(
        post=_operation(name, summary, _SHOWN, *_BODY, "not-found", request=shape)
    )
    return decorate


waiver_approval = _judge("approve_waiver", "Approve a waiver")
waiver_rejection = _judge("reject_waiver", "Reject a waiver")
waiver_revocation = _judge("revoke_waiver", "End a waiver that was granted")
waiver_withdrawal = _judge("withdraw_waiver", "Take a waiver back", waivers.NothingSerializer)
registry_export = _get("export_registry", "Export what `muster check --registry` reads", OpenApiTypes.OBJECT)
rules_in_force = _get("read_rules", "Read the rules in force", rules.RulesSerializer)
pack_version = _get("read_pack", "Read one version of a pack", rules.PackVersionSerializer, "not-found")
rules_change = _get(
    "read_rules_change", "Read a change of the rules", rules.RulesChangeSerializer, "not-found"
)
rules_change_list: Decorate = extend_schema_view(
    get=_operation(
        "list_rules_changes",
        "List changes of the rules",
        {(200, JSON): rules.RulesChangeSerializer(many=True)},
        parameters=[queries.ListQuery],
        filters=False,
    ),
    post=_operation(
        "propose_rules",
        "Propose a change of the rules",
        {(201, JSON): rules.RulesChangeSerializer},
        *_BODY,
        "invalid-rules",
        request=rules.RulesProposalSerializer,
    ),
)


def _act_on_rules(name: str, summary: str, shape: Any = waivers.ReasonSerializer) -> Decorate:
    shown = {(200, JSON): rules.RulesChangeSerializer}
    decorate: Decorate = extend_schema_view(
        post=_operation(name, summary, shown, *_BODY, "not-found", request=shape)
    )
    return decorate


rules_activation = _act_on_rules("activate_rules", "Put a change of the rules in force")
rules_rejection = _act_on_rules("reject_rules", "Reject a change of the rules")
rules_withdrawal = _act_on_rules("withdraw_rules", "Take a change back", waivers.NothingSerializer)
decision_bundle = _get(
    "read_decision_bundle",
    "Download what `muster replay` reads",
    OpenApiTypes.OBJECT,
    "not-found",
    "conflict",
)
