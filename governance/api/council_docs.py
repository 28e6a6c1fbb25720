"""What the OpenAPI document says of acts on a submission."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, extend_schema_view

from governance.api.negotiation import JSON
from governance.api.operations import BODY, Decorate, act, header, operation
from governance.api.problems import MEDIA_TYPE, Problem
from governance.api.serializers import acts
from governance.api.serializers.submissions import SubmissionStandSerializer

_SEEN: Final = {"seen_digest": "d4" * 32}


def _sent(name: str, **said: Any) -> OpenApiExample:
    return OpenApiExample(name, said, request_only=True, media_type=JSON)


_CHANGED: Final = OpenApiExample(
    "It changed since you read it",
    Problem(
        "conflict",
        "This is not what you reviewed: it changed since. Look again before you decide.",
        review_digest="e5" * 32,
        changed=["Its check comes to something else."],
        differences=[{"pointer": "/data_links/0/usage", "old": "inference", "new": "training"}],
    ).body(),
    response_only=True,
    status_codes=["409"],
    media_type=MEDIA_TYPE,
)
_STANDS: Final = OpenApiExample(
    "One seat of two was heard",
    {
        "id": 7,
        "entry": {
            "kind": "use_case",
            "key": "spring-offers",
            "title": "Spring offers",
            "url": "/api/v1/entries/use_case/spring-offers/",
        },
        "status": "in_review",
        "round": 1,
        "revision": 3,
        "manifest_digest": "c3" * 32,
        "review_digest": "d4" * 32,
        "charter_digest": "b2" * 32,
        "required_seats": ["privacy", "security"],
        "tier": "high",
        "is_urgent": False,
        "reviews_urgent": None,
        "as_of": "2026-06-30",
        "note": "Needed before spring.",
        "submitted_by": "Cara Campaign",
        "submitted_at": "2026-06-30T08:00:00Z",
        "decided_by": None,
        "decided_at": None,
        "reason": "",
        "valid_until": None,
        "ended_at": None,
        "ended_why": "",
        "votes": [
            {
                "round": 1,
                "seat": "privacy",
                "voter": "Pia Privacy",
                "verdict": "approved",
                "reason": "Consent is in place.",
                "review_digest": "d4" * 32,
                "at": "2026-06-30T09:00:00Z",
                "stands": True,
                "counted": False,
            }
        ],
        "quorum": {
            "needed": 2,
            "heard": 1,
            "votes_missing": 1,
            "missing": ["security"],
            "seats": [
                {
                    "seat": "privacy",
                    "required": True,
                    "veto": True,
                    "says": "approved",
                    "can_vote": ["Pia Privacy"],
                },
                {
                    "seat": "security",
                    "required": True,
                    "veto": True,
                    "says": None,
                    "can_vote": ["Sven Security", "Alva Alternate, alternate"],
                },
            ],
        },
    },
    response_only=True,
    status_codes=["200"],
    media_type=JSON,
)


def _act(name: str, summary: str, body: Any, *sent: OpenApiExample) -> Decorate:
    return act(name, summary, SubmissionStandSerializer, body, examples=sent)


votes = _act(
    "vote_on_submission",
    "Vote for your seat of the council",
    acts.VoteActSerializer,
    _sent("A yes", verdict="approved", reason="Consent is in place.", **_SEEN),
    _sent("A recusal", verdict="recused", reason="My brother works for the vendor.", **_SEEN),
    _STANDS,
    _CHANGED,
)
urgent_approvals = _act(
    "approve_submission_urgently",
    "Say, as one of two, that it can't wait for all seats",
    acts.SeenSerializer,
    _sent("The first voice", reason="The line is down until it runs.", **_SEEN),
    _CHANGED,
)
suspension = _act(
    "suspend_approval",
    "Let an approval not count for now",
    acts.ReasonSerializer,
    _sent("A leak", reason="A leak is looked into."),
)
revocation = _act(
    "revoke_approval",
    "Take an approval back for good",
    acts.ReasonSerializer,
    _sent("For good", reason="It was used on children."),
)
reinstatement = _act(
    "reinstate_approval",
    "Let a suspended approval count again",
    acts.ReasonSerializer,
    _sent("All is well", reason="The leak was in another system."),
)
appeal = _act(
    "appeal",
    "Have the council decide once more on what it rejected or revoked",
    acts.GroundsSerializer,
    _sent("Grounds", grounds="The contract that you missed was signed in May."),
)
resubmission = _act(
    "resubmit",
    "Open the next round after changes were requested",
    acts.NoteSerializer,
    _sent("What was done", note="It says now who is called."),
)
withdrawal = _act(
    "withdraw_submission",
    "Take a submission back before it is decided",
    acts.NothingSerializer,
    _sent("Nothing"),
)
entry_submissions: Decorate = extend_schema_view(
    post=operation(
        "submit_entry",
        "Put an entry before the council",
        {(201, JSON): SubmissionStandSerializer},
        *BODY,
        "not-found",
        request=acts.NoteSerializer,
        parameters=[header("Location", "The address of the submission.", response=True)],
        examples=[_sent("With a note", note="Needed before spring.")],
    )
)
