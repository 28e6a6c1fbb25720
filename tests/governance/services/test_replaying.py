"""Decisions are made once more from what was kept, byte for byte, also after the rules have changed."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from governance.models import CheckBasis
from governance.services.activations import Draft, activate_rules, propose_rules
from governance.services.replaying import Unverifiable, bundle_of, replay_decisions
from governance.services.voting import cast_vote
from policies import Settings
from policies.cli.main import main
from policies.release import Release, this_release
from policies.replay import read_bundle
from tests.personas import make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def decided(privacy_officer):
    submission = make_submission()
    said = {"reason": "Well described.", "seen_digest": submission.review_digest}
    return cast_vote(submission, "approved", by=privacy_officer, **said)


def outcomes():
    return [one.outcome for one in replay_decisions()]


def test_a_decision_follows_from_what_was_kept(decided):
    assert outcomes() == ["same"]
    assert call_command("replay_decisions", stdout=StringIO()) == "1 same, 0 differs, 0 unverifiable"


def test_it_still_does_after_other_rules_came_into_force(decided, privacy_officer, it_lead):
    change = propose_rules(
        Draft(settings=Settings(modes={"TST-001": "observe"})), by=privacy_officer, reason="A trial."
    )
    activate_rules(change, by=it_lead, reason="Agreed.")
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


THEN = Release("0.0.9", "a" * 64)


def made_by(engine, submission):
    """As if ``engine`` had made the report that was decided on; None is a row from before it was kept."""
    run = submission.check_run
    basis, packs, _, _ = read_bundle(json.dumps(bundle_of(submission)).encode(), source="bundle.json")
    run.report_digest = replace(basis.report(packs), engine=engine).digest
    run.engine_version, run.data_digest = (engine.version, engine.data_digest) if engine else ("", "")
    run.save()


@pytest.mark.parametrize(
    ("engine", "remark"), [(THEN, "differ: aaaaaaaaaaaa then and "), (None, "was not kept")]
)
def test_what_another_release_decided_is_the_same_where_it_still_follows(decided, engine, remark):
    made_by(engine, decided)
    assert outcomes() == ["same"]
    out = StringIO()
    assert "1 same, 0 differs" in call_command("replay_decisions", stdout=out)
    assert "1 of the same: " in out.getvalue() and remark in out.getvalue()


def test_a_decision_that_no_longer_follows_names_what_ships_otherwise(decided):
    made_by(THEN, decided)
    decided.check_run.report_digest = "0" * 64
    decided.check_run.save()
    (found,) = replay_decisions()
    now = this_release().data_digest[:12]
    assert found.outcome == "differs"
    assert found.differences[0].startswith(
        f"The law and vocabularies that come with Muster differ: aaaaaaaaaaaa then and {now} now"
    )


def test_a_bundle_of_another_release_says_so(decided, tmp_path, capsys):
    made_by(THEN, decided)
    file = tmp_path / "bundle.json"
    said = bundle_of(decided)
    file.write_text(json.dumps(said))
    assert main(["replay", str(file)]) == 0
    assert "differ: aaaaaaaaaaaa then" in capsys.readouterr().out

    (name,) = said["packs"]
    file.write_text(json.dumps(said | {"packs": {name: said["packs"][name].replace("use_case", "no_case")}}))
    assert main(["replay", str(file)]) == 2
    assert "differ: aaaaaaaaaaaa then" in capsys.readouterr().err


def test_a_bundle_whose_release_is_nonsense_is_refused(decided, tmp_path, capsys):
    file = tmp_path / "bundle.json"
    said = bundle_of(decided)
    file.write_text(json.dumps(said | {"promised": said["promised"] | {"engine": ["0.1.0"]}}))
    assert main(["replay", str(file)]) == 2
    assert "This is not the bundle of a decision" in capsys.readouterr().err


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
