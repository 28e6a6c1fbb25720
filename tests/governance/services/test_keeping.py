"""What a pass found is kept, but for entries that somebody changed or checked meanwhile."""

from datetime import timedelta

import pytest

from governance.models import CheckRun, CheckStatus, Finding, Reading
from governance.services import passes, portfolio, projections
from governance.services.checks import complete_checks, queue_checks
from governance.services.inputs import _release_said
from governance.services.keeping import keep_results
from governance.services.portfolio import check_portfolio
from governance.services.readings import Portfolio, keep_readings
from governance.services.rule_sets import packs_in_force
from governance.services.verdicts import Judge
from governance.services.waivers import approve_waiver
from policies import release
from policies.release import this_release
from registry import clock
from tests.personas import change_entry, make_entry, make_waiver
from tests.policies.writing import check_of, rule_of
from tests.portfolio import asking, rules

pytestmark = pytest.mark.django_db


def looked_at():
    """What a pass is about to write of everything."""
    whole = Portfolio(packs_in_force(), clock.today())
    judge, results = Judge(whole.packs, whole.as_of, whole.waivers), []
    for chunk in whole.register.chunks():
        at = passes._At([saved.entry for saved in chunk], whole.waiting)
        made = list(whole.readings(chunk))
        keep_readings([one.changed for one in made])
        results += [one for each in made for one in judge.results(at.looked_at(judge, each.read), each.body)]
    return {"results": results, "packs": whole.packs, "as_of": whole.as_of, "claim": at.claim}


def test_a_check_that_somebody_made_in_the_meantime_stands(one_rule):
    entry = make_entry(description="AI")
    CheckRun.objects.all().delete()
    late = looked_at()
    complete_checks([run.pk for run in queue_checks([entry], trigger="api")])

    keep_results(**late)
    assert CheckRun.objects.get().trigger == "api"


def test_what_was_found_of_an_older_revision_is_not_kept(one_rule):
    entry = make_entry(description="AI")
    CheckRun.objects.all().delete()
    late = looked_at()
    change_entry(entry, description="Calls customers who are about to leave.")

    keep_results(**late)
    assert not CheckRun.objects.current().exists()
    assert not Finding.objects.exists()


def test_a_check_that_waits_for_an_entry_changed_meanwhile_waits_on(one_rule):
    entry = make_entry(description="AI")
    late = looked_at()
    assert [one.waiting.entry_id for one in late["results"]] == [entry.pk]
    change_entry(entry, description="Calls customers who are about to leave.")

    keep_results(**late)
    assert set(CheckRun.objects.values_list("status", "claim")) == {(CheckStatus.QUEUED, None)}


def overtaken(monkeypatch, act):
    """Have something happen in a pass, after everything was read and before any rule is asked."""
    ask = passes._ask

    def late(*args):
        monkeypatch.setattr(passes, "_ask", ask)
        act()
        ask(*args)

    monkeypatch.setattr(passes, "_ask", late)


def described(length):
    return asking(
        "use_case",
        {"every": {"in": "data_links", "satisfies": {"data_source.description": {"min_length": length}}}},
    )


@pytest.fixture
def in_force(settings, tmp_path_factory):
    """Puts rules into force: packs are read once from a path."""
    return lambda *said, **more: rules(settings, tmp_path_factory.mktemp("rules"), *said, **more)


def test_what_changes_between_reading_and_asking_waits_for_the_next_pass(in_force, monkeypatch):
    in_force(described(8))
    source = make_entry("data_source", description="Orders")
    entry = make_entry(description="AI", data_links=[{"data_source": source.key}])
    check_portfolio()
    in_force(described(9))

    def act():
        change_entry(source, description="Orders and returns")
        # As of who was at it since before the pass began, and is done only now.
        CheckRun.objects.update(queued_at=clock.now() - timedelta(days=1))

    overtaken(monkeypatch, act)
    check_portfolio()
    assert CheckRun.objects.waiting().get().entry == source
    assert entry.checks.get(is_current=True).verdict == "fail"

    done = check_portfolio()
    assert done.readings_digest == Portfolio(packs_in_force(), done.as_of).readings_digest
    assert entry.checks.get(is_current=True).verdict == "pass"
    assert not CheckRun.objects.waiting().exists()


def test_what_is_told_in_words_has_all_read_anew_where_it_changed_since(
    in_force, privacy_officer, monkeypatch
):
    in_force(described(8))
    source = make_entry("data_source", description="Orders")
    entry = make_entry(description="AI", data_links=[{"data_source": source.key}])
    approve_waiver(make_waiver(entry), by=privacy_officer, reason="For now.")
    check_portfolio()
    in_force(described(9))
    overtaken(monkeypatch, lambda: change_entry(source, description="Orders and returns"))
    done = check_portfolio()
    assert done.readings_digest == Portfolio(packs_in_force(), done.as_of).readings_digest
    assert entry.checks.get(is_current=True).verdict == "pass"
    assert not CheckRun.objects.filter(status=CheckStatus.RUNNING).exists()


