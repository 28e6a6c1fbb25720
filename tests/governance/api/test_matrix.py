"""Who may call what: every route, every principal. What is not said here is refused."""

from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.urls import URLPattern

from governance.api.urls import urlpatterns
from registry import clock
from registry.models import Scope
from registry.services.tokens import issue_token, revoke_token
from tests.governance.api.addresses import (
    COUNCIL,
    JUDGED,
    TEAM,
    assessments_of,
    comments_of,
    council_of,
    entries_of,
    overlaps_of,
    rules_of,
    stand,
    waivers_of,
)
from tests.governance.api.conftest import Program, manifest
from tests.personas import make_entry, make_submission

# Route name -> method, scope, whether it shows one entry that only its readers see.
ROUTES: dict[str, tuple[str, str | None, bool]] = {
    "policy_checks": ("post", Scope.CHECK, False),
    "entries": ("get", Scope.READ, False),
    "entry": ("get", Scope.READ, True),
    "entry_put": ("put", Scope.WRITE, True),
    "entry_findings": ("get", Scope.READ, True),
    "entry_explanation": ("get", Scope.READ, True),
    "entry_questions": ("get", Scope.READ, True),
    "entry_ways": ("get", Scope.READ, True),
    "entry_lineage": ("get", Scope.READ, True),
    "entry_overlaps": ("get", Scope.READ, True),
    "manifest_overlaps": ("post", Scope.CHECK, False),
    "overlap_decision": ("post", Scope.WRITE, True),
    "overlap_withdrawal": ("post", Scope.WRITE, True),
    "entry_ai_act": ("get", Scope.READ, True),
    "entry_revisions": ("get", Scope.READ, True),
    "entry_revision": ("get", Scope.READ, True),
    "findings": ("get", Scope.READ, False),
    "organisation_check": ("get", Scope.READ, False),
    "submissions": ("get", Scope.READ, False),
    "submission": ("get", Scope.READ, True),
    "comments": ("get", Scope.READ, True),
    "comments_post": ("post", Scope.WRITE, True),
    "comment_resolution": ("post", Scope.WRITE, True),
    **dict.fromkeys(COUNCIL, ("post", Scope.COUNCIL, True)),
    **dict.fromkeys(TEAM, ("post", Scope.WRITE, True)),
    "entry_submissions": ("post", Scope.WRITE, True),
    "policies": ("get", Scope.READ, False),
    "pack_version": ("get", Scope.READ, False),
    "rules_changes": ("get", Scope.READ, False),
    "rules_changes_post": ("post", Scope.RULES, False),
    "rules_change": ("get", Scope.READ, False),
    "rules_activation": ("post", Scope.RULES, False),
    "rules_rejection": ("post", Scope.RULES, False),
    "rules_withdrawal": ("post", Scope.RULES, False),
    "rules_impact": ("get", Scope.READ, False),
    "rules_impact_post": ("post", Scope.RULES, False),
    "rules_impact_entries": ("get", Scope.READ, False),
    "decision_bundle": ("get", Scope.READ, False),
    "waivers": ("get", Scope.READ, False),
    "waivers_post": ("post", Scope.WRITE, True),
    "waiver": ("get", Scope.READ, True),
    "waiver_approval": ("post", Scope.JUDGE, True),
    "waiver_rejection": ("post", Scope.JUDGE, True),
    "waiver_revocation": ("post", Scope.JUDGE, True),
    "waiver_withdrawal": ("post", Scope.WRITE, True),
    "notices": ("get", Scope.READ, False),
    "registry_export": ("get", Scope.READ, False),
    "assessments": ("get", Scope.READ, False),
    "assessment": ("get", Scope.READ, True),
    "schema": ("get", None, False),
    "openapi": ("get", None, False),
}
# Who calls a route that is not for members of the team.
RULED = (*(name for name, (_, scope, _) in ROUTES.items() if scope == Scope.RULES), "decision_bundle")
PARTS = ("waiver", "rule", "overlap", "comment", "submission", "assessment")
SEEING = ("member", "colleague", "team_owner", "viewer", "auditor", "leader", "privacy_officer")
NOT_SEEING = ("service_agent", "stranger", "operator")


