"""Decisions are made once more from what was kept, byte for byte, also after the rules have changed."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from governance.models import CheckBasis
from governance.services.activations import Draft, activate_rules, propose_rules
from governance.services.replaying import Unverifiable, bundle_of, replay_decisions
from governance.services.submissions import decide_submission
from policies import Settings
from policies.cli.main import main
from tests.personas import make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def decided(privacy_officer):
    submission = make_submission()
    said = {"reason": "Well described.", "seen_digest": submission.review_digest}
    return decide_submission(submission, "approved", by=privacy_officer, **said)


def outcomes():
    return [one.outcome for one in replay_decisions()]


def test_a_decision_follows_from_what_was_kept(decided):
    assert outcomes() == ["same"]
    assert call_command("replay_decisions", stdout=StringIO()) == "1 same, 0 differs, 0 unverifiable"


def test_it_still_does_after_other_rules_came_into_force(decided, privacy_officer, it_lead):
    change = propose_rules(
        Draft(settings=Settings(modes={"TST-001": "observe"})), by=privacy_officer, reason="A trial."
    )
    activate_rules(change, by=it_lead, why="Agreed.")
    assert outcomes() == ["same"]


def test_what_was_tampered_with_is_told(decided):
    decided.snapshot |= {"description": ""}
    decided.save(update_fields=["snapshot"])
    (found,) = replay_decisions()
    assert found.outcome == "differs"
    assert any(one.startswith("Not the same record") for one in found.differences)
    assert any("TST-001" in one for one in found.differences)
    with pytest.raises(CommandError, match="1 differs"):
        call_command("replay_decisions", stderr=StringIO())


def test_what_was_not_kept_is_not_called_the_same(decided):
    CheckBasis.objects.all().delete()
    (found,) = replay_decisions()
    assert (found.outcome, found.problem) == (
        "unverifiable",
        "The facts that its check stood on were not kept.",
    )
    with pytest.raises(Unverifiable):
        bundle_of(decided)


def test_a_bundle_is_replayed_without_a_server(decided, tmp_path, capsys):
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle_of(decided)))
    assert main(["replay", str(file)]) == 0
    assert "byte for byte" in capsys.readouterr().out

    said = json.loads(file.read_text())
    said["record"]["description"] = "Too short."
    file.write_text(json.dumps(said))
    assert main(["replay", str(file)]) == 1
    assert "The verdict is fail and was pass." in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"muster": "decision/1"}', "[" * 100_000])
def test_what_is_no_bundle_is_refused(text, tmp_path, capsys):
    file = tmp_path / "bundle.json"
    file.write_text(text)
    assert main(["replay", str(file)]) == 2
    assert "This is not the bundle of a decision" in capsys.readouterr().err
