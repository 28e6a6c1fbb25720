"""One operation of the OpenAPI document: its successes and, everywhere in the same words, its problems."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from governance.api import examples
from governance.api.negotiation import JSON, YAML
from governance.api.problems import MEDIA_TYPE, SORTS
from governance.api.serializers import acts, problems

Decorate = Callable[[type], type]
READING = ("invalid-request", "unauthenticated", "forbidden", "not-acceptable", "internal", "unavailable")
BODY = ("malformed", "too-large", "unsupported-media-type", "conflict")
SENDING = (*BODY, "invalid-manifest")
MANIFEST = dict.fromkeys((JSON, *YAML), OpenApiTypes.OBJECT)


def header(name: str, description: str, *, response: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=description, response=response)


TAG = header("ETag", "The digest of the manifest.", response=True)
CONDITIONS = [
    header("If-Match", "The ETag of the manifest that you change."),
    header("If-None-Match", "* to register, and never to change."),
]


def operation(name: str, summary: str, success: dict[Any, Any], *sorts: str, **more: Any) -> Any:
    """One operation with its successes and, in the same words everywhere, all its problems."""
    wanted = (*READING, *sorts)
    failures = {(SORTS[sort].status, MEDIA_TYPE): problems.ProblemSerializer for sort in wanted}
    shown = [*more.pop("examples", ()), *(examples.of_problem(sort) for sort in wanted)]
    return extend_schema(
        operation_id=name, summary=summary, responses=success | failures, examples=shown, **more
    )


def get(name: str, summary: str, shape: Any, *sorts: str, query: Any = None, **more: Any) -> Decorate:
    parameters = [*([query] if query else []), *more.pop("parameters", [])]
    success = {(200, JSON): shape}
    decorate: Decorate = extend_schema_view(
        get=operation(name, summary, success, *sorts, parameters=parameters, filters=False, **more)
    )
    return decorate


def listed(name: str, summary: str, row: Any, query: Any, *sorts: str) -> Decorate:
    return get(name, summary, row(many=True), *sorts, query=query)


def list_and_make(
    rows: tuple[str, str], made: tuple[str, str], row: Any, query: Any, body: Any, *sorts: str
) -> Decorate:
    """A list, and what adds a row to it: each a name and a summary."""
    wanted = (*BODY, *sorts)
    decorate: Decorate = extend_schema_view(
        get=operation(*rows, {(200, JSON): row(many=True)}, parameters=[query], filters=False),
        post=operation(*made, {(201, JSON): row}, *wanted, request=body),
    )
    return decorate


def act(name: str, summary: str, row: Any, body: Any = acts.ReasonSerializer, **more: Any) -> Decorate:
    """One thing done to one row."""
    decorate: Decorate = extend_schema_view(
        post=operation(name, summary, {(200, JSON): row}, *BODY, "not-found", request=body, **more)
    )
    return decorate
