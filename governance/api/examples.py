"""Examples for the OpenAPI document."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample

from governance.api.negotiation import JSON, JUNIT, SARIF, YAML
from governance.api.problems import MEDIA_TYPE, SORTS, Problem

_MANIFEST: Final = {
    "muster": 1,
    "kind": "tool",
    "key": "mailer",
    "title": "Mail service",
    "owner_team": "crm",
    "vendor": {"name": "Example Mail Ltd"},
    "status": "sanctioned",
}
_YAML: Final = (
    "muster: 1\nkind: tool\nkey: mailer\ntitle: Mail service\nowner_team: crm\n"
    "vendor: {name: Example Mail Ltd}\nstatus: sanctioned\n"
)
_DETAILS: Final = {
    "malformed": "muster.yaml:3:1: the key kind stands twice. Remove one of them.",
    "invalid-request": "The address has parameters that can't be used.",
    "unauthenticated": "The token is unknown, expired or revoked.",
    "forbidden": "This token lacks the scope registry:read.",
    "not-found": "There is nothing at this address that you can see.",
    "not-acceptable": "Could not satisfy the request Accept header.",
    "conflict": "Only a check of what is registered can be stored.",
    "stale": "It was changed since you read it.",
    "too-large": "The text is larger than the limit of 256 kB. Split it.",
    "unsupported-media-type": 'Unsupported media type "text/plain" in request.',
    "invalid-manifest": "Mistakes in what you sent: 1.",
    "invalid-rules": "pack.yaml:7:5: 'severty' is not known here. Did you mean severity?",
    "precondition-required": "Send If-Match with the ETag of the manifest that you change.",
    "internal": "This is our mistake, not yours. It has been noted.",
    "unavailable": "The database is busy. Try again.",
}
_ERRORS: Final[dict[str, list[dict[str, Any]]]] = {
    "invalid-request": [{"parameter": "gat", "detail": "There is no such parameter. Did you mean gate?"}],
    "invalid-manifest": [
        {
            "pointer": "/status",
            "detail": "'sanctoned' is not a value of this field",
            "hint": "Did you mean sanctioned?",
            "line": 7,
            "column": 1,
        }
    ],
}
_ENGINE: Final = {"version": "0.1.0", "data_digest": "7e" * 32}
_ANSWER: Final = {
    "verdict": "pass",
    "muster": "report/1",
    "as_of": "2026-06-30",
    "packs_digest": "5f" * 32,
    "engine": _ENGINE,
    "verdicts": {"fail": 0, "gap": 0, "conditional": 0, "pass": 1},
    "entries": [
        {
            "source": "muster.yaml",
            "kind": "tool",
            "key": "mailer",
            "verdict": "pass",
            "as_of": "2026-06-30",
            "gate": "ci",
            "record_digest": "a1" * 32,
            "packs_digest": "5f" * 32,
            "engine": _ENGINE,
            "counts": {"pass": 3, "fail": 0, "unknown": 0, "not_applicable": 4, "error": 0},
            "vacuous": [],
            "findings": [],
        }
    ],
    "problems": [],
    "unasked": [],
    "registrations": [{"kind": "tool", "key": "mailer", "manifest_digest": "c3" * 32, "registered": False}],
}
_LOG: Final = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Muster"}}, "results": []}]}

MANIFESTS: Final = [
    OpenApiExample("A manifest as JSON", _MANIFEST, request_only=True, media_type=JSON),
    OpenApiExample("A manifest as YAML", _YAML, request_only=True, media_type=YAML[0]),
    OpenApiExample("Several manifests", {"manifests": [_MANIFEST]}, request_only=True, media_type=JSON),
]
ANSWERS: Final = [
    OpenApiExample("A report", _ANSWER, response_only=True, status_codes=["200"], media_type=JSON),
    OpenApiExample("A SARIF log", _LOG, response_only=True, status_codes=["200"], media_type=SARIF),
    OpenApiExample("JUnit XML", "<testsuites/>", response_only=True, status_codes=["200"], media_type=JUNIT),
]


def of_problem(sort: str) -> OpenApiExample:
    """The answer that a client sees where things go wrong in this way."""
    body = Problem(sort, _DETAILS[sort], errors=_ERRORS.get(sort, ())).body()
    status = str(SORTS[sort].status)
    title = SORTS[sort].title
    return OpenApiExample(title, body, response_only=True, status_codes=[status], media_type=MEDIA_TYPE)


NOTICE: Final = OpenApiExample(
    "notice",
    summary="A decision of the council",
    value={
        "id": 7,
        "uid": "0b1f6c1e-3f0e-4a53-9d9c-0a4f6f1f8f11",
        "kind": "decision",
        "entry": {
            "kind": "use_case",
            "key": "spring-offers",
            "title": "Spring offers",
            "url": "https://muster.example.org/api/v1/entries/use_case/spring-offers/",
        },
        "subject": "submission:3",
        "title": "Spring offers was approved",
        "text": "The council approved it, until 30 June 2027.",
        "url": "https://muster.example.org/submissions/3/",
        "created_at": "2026-06-30T08:00:00Z",
        "seen_at": None,
    },
    response_only=True,
    media_type=JSON,
    status_codes=["200"],
)
QUESTIONS: Final = OpenApiExample(
    "questions",
    summary="What to say next",
    value={
        "kind": "use_case",
        "key": "spring-offers",
        "as_of": "2026-06-30",
        "gate": "approve",
        "stage": None,
        "questions": [
            {
                "pointer": "/includes_children",
                "label": "Are people under 18 among them?",
                "answer": "yes or no",
                "of": "",
                "choices": [],
                "help": "",
                "rules": ["PRV-009"],
            }
        ],
    },
    response_only=True,
    media_type=JSON,
    status_codes=["200"],
)
WAYS: Final = OpenApiExample(
    "ways",
    summary="What would make it pass",
    value={
        "kind": "use_case",
        "key": "spring-offers",
        "as_of": "2026-06-30",
        "gate": "approve",
        "stage": None,
        "verdict": "fail",
        "wanted": "pass",
        "ways": [
            {
                "effort": 5,
                "changes": [
                    {
                        "pointer": "/rate_limited",
                        "label": "Is the number of requests limited?",
                        "before": False,
                        "after": True,
                        "effort": "building",
                        "who": "Technical owner",
                    }
                ],
            }
        ],
        "more": False,
        "stuck": [],
    },
    response_only=True,
    media_type=JSON,
    status_codes=["200"],
)
_TURNS: Final = {"fails": 1, "opens": 0, "breaks": 0, "passes": 0, "lapses": 0}
_TALLY: Final = _TURNS | {"asked": 40, "worse": 1, "better": 0}
IMPACT: Final = OpenApiExample(
    "impact",
    summary="One entry of forty would fail",
    value={
        "status": "done",
        "as_of": "2026-06-30",
        "percent": 100,
        "error": "",
        "queued_at": "2026-06-30T08:00:00Z",
        "finished_at": "2026-06-30T08:00:02Z",
        "numbers": {
            "moved": 1,
            "total": _TALLY | {"name": ""},
            "verdicts": [{"before": "pass", "after": "fail", "count": 1}],
            "rules": [
                _TURNS
                | {"id": "DUP-005", "title": "Few licences lie idle", "severity": "high", "change": "changed"}
            ],
            "teams": [_TALLY | {"name": "crm"}],
            "tiers": [],
        },
    },
    response_only=True,
    media_type=JSON,
    status_codes=["200"],
)