@pytest.fixture
def call(campaign_manager, privacy_officer, it_lead, django_capture_on_commit_callbacks):
    """Calls a route about one entry of marketing, always with the same address and body.

    What stands beside the entry is made for the first route that is about it: most tests need little of it.
    """
    with django_capture_on_commit_callbacks(execute=True):
        entry = make_entry("tool", description="Sends the newsletter.")
    entry.refresh_from_db()

    submission = cache(lambda: make_submission(make_entry(), by=campaign_manager))
    parts = {
        "entry": lambda: entries_of(entry, make_entry()),
        "waiver": lambda: waivers_of(entry, campaign_manager),
        "rule": lambda: rules_of(privacy_officer, it_lead),
        "overlap": lambda: overlaps_of(entry, campaign_manager),
        "comment": lambda: comments_of(submission(), campaign_manager),
        "submission": lambda: council_of(submission()),
        "assessment": lambda: assessments_of(make_entry(), campaign_manager),
    }
    made = cache(lambda part: parts[part]())

    def caller(program: Program, route: str) -> Any:
        method = ROUTES[route][0]
        paths, bodies = made(part_of(route))
        if route in COUNCIL | TEAM:
            stand(submission(), (COUNCIL | TEAM)[route], decided_by=it_lead)
        if method == "get":
            return program.get(paths[route])
        if method == "post":
            return program.post(paths[route], bodies.get(route, manifest()))
        return program.put(paths[route], entry.document, If_Match=f'"{entry.manifest_digest}"')

    return caller


def part_of(route: str) -> str:
    """What is made for a route, by the first word of its name."""
    first = route.partition("_")[0].removesuffix("s")
    of_others = {"pack": "rule", "decision": "submission"}
    return of_others.get(first, first if first in PARTS else "entry")


def routes(*, scoped: bool = False, about_one: bool = False) -> list[str]:
    return [
        name
        for name, (_, scope, one) in ROUTES.items()
        if (scope is not None or not scoped) and (one or not about_one)
    ]


def test_every_route_is_in_this_table():
    named = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern) and pattern.name}
    assert {name.removesuffix("_put").removesuffix("_post") for name in ROUTES} == named


@pytest.mark.parametrize("route", routes())
def test_without_a_live_token_every_route_is_closed(call, campaign_manager, privacy_officer, route):
    token, revoked = issue_token(campaign_manager, "old", Scope.values, by=campaign_manager)
    revoke_token(token, by=campaign_manager)
    with clock.at(clock.now() - timedelta(days=200)):
        _, expired = issue_token(campaign_manager, "older", Scope.values, by=campaign_manager)
    for program in (Program(None), Program(None, secret=revoked), Program(None, secret=expired)):
        answer = call(program, route)
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert "WWW-Authenticate" in answer
    caller = privacy_officer if route in (*JUDGED, *RULED, *COUNCIL) else campaign_manager
    assert call(Program(caller), route).status_code in {200, 201}


@pytest.mark.parametrize("route", routes(scoped=True))
def test_a_token_with_every_other_scope_is_refused(call, campaign_manager, privacy_officer, route):
    wanted = ROUTES[route][1]
    caller = privacy_officer if route in (*JUDGED, *RULED, *COUNCIL) else campaign_manager
    lacking = Program(caller, *(scope for scope in Scope.values if scope != wanted))
    answer = call(lacking, route)
    assert answer.status_code == 403
    assert str(wanted) in answer.json()["detail"]
    assert call(Program(caller, str(wanted)), route).status_code in {200, 201}


@pytest.mark.parametrize("who", SEEING)
def test_who_may_see_an_entry_sees_it_on_every_route(call, request, who):
    person = request.getfixturevalue("campaign_manager" if who == "member" else who)
    for route in routes():
        if ROUTES[route][0] == "get" and route not in RULED:
            assert call(Program(person), route).status_code == 200, route


@pytest.mark.parametrize("who", NOT_SEEING)
def test_who_may_not_see_an_entry_is_told_what_is_told_of_nothing(call, member, request, who):
    program = Program(request.getfixturevalue(who))
    nothing = program.get("entries/tool/nothing-of-the-kind/")
    assert nothing.status_code == 404
    for route in routes(about_one=True):
        if ROUTES[route][0] != "put":
            answer = call(program, route)
            assert (answer.status_code, answer.content) == (404, nothing.content), route
            assert ROUTES[route][0] != "get" or call(member, route).status_code == 200
    assert call(program, "registry_export").json()["manifests"] == []
    for section in ("waivers", "overlap_decisions"):
        assert call(program, "registry_export").json()[section] == []
    for route in ("entries", "findings", "submissions", "waivers", "assessments"):
        assert call(program, route).json()["results"] == []
        assert call(member, route).json()["results"]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("campaign_manager", 200),
        ("colleague", 200),
        ("team_owner", 200),
        ("viewer", 403),
        ("auditor", 403),
        ("privacy_officer", 403),
        ("service_agent", 412),
        ("stranger", 412),
        ("operator", 412),
    ],
)
def test_only_members_change_what_a_team_registered(call, request, who, status):
    assert call(Program(request.getfixturevalue(who)), "entry_put").status_code == status
