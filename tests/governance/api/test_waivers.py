"""Waivers through the API: asked for, decided on, listed."""

from datetime import timedelta

import pytest

from governance.models import Waiver
from registry import clock
from tests.governance.api.conftest import Program, pages
from tests.personas import COUNCIL_PACK, make_entry, make_waiver

pytestmark = pytest.mark.usefixtures("one_rule")


@pytest.fixture
def entry(marketing):
    return make_entry(description="AI")


def request_for(entry, **changes):
    until = (clock.today() + timedelta(days=30)).isoformat()
    words = {"reason": "In spring.", "compensating_control": "A person.", "proof": "Minutes."}
    said = {"kind": entry.kind, "key": entry.key, "rule_id": "TST-001", "expires_on": until}
    return said | words | changes


def test_a_waiver_is_asked_for_approved_and_then_in_force(entry, member, privacy_officer):
    from governance.services.portfolio import check_portfolio

    check_portfolio()
    answer = member.post("waivers/", request_for(entry))
    assert answer.status_code == 201, answer.content
    asked = answer.json()
    assert (asked["standing"], asked["entry"]["key"], asked["approvals"]) == ("asked", entry.key, [])
    answer = Program(privacy_officer).post(f"waivers/{asked['id']}/approval/", {"reason": "For now."})
    assert answer.json()["standing"] == "granted"
    assert [one["seat"] for one in answer.json()["approvals"]] == ["privacy"]
    check_portfolio()
    (finding,) = pages(member, "findings/")
    assert finding["disposition"] == "waived"
    assert finding["waiver"] == {"id": str(asked["id"]), "until": asked["expires_on"]}


@pytest.mark.parametrize(
    ("changes", "status", "pointer"),
    [
        ({"expires_on": "soon"}, 400, "/expires_on"),
        ({"reason": ""}, 400, "/reason"),
        ({"resaon": "x"}, 400, "/resaon"),
        ({"expires_on": "2020-01-01"}, 409, "/expires_on"),
        ({"expires_on": "9000-01-01"}, 409, "/expires_on"),
        ({"rule_id": "TST-009"}, 409, "/rule_id"),
    ],
)
def test_what_is_wrong_is_named_by_its_pointer(entry, member, changes, status, pointer):
    from governance.services.portfolio import check_portfolio

    check_portfolio()
    answer = member.post("waivers/", request_for(entry, **changes))
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("text", ["[]", "{", '"x"', "\xff".encode("latin-1")])
def test_a_body_that_is_no_object_is_malformed(entry, member, text):
    answer = member.post("waivers/", text, content_type="application/json")
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:muster:problem:malformed")


def test_who_may_not_decide_is_refused_and_what_has_ended_is_a_conflict(entry, member, privacy_officer):
    waiver = make_waiver(entry, approver=privacy_officer)
    assert member.post(f"waivers/{waiver.pk}/revocation/", {"reason": "x"}).status_code == 403
    council = Program(privacy_officer)
    assert council.post(f"waivers/{waiver.pk}/revocation/", {"reason": "x"}).json()["standing"] == "revoked"
    assert council.post(f"waivers/{waiver.pk}/revocation/", {"reason": "x"}).status_code == 409


def test_digests_of_what_may_be_hidden_are_for_who_sees_everything(entry, member, privacy_officer, settings):
    waiver = make_waiver(entry)
    digests = [*waiver.evidence.values()]
    settings.MUSTER_PACKS = []  # where nobody knows the rule, nobody knows how far it looked
    for program, told in ((member, [""]), (Program(privacy_officer), digests)):
        assert [*program.get(f"waivers/{waiver.pk}/").json()["evidence"].values()] == told
    settings.MUSTER_PACKS = [str(COUNCIL_PACK)]
    assert [*member.get(f"waivers/{waiver.pk}/").json()["evidence"].values()] == digests


def test_the_list_is_narrowed_by_standing(entry, member):
    waiver = make_waiver(entry)
    assert [one["id"] for one in pages(member, "waivers/?standing=asked&rule=TST-001")] == [waiver.pk]
    for nothing in ("standing=granted", "standing=expired", "kind=tool", "rule=TST-002"):
        assert pages(member, f"waivers/?{nothing}") == []


def test_the_list_costs_as_many_queries_however_long_it_is(entry, member, django_assert_max_num_queries):
    member.get("waivers/")
    make_waiver(entry)
    with django_assert_max_num_queries(9):
        member.get("waivers/")
    for _ in range(2):
        make_waiver(make_entry(description="AI"))
    with django_assert_max_num_queries(9):
        assert len(member.get("waivers/").json()["results"]) == 3
