"""``PUT``: registering and changing entries."""

import pytest
import yaml

from registry.ledger.models import AuditEvent
from registry.models import Entry
from tests.governance.api.conftest import Program, manifest
from tests.personas import make_entry, make_team

PLACE = "entries/tool/mailer/"


@pytest.fixture
def registered(member):
    answer = member.put(PLACE, manifest(), If_None_Match="*")
    assert answer.status_code == 201
    return answer


def test_a_manifest_is_registered_as_yaml_or_json(member, registered):
    assert registered["Location"] == f"/api/v1/{PLACE}"
    assert registered["ETag"] == f'"{Entry.objects.get().manifest_digest}"'
    answer = member.put("entries/tool/other/", yaml.safe_dump(manifest(key="other")))
    assert answer.status_code == 201 and answer.json()["manifest"]["key"] == "other"


def test_a_change_names_the_version_that_it_changes(member, registered, campaign_manager):
    answer = member.put(PLACE, manifest(title="Post"), If_Match=registered["ETag"])
    assert answer.status_code == 200 and answer.json()["revision"] == 2
    assert answer["ETag"] != registered["ETag"]
    assert AuditEvent.objects.filter(subject="tool:mailer", actor=str(campaign_manager.uid)).count() == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 428),
        ({"If_Match": '"0000"'}, 412),
        ({"If_Match": 'W/"0000"'}, 412),
        ({"If_Match": "nonsense"}, 412),
        ({"If_None_Match": "*"}, 412),
        ({"If_None_Match": '"0000"'}, 400),
        ({"If_Match": "*", "If_None_Match": "*"}, 400),
        ({"If_Match": "*"}, 200),
    ],
)
def test_nobody_overwrites_what_they_have_not_seen(member, registered, headers, status):
    answer = member.put(PLACE, manifest(title="Post"), **headers)
    assert answer.status_code == status
    assert Entry.objects.get().title == ("Post" if status == 200 else "Mail service")
    if status == 412:
        assert answer["ETag"] == registered["ETag"]


def test_what_is_not_there_can_not_be_changed(member):
    assert member.put(PLACE, manifest(), If_Match='"0000"').status_code == 412
    assert not Entry.objects.exists()


def test_mistakes_are_told_with_place_and_way_out(member):
    text = "muster: 1\nkind: tool\nkey: mailer\ntitle: Mail\nowner_team: marketing\nstatus: sanctoned\n"
    answer = member.put(PLACE, text)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "pointer": "/status",
            "detail": "'sanctoned' is not a value of this field",
            "hint": "Did you mean sanctioned?",
            "line": 6,
            "column": 1,
        }
    ]


def test_a_link_to_nothing_is_told_with_its_place(member):
    body = yaml.safe_dump(manifest(consolidate_into="nowhere"))
    error = member.put(PLACE, body).json()["errors"][0]
    assert error["pointer"] == "/consolidate_into" and error["line"] == 1 + body[: body.index("cons")].count(
        "\n"
    )


@pytest.mark.parametrize("said", [{"key": "other"}, {"kind": "ai_model"}])
def test_the_manifest_is_the_one_of_its_address(member, said):
    answer = member.put(PLACE, manifest(**said))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(said))}"


def test_one_address_takes_one_manifest(member):
    assert member.put(PLACE, {"manifests": [manifest(), manifest(key="b")]}).status_code == 422


def test_nobody_registers_for_a_team_that_is_not_theirs(member, service_team):
    answer = member.put(PLACE, manifest(owner_team=service_team.key))
    assert answer.status_code == 403 and not Entry.objects.exists()
    assert answer["Content-Type"] == "application/problem+json"


def test_nobody_hands_an_entry_of_theirs_to_a_team_that_is_not(member, registered, service_team):
    said = manifest(owner_team=service_team.key)
    assert member.put(PLACE, said, If_Match=registered["ETag"]).status_code == 403


def test_a_key_that_a_stranger_took_is_taken_and_nothing_more_is_said(service_agent):
    make_team("marketing", name="CANARY")
    entry = make_entry("tool", title="CANARY")
    said = manifest(key=entry.key, owner_team="service")
    answer = Program(service_agent).put(f"entries/tool/{entry.key}/", said, If_None_Match="*")
    assert answer.status_code == 409
    assert answer.json()["detail"] == "This key is taken. Choose another."
    assert "CANARY" not in answer.content.decode()


@pytest.mark.parametrize(
    "field", ["manifest_digest", "revision_count", "approval_status", "id", "created_at"]
)
def test_nothing_but_the_fields_of_a_manifest_can_be_written(member, registered, field):
    answer = member.put(PLACE, manifest(**{field: "x"}), If_Match=registered["ETag"])
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"


def test_saving_the_same_again_makes_no_revision(member, registered):
    answer = member.put(PLACE, manifest(), If_Match=registered["ETag"])
    assert answer.status_code == 200 and answer.json()["revision"] == 1
