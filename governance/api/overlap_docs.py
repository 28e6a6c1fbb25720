"""What the OpenAPI document says of overlaps."""

from typing import Final

from drf_spectacular.utils import OpenApiExample, extend_schema_view

from governance.api import examples
from governance.api.negotiation import JSON
from governance.api.operations import MANIFEST, SENDING, Decorate, act, get, operation
from governance.api.serializers import acts, overlaps

OVERLAPS: Final = OpenApiExample(
    "overlaps",
    summary="Who already has this",
    value={
        "kind": "tool",
        "key": "mailer",
        "is_complete": True,
        "overlaps": [
            {
                "entry": {
                    "kind": "tool",
                    "key": "post-office",
                    "title": "Post office",
                    "url": "https://muster.example.org/api/v1/entries/tool/post-office/",
                },
                "owner_team": "service",
                "level": "duplicate",
                "score": 1.0,
                "reasons": ["same product: Example Mail"],
                "counts": True,
                "decision": {
                    "outcome": "join",
                    "reason": "",
                    "decided_for": "mailer",
                    "decided_by": "Cara Campaign",
                    "decided_at": "2026-06-30T08:00:00Z",
                },
                "seen": "5f" * 32,
            }
        ],
        "out_of_sight": {
            "departments": ["Sales"],
            "has_others": False,
            "decided": [],
            "is_open": True,
            "sentence": "A team in Sales has something like this.",
        },
    },
    response_only=True,
    media_type=JSON,
    status_codes=["200"],
)

entry_overlaps = get(
    "list_overlaps_of_entry",
    "List what looks like an entry, and what was decided on it",
    overlaps.OverlapsSerializer,
    "not-found",
    examples=[OVERLAPS],
)
manifest_overlaps: Decorate = extend_schema_view(
    post=operation(
        "find_overlaps",
        "Find what looks like a manifest that need not be registered",
        {(200, JSON): overlaps.OverlapsSerializer},
        *SENDING,
        request=MANIFEST,
        examples=[*examples.MANIFESTS, OVERLAPS],
    )
)
overlap_decision = act(
    "decide_overlap",
    "Decide on two entries that look alike",
    overlaps.OverlapDecidedSerializer,
    overlaps.OverlapAnswerSerializer,
)
overlap_withdrawal = act(
    "withdraw_overlap_decision",
    "Take a decision on two entries back",
    overlaps.OverlapDecidedSerializer,
    acts.NothingSerializer,
)
