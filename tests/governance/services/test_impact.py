"""What a change of the rules would do is counted over all entries, and told of those that a reader sees."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.assessing import State
from governance.models import (
    Activation,
    Assessment,
    CheckStatus,
    ImpactMove,
    ImpactRun,
    PackVersion,
    RuleSet,
)
from governance.reports.impact import impact_for, moves_for
from governance.services import impact
from governance.services.activations import Draft, propose_rules, withdraw_rules
from governance.services.engine import Checker
from governance.services.impact import complete_impacts, count_impact, queue_impact
from governance.services.rule_sets import default_packs, packs_in_force, packs_of
from policies import Settings, diff_packs
from registry import clock
from tests.personas import make_entry, make_waiver
from tests.policies.writing import check_of, pack_text, rule_of

pytestmark = pytest.mark.django_db


def at_most(number, **said):
    return rule_of(require=[check_of({"count": {"in": "assessments", "lte": number}})], **said)


@pytest.fixture
def at_most_one(settings, tmp_path):
    (tmp_path / "test.yaml").write_text(pack_text(at_most(1)))
    settings.MUSTER_PACKS = [str(tmp_path / "test.yaml")]


def counted(by, *rules):
    """The run of a change to these rules."""
    change = propose_rules(Draft(text=pack_text(*rules)), by=by, reason="A trial.")
    complete_impacts()
    return ImpactRun.objects.get(change=change)


def seen(run, reader):
    return impact_for(run, packs_of(run.change.based_on), packs_of(run.change.rule_set.digest), reader)


@pytest.mark.usefixtures("at_most_one")
def test_what_is_held_of_an_entry_is_put_into_its_record_once(privacy_officer, auditor):
    entry = make_entry(assessments=[])
    said = {"revision": entry.revision_count, "manifest_digest": entry.manifest_digest, "outline": {}}
    Assessment.objects.create(entry=entry, type="dpia", state=State.IN_PROGRESS, author=auditor, **said)
    assert not counted(privacy_officer, at_most(2)).moves.exists()
    moved = counted(privacy_officer, at_most(0)).moves.get()
    assert (moved.before, moved.after, moved.fails, moved.worse) == ("pass", "fail", True, True)
    assert moved.rules == [{"id": "TST-001", "before": "pass", "after": "fail"}]


def test_its_numbers_are_those_of_the_engine(privacy_officer, auditor, one_rule):
    for team in ("shop", "stores"):
        make_entry(owner_team=team, rag_enabled=True)
        make_entry(owner_team=team, rag_enabled=False, eu_ai_tier="minimal")
        make_entry("tool", owner_team=team)
    waiver = make_waiver(make_entry(description="AI"), approver=privacy_officer)
    said = [rule_of(id="NEW-001"), rule_of(id="NEW-002", severity="medium", applies_to=["use_case"])]
    run = counted(privacy_officer, *said)
    checker = Checker()
    engine = diff_packs(
        packs_in_force(),
        packs_of(run.change.rule_set.digest),
        checker.register.records(),
        as_of=clock.today(),
        waivers=[waiver.as_policy()],
    )
    found = seen(run, auditor)
    assert (found.total, found.moved) == (engine.total, engine.moved)
    assert found.moved == 3
    assert (found.teams, found.tiers, found.rules) == (engine.teams, engine.tiers, engine.rules)
    assert found.verdicts == engine.verdicts


@pytest.mark.usefixtures("at_most_one")
def test_every_number_is_of_what_the_reader_sees(privacy_officer, campaign_manager, service_agent, operator):
    make_entry(assessments=[{"type": "dpia"}])
    make_entry(owner_team="elsewhere", assessments=[{"type": "dpia"}])
    run = counted(privacy_officer, at_most(0))
    for reader, number in ((privacy_officer, 2), (campaign_manager, 1), (service_agent, 0), (operator, 0)):
        found = seen(run, reader)
        numbers = found.moved, found.total.fails, found.total.asked, sum(found.verdicts.values())
        assert numbers == (number,) * 4
        assert [one.fails for one in found.rules] == [number]
        assert sum(one.fails for one in found.teams) == sum(one.fails for one in found.tiers) == number
        assert moves_for(run, reader).count() == number


@pytest.mark.usefixtures("at_most_one")
def test_what_was_registered_later_was_not_asked(privacy_officer, auditor):
    run = counted(privacy_officer, at_most(0))
    with clock.at(clock.now() + timedelta(minutes=1)):
        make_entry()
    assert seen(run, auditor).total.asked == 0


@pytest.mark.usefixtures("at_most_one")
def test_it_is_counted_anew_for_who_may_propose_or_decide_and_the_older_numbers_go(
    privacy_officer, it_lead, campaign_manager
):
    run = counted(privacy_officer, at_most(0))
    make_entry(assessments=[{"type": "dpia"}])
    with pytest.raises(PermissionDenied, match="Only who may propose or decide"):
        count_impact(run.change, by=campaign_manager)
    again = count_impact(run.change, by=it_lead)
    assert count_impact(run.change, by=it_lead) == again, "it waits already"
    complete_impacts(again.pk)
    complete_impacts(again.pk)
    (only,) = ImpactRun.objects.all()
    assert (only.pk, only.status, only.done, only.total) == (again.pk, CheckStatus.DONE, 1, 1)
    assert ImpactMove.objects.count() == 1
    withdraw_rules(run.change, by=privacy_officer)
    run.change.refresh_from_db()
    with pytest.raises(ValueError, match="decided on already"):
        count_impact(run.change, by=it_lead)


@pytest.mark.usefixtures("at_most_one")
def test_what_a_killed_worker_began_is_begun_anew(privacy_officer, monkeypatch):
    for _ in range(3):
        make_entry(assessments=[{"type": "dpia"}])
    monkeypatch.setattr(impact, "CHUNK", 1)
    write, written = impact._write, []

    def killed(run, rows, **progress):
        if len(written) == 1:
            raise KeyboardInterrupt
        written.append(rows)
        return write(run, rows, **progress)

    monkeypatch.setattr(impact, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        counted(privacy_officer, at_most(0))
    run = ImpactRun.objects.get()
    assert (run.status, run.done, run.total) == (CheckStatus.RUNNING, 1, 3)
    monkeypatch.setattr(impact, "_write", write)
    complete_impacts()
    assert ImpactRun.objects.get().status == CheckStatus.RUNNING, "its worker may still be at it"
    with clock.at(clock.now() + timedelta(minutes=11)):
        complete_impacts()
    run.refresh_from_db()
    assert (run.status, run.done, run.moves.count()) == (CheckStatus.DONE, 3, 3)


@pytest.mark.usefixtures("at_most_one")
def test_what_another_worker_took_over_is_not_written(privacy_officer, monkeypatch):
    make_entry(assessments=[{"type": "dpia"}])
    write = impact._write

    def overtaken(run, rows, **progress):
        ImpactRun.objects.update(claim=None)
        return write(run, rows, **progress)

    monkeypatch.setattr(impact, "_write", overtaken)
    run = counted(privacy_officer, at_most(0))
    assert not run.moves.exists()
    assert run.status == CheckStatus.RUNNING


@pytest.mark.usefixtures("at_most_one")
def test_rules_that_this_release_can_not_read_are_told(privacy_officer):
    odd = PackVersion.objects.create(
        digest="5" * 64, text="muster: pack/0", pack="old", version="1", title="Old"
    )
    rules = RuleSet.objects.create(digest="6" * 64, packs=[odd.digest], settings=Settings().to_json())
    said = {"based_on": default_packs().digest, "reason": "A trial.", "proposed_by": privacy_officer}
    queue_impact(Activation.objects.create(rule_set=rules, **said))
    complete_impacts()
    run = ImpactRun.objects.get()
    assert run.status == CheckStatus.ERRORED
    assert "'id' is missing" in run.error