def test_rules_that_read_what_was_not_kept_have_all_read_anew(in_force):
    in_force(asking("use_case", {"title": {"min_length": 1}}))
    entry = make_entry(description="AI")
    assert check_portfolio().projections["use_case"]["record"].keys() == {
        *("kind", "key", "member_states", "org", "title")
    }
    in_force(asking("use_case", {"description": {"min_length": 9}}))
    assert "description" in check_portfolio().projections["use_case"]["record"]
    assert entry.checks.get(is_current=True).verdict == "fail"
    read = Reading.objects.get(entry=entry)

    in_force(asking("use_case", {"key": {"min_length": 1}}))
    assert "description" in check_portfolio().projections["use_case"]["record"], "it holds all that is read"
    assert entry.checks.get(is_current=True).verdict == "pass"
    assert Reading.objects.get(entry=entry).projection == read.projection


def test_fields_of_facts_that_were_not_kept_have_all_read_anew(in_force):
    facts = {"twins": {"kind": "peers", "of": "tool", "same": ["tool_category"]}}

    def asks(field, that):
        return rule_of(applies_to=["tool"], require=[check_of({f"facts.twins.{field}": that})])

    in_force(asks("size", {"lt": 5}), facts=facts)
    entry = make_entry("tool")
    assert check_portfolio().projections["tool"]["facts"]["twins"].keys() == {"size", "size_max"}
    in_force(asks("keys", {"empty": True}), facts=facts)
    assert "keys" in check_portfolio().projections["tool"]["facts"]["twins"]
    assert entry.checks.get(is_current=True).verdict == "pass"


def test_another_release_reads_all_anew_whatever_it_kept_before(in_force, monkeypatch):
    in_force(asking("use_case", {"title": {"min_length": 1}}))
    entry = make_entry()
    check_portfolio()
    read = Reading.objects.get(entry=entry)
    Reading.objects.update(projection='[{"title": "As it was read before"}, {}]')
    monkeypatch.setattr(release, "VERSION", "9.9.9")
    for known in (this_release, _release_said):
        known.cache_clear()
    check_portfolio()
    assert Reading.objects.get(entry=entry).projection == read.projection
    monkeypatch.undo()
    for known in (this_release, _release_said):
        known.cache_clear()


def test_what_is_read_as_before_is_not_asked_anew_though_all_is_read(in_force, monkeypatch):
    # What reads the day is doubted where its places are not known, as they are with the words.
    in_force(asking("consent_scope", {"refreshed_on": {"after": {"ago": "P30D"}}}))
    monkeypatch.setattr(portfolio, "word_checks", lambda until: None)
    refreshed = clock.today() - timedelta(days=60)
    entries = [make_entry("consent_scope", refreshed_on=refreshed.isoformat()) for _ in range(3)]
    check_portfolio()
    assert not CheckRun.objects.current().in_words().exists()
    change_entry(entries[0], title="Another title of it")
    CheckRun.objects.waiting().delete()
    assert check_portfolio().evaluated == 1


def test_a_reading_that_was_lost_is_made_anew(in_force):
    in_force(asking("use_case", {"title": {"min_length": 1}}))
    entry = make_entry()
    check_portfolio()
    Reading.objects.all().delete()
    in_force(asking("use_case", {"title": {"min_length": 1_000}}))
    check_portfolio()
    assert Reading.objects.filter(entry=entry).exists()
    assert entry.checks.get(is_current=True).verdict == "fail"


def test_rules_of_the_meantime_have_a_pass_that_asks_begun_again(in_force, monkeypatch):
    in_force(asking("use_case", {"title": {"min_length": 1}}))
    entries = [make_entry() for _ in range(5)]
    check_portfolio()
    monkeypatch.setattr(projections, "AT_ONCE", 2)
    in_force(asking("use_case", {"title": {"min_length": 900}}))
    later = [lambda done: in_force(asking("use_case", {"title": {"min_length": 1_000}}))]
    done = check_portfolio(progress=lambda number: later and later.pop()(number))
    assert (done.entries, done.evaluated) == (5, 5)
    assert {one.checks.get(is_current=True).packs_digest for one in entries} == {packs_in_force().digest}


def test_what_is_queued_while_a_pass_runs_is_not_answered_by_it(
    settings, tmp_path, privacy_officer, monkeypatch
):
    rule = asking("use_case", {"description": {"min_length": 9}})
    rules(settings, tmp_path, rule)
    entry = make_entry(description="AI")
    waiver = make_waiver(entry)
    check_portfolio()
    (tmp_path / "more").mkdir()
    rules(settings, tmp_path / "more", rule, asking("tool", {"key": {"min_length": 1}}) | {"id": "TST-002"})
    overtaken(monkeypatch, lambda: approve_waiver(waiver, by=privacy_officer, reason="For now."))
    check_portfolio()
    [waits] = CheckRun.objects.waiting()
    complete_checks([waits.pk])
    assert entry.checks.get(is_current=True).verdict == "conditional"


def test_a_part_of_which_nothing_is_left_is_read_as_nothing():
    assert list(Portfolio(packs_in_force(), clock.today()).readings([])) == []


def test_what_an_entry_is_read_as_takes_the_place_of_what_it_was_read_as():
    entry = make_entry(description="AI")
    check_portfolio()
    before = Reading.objects.get()
    change_entry(entry, description="More AI")
    check_portfolio()
    after = Reading.objects.get()
    assert (before.entry_id, before.revision) == (entry.pk, 1)
    assert (after.entry_id, after.revision) == (entry.pk, 2)
    assert after.digest != before.digest
