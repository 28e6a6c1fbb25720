"""Rules through the API: read by everybody, changed by two people."""

import json

import pytest

from governance.models import Activation
from governance.services.impact import complete_impacts
from governance.services.rule_sets import packs_in_force
from governance.services.voting import cast_vote
from policies.cli.main import main
from registry.models import AuditEvent
from tests.governance.api.conftest import Program, pages
from tests.personas import make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
TRIAL = {"reason": "A trial.", "settings": {"muster": "settings/1", "modes": {"TST-001": "warn"}}}
OBSERVED = {"reason": "A trial.", "settings": {"muster": "settings/1", "modes": {"TST-001": "observe"}}}


def test_a_change_is_proposed_activated_and_then_in_force(privacy_officer, it_lead, campaign_manager):
    proposer, other = Program(privacy_officer), Program(it_lead)
    made = proposer.post("policies/changes/", TRIAL)
    assert made.status_code == 201
    url = f"policies/changes/{made.json()['id']}/"
    assert proposer.post(f"{url}activation/", {"reason": "Mine."}).status_code == 403
    assert other.post(f"{url}activation/", {"reason": "Agreed."}).json()["status"] == "activated"
    assert other.post(f"{url}rejection/", {"reason": "Or not."}).status_code == 409
    said = Program(campaign_manager).get("policies/").json()
    assert said["digest"] == packs_in_force().digest == made.json()["digest"]
    assert said["settings"]["modes"] == {"TST-001": "warn"}
    text = Program(campaign_manager).get(f"policies/packs/{said['packs'][0]['digest']}/").json()["text"]
    assert "TST-001" in text


@pytest.mark.parametrize(
    ("changes", "status", "word"),
    [
        ({"settings": {"muster": "settings/1", "modes": {"TST-009": "warn"}}}, 422, "TST-009"),
        ({"settings": {"muster": "settings/1", "mods": {}}}, 422, "mods"),
        ({"text": "muster: pack/1\nid: x\n"}, 422, "version"),
        ({"text": "a: [", "settings": None}, 400, "pack.yaml"),
        ({"packs": ["0" * 64]}, 409, "0000"),
        ({"settings": {"muster": "settings/1"}}, 409, "changes nothing"),
        ({"reason": ""}, 400, "blank"),
    ],
)
def test_what_can_not_be_used_is_told_and_nothing_is_kept(privacy_officer, changes, status, word):
    said = {name: value for name, value in (TRIAL | changes).items() if value is not None}
    answer = Program(privacy_officer).post("policies/changes/", said)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert word in json.dumps(answer.json())
    assert not Activation.objects.exists()


def test_others_can_not_propose(campaign_manager, auditor):
    for person in (campaign_manager, auditor):
        assert Program(person).post("policies/changes/", TRIAL).status_code == 403


def test_a_bundle_is_for_who_may_see_every_entry(privacy_officer, campaign_manager, tmp_path, one_rule):
    submission = make_submission(by=campaign_manager)
    said = {"reason": "Well described.", "seen_digest": submission.review_digest}
    cast_vote(submission, "approved", by=privacy_officer, **said)
    url = f"submissions/{submission.pk}/bundle/"
    assert Program(campaign_manager).get(url).status_code == 403
    file = tmp_path / "bundle.json"
    file.write_bytes(Program(privacy_officer).get(url).content)
    assert main(["replay", str(file)]) == 0
    assert AuditEvent.objects.get(action="decision.exported").body["submission"] == submission.pk


def test_what_a_change_would_do_is_told_of_the_entries_that_its_reader_sees(
    privacy_officer, campaign_manager
):
    ours, theirs = make_entry(description="AI"), make_entry(owner_team="elsewhere", description="AI")
    made = Program(privacy_officer).post("policies/changes/", OBSERVED).json()
    url = f"policies/changes/{made['id']}/impact/"
    waiting = Program(campaign_manager).get(url).json()
    assert (waiting["status"], waiting["numbers"]) == ("queued", None)
    complete_impacts()
    for reader, entries in ((privacy_officer, [ours, theirs]), (campaign_manager, [ours])):
        program = Program(reader)
        numbers = program.get(url).json()["numbers"]
        assert (numbers["moved"], numbers["total"]["better"]) == (len(entries), len(entries))
        assert numbers["verdicts"] == [{"before": "fail", "after": "pass", "count": len(entries)}]
        assert [one["entry"]["key"] for one in pages(program, f"{url}entries/?turn=better")] == [
            entry.key for entry in entries
        ]
    assert Program(privacy_officer).get(f"{url}entries/?turn=fails").json()["results"] == []
    assert Program(privacy_officer).get(f"{url}entries/?turn=fail").status_code == 400


def test_it_is_counted_anew_for_who_may_propose_while_nobody_has_decided(privacy_officer, campaign_manager):
    program = Program(privacy_officer)
    change = f"policies/changes/{program.post('policies/changes/', TRIAL).json()['id']}/"
    complete_impacts()
    assert Program(campaign_manager).post(f"{change}impact/", {}).status_code == 403
    assert program.post(f"{change}impact/", {}).json()["status"] == "queued"
    program.post(f"{change}withdrawal/", {})
    assert program.post(f"{change}impact/", {}).status_code == 409
