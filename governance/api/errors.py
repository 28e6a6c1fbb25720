"""From exceptions to problems, in one place."""

import logging
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from rest_framework import exceptions as rest
from rest_framework.response import Response

from governance.api.problems import MEDIA_TYPE, Problem
from governance.api.refusing import record_refused_request
from governance.charter import UnreadableCharter
from governance.services.comments import CommentRefused
from governance.services.condition_drafts import ConditionRefused
from governance.services.overlaps import OverlapRefused, StaleOverlap
from governance.services.proposals import ProposalRefused, StaleProposal
from governance.services.rule_sets import UnknownRules, UnreadableRules
from governance.services.submissions import AlreadySubmitted
from governance.services.voting import DecisionBlocked, StaleReview
from governance.services.waivable import WaiverRefused
from governance.workflow import TransitionNotAllowed
from policies.errors import ManifestError, PackError, PolicyError, YamlError
from registry.services.aliases import AliasRefused
from registry.services.entries import StaleManifest

logger = logging.getLogger("django.request")
NOTHING_HERE: Final = "There is nothing at this address that you can see."
_SORTS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (rest.NotAuthenticated, "unauthenticated"),
    (rest.AuthenticationFailed, "unauthenticated"),
    (rest.PermissionDenied, "forbidden"),
    (PermissionDenied, "forbidden"),
    (rest.MethodNotAllowed, "method-not-allowed"),
    (rest.NotAcceptable, "not-acceptable"),
    (rest.UnsupportedMediaType, "unsupported-media-type"),
    (rest.ParseError, "malformed"),
    (DecisionBlocked, "conflict"),
    (TransitionNotAllowed, "conflict"),
    (AlreadySubmitted, "conflict"),
    (StaleReview, "conflict"),
    (StaleManifest, "stale"),
    (StaleOverlap, "conflict"),
    (StaleProposal, "conflict"),
    (ProposalRefused, "conflict"),
    (AliasRefused, "conflict"),
    (UnreadableRules, "unavailable"),
    (UnreadableCharter, "unavailable"),
    (UnknownRules, "conflict"),
    (RequestDataTooBig, "too-large"),
    (SuspiciousOperation, "invalid-request"),
    (BadRequest, "invalid-request"),
)


def problem_response(error: Exception, context: Mapping[str, Any]) -> Response:
    """The answer to any exception of a view (``EXCEPTION_HANDLER``).

    What nobody expected is logged with its trace and answered without it.
    """
    problem = problem_of(_recorded(error, context))
    if problem.status_code == 500:
        request = context.get("request")
        logger.error("Error in %s", getattr(request, "path", ""), exc_info=error)
    headers = problem.headers | _headers_of(error)
    return Response(problem.body(), problem.status_code, headers=headers, content_type=MEDIA_TYPE)


def _recorded(error: Exception, context: Mapping[str, Any]) -> Exception:
    """``error``, once the record has it where it has to; what keeps it from that, where something does."""
    try:
        record_refused_request(error, context)
    except OperationalError as busy:
        return busy
    return error


def problem_of(error: Exception) -> Problem:
    """The problem that ``error`` stands for; internal for what is not listed here."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404 | rest.NotFound):
        return Problem("not-found", NOTHING_HERE)
    if isinstance(error, YamlError | ManifestError):
        sort = "malformed" if isinstance(error, YamlError) else "invalid-manifest"
        return Problem(sort, str(error), errors=[place_of(error)])
    if isinstance(error, PackError):
        return Problem("invalid-rules", str(error), errors=[place_of(one) for one in (error, *error.others)])
    if isinstance(error, OperationalError):
        return Problem("unavailable", "The database is busy. Try again.", headers={"Retry-After": "5"})
    if isinstance(error, WaiverRefused | OverlapRefused | CommentRefused):
        places = [{"pointer": f"/{error.field}", "detail": str(error)}] if error.field else []
        return Problem("conflict", str(error), errors=places)
    if isinstance(error, ConditionRefused):
        at = f"/conditions/{error.number}/{error.field}" if error.field else "/conditions"
        return Problem("conflict", str(error), errors=[{"pointer": at, "detail": str(error)}])
    for kind, sort in _SORTS:
        if isinstance(error, kind):
            return Problem(sort, str(error) or "You may not do this.")
    return Problem("internal", "This is our mistake, not yours. It has been noted.")


def place_of(error: PolicyError) -> dict[str, Any]:
    """Where a text could not be used, and what to do about it."""
    return {
        "pointer": "",
        "detail": error.message,
        "hint": error.hint,
        "line": error.line,
        "column": error.column,
    }


def _headers_of(error: Exception) -> dict[str, str]:
    challenge = getattr(error, "auth_header", None)
    return {"WWW-Authenticate": challenge} if challenge else {}
