"""What a reader is shown of findings and snapshots."""

from pathlib import Path

import pytest

from governance.disclosure import Disclosure
from governance.models import Finding
from governance.reach import REASONS_HIDDEN, Reach, reach_of
from governance.services.portfolio import check_portfolio
from governance.services.rule_sets import packs_in_force
from governance.unquoted import HIDDEN, NOT_QUOTED
from tests.personas import make_entry
from tests.policies.writing import check_of, pack_text, rule_of

SAID_OF_ANY = {"It has a profile.", "Tools have versions.", "Tools say something else."}
PACK = Path(__file__).resolve().parents[1] / "packs" / "quoting.yaml"


@pytest.fixture(autouse=True)
def _rules_that_quote(settings):
    settings.MUSTER_PACKS = [str(PACK)]


@pytest.fixture
def registered(django_capture_on_commit_callbacks):
    """Registers a use case whose profile belongs to ``team``, and gives its findings by rule."""

    def make(team) -> dict[str, Finding]:
        with django_capture_on_commit_callbacks(execute=True):
            profile = make_entry("data_source", owner_team=team, version="Bought", licence="Secret")
            entry = make_entry(description="Picks offers.", profile=profile.key)
        found = Finding.objects.filter(run__entry=entry).select_related("run__entry")
        return {one.rule_id: one for one in found if one.check_id in {"beside", "short"}}

    return make


def shown(user, found: dict[str, Finding]) -> dict[str, Finding]:
    return {one.rule_id: one for one in Disclosure(user).findings(found.values())}


def test_a_finding_about_the_entrys_own_words_is_shown_whole(registered, service_team, campaign_manager):
    found = registered(service_team)
    assert reach_of(found["QUO-003"], packs_in_force()) is Reach.OWN
    assert "Picks offers." in shown(campaign_manager, found)["QUO-003"].message


def test_a_finding_that_reads_a_hidden_link_keeps_rule_and_place_and_loses_its_quotes(
    registered, service_team, campaign_manager
):
    found = registered(service_team)
    assert "Bought" in found["QUO-002"].message
    told = shown(campaign_manager, found)["QUO-002"]
    assert "Bought" not in f"{told.message} {told.why} {told.pointers}"
    assert told.rule_id == "QUO-002" and told.fix and told.pointers[0]["pointer"] == "/description"
    assert told.pointers[0]["actual"] == {"$unknown": HIDDEN}


def test_what_the_rule_says_of_every_record_is_told_with_the_quotes_left_open(
    registered, service_team, campaign_manager
):
    told = shown(campaign_manager, registered(service_team))["QUO-002"]
    assert told.message == "The profile says …."
    assert told.why == HIDDEN


def test_of_what_is_not_known_the_reader_learns_that_it_is_not(registered, service_team, campaign_manager):
    found = registered(service_team)["QUO-002"]
    found.outcome, found.check_id = "unknown", "when"
    found.pointers = [place | {"pointer": "/profile/version"} for place in found.pointers]
    told = Disclosure(campaign_manager).findings([found])[0]
    assert told.message == "We don't know yet whether this rule concerns you."


def test_of_another_version_of_a_rule_nothing_is_quoted(registered, service_team, campaign_manager):
    found = registered(service_team)["QUO-002"]
    found.rule_version = 99
    assert Disclosure(campaign_manager).findings([found])[0].message == NOT_QUOTED


@pytest.fixture
def beside_a_link(service_team, django_capture_on_commit_callbacks) -> dict[str, Finding]:
    """The findings of a rule that follows links and asks about the entry as well, by check."""
    with django_capture_on_commit_callbacks(execute=True):
        profile = make_entry("data_source", owner_team=service_team, version="Bought", licence="Secret")
        tool = make_entry("tool", owner_team=service_team, product="Bought", description="Secret")
        entry = make_entry(description="Picks offers.", profile=profile.key, tools=[tool.key])
    found = Finding.objects.filter(run__entry=entry, rule_id="QUO-005").select_related("run__entry")
    return {one.check_id: one for one in found}


def test_what_rests_on_the_entry_alone_is_shown_though_its_rule_follows_links(
    beside_a_link, campaign_manager
):
    (told,) = Disclosure(campaign_manager).findings([beside_a_link["own"]])
    assert told.message == "It says Picks offers."
    assert [one["actual"] for one in told.pointers] == ["Picks offers."]
    assert told.why == REASONS_HIDDEN and told.evidence_digest == ""


@pytest.mark.parametrize("check", ["thing", "at-the-link", "counted", "compared"])
def test_a_place_of_the_entry_that_quotes_what_is_linked_there_is_not_shown(
    check, beside_a_link, campaign_manager
):
    (told,) = Disclosure(campaign_manager).findings([beside_a_link[check]])
    assert told.message in SAID_OF_ANY and HIDDEN in told.why
    assert {str(one["actual"]) for one in told.pointers} == {str({"$unknown": HIDDEN})}


def test_what_is_open_in_the_entry_itself_is_asked_of_its_team(
    service_team, campaign_manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        profile = make_entry("data_source", owner_team=service_team, version="Bought")
        entry = make_entry(profile=profile.key, description=None)
    said = Finding.objects.filter(run__entry=entry, rule_id="QUO-005", check_id="own")
    (told,) = Disclosure(campaign_manager).findings(said.select_related("run__entry"))
    assert told.message == "We can't check this yet. Not answered: “Description”."
    assert told.pointers[0]["actual"] is None


def test_the_same_finding_is_whole_where_the_link_can_be_seen(registered, marketing, campaign_manager):
    assert "Bought" in shown(campaign_manager, registered(marketing))["QUO-002"].message


def test_who_sees_everything_sees_every_quote(registered, service_team, auditor):
    assert "Bought" in shown(auditor, registered(service_team))["QUO-002"].message


def test_a_finding_names_the_linked_entries_only_to_who_can_see_them(
    django_capture_on_commit_callbacks, service_team, campaign_manager, auditor
):
    with django_capture_on_commit_callbacks(execute=True):
        source = make_entry("data_source", owner_team=service_team, title="Complaints")
        entry = make_entry(data_links=[{"data_source": source.key, "minimised": False}])
    said = Finding.objects.filter(run__entry=entry, rule_id="QUO-004", check_id="named")
    (found,) = said.select_related("run__entry")
    assert reach_of(found, packs_in_force()) is Reach.LINKS
    assert shown(auditor, {"": found})["QUO-004"].message == "More than needed: “Complaints”."
    assert "Complaints" not in shown(campaign_manager, {"": found})["QUO-004"].message


def test_a_rule_that_is_not_in_force_any_more_may_have_looked_anywhere(
    registered, marketing, campaign_manager, one_rule
):
    found = registered(marketing)
    assert all(reach_of(one, packs_in_force()) is Reach.PORTFOLIO for one in found.values())


def test_a_hidden_entry_two_links_away_hides_the_quotes_of_checks_that_go_there_and_of_no_other(
    service_team, campaign_manager
):
    scope = make_entry("consent_scope", owner_team=service_team, permitted_third_parties=["Secret Ltd"])
    source = make_entry("data_source", version="Bought", consent_scopes=[scope.key])
    entry = make_entry(
        description="Picks offers.",
        profile=source.key,
        data_links=[{"data_source": source.key}],
        vulnerable_groups=[],
    )
    check_portfolio()
    said = Finding.objects.filter(run__entry=entry, run__is_current=True, rule_id="QUO-002")
    found = {one.check_id: one for one in said.select_related("run__entry")}
    told = {one.check_id: one for one in Disclosure(campaign_manager).findings(found.values())}
    assert "Bought" in told["beside"].message
    assert told["all"].pointers[0]["actual"] == {"$unknown": HIDDEN}
    assert HIDDEN in told["all"].why


def test_a_snapshot_is_cut_at_the_first_hidden_entry(registered, service_team, campaign_manager):
    scope = make_entry("consent_scope", owner_team=service_team)
    profile = make_entry("data_source", consent_scopes=[scope.key], version="Bought")
    entry = make_entry(description="Picks offers.", profile=profile.key)
    seen = Disclosure(campaign_manager)
    record = {"kind": "use_case", "key": entry.key, "profile": profile.document}
    whole = record | {"profile": profile.document | {"consent_scopes": [scope.document]}}
    cut = seen.snapshot(whole)["profile"]
    assert cut["version"] == "Bought"
    assert cut["consent_scopes"] == [{"key": scope.key, "$unknown": HIDDEN}]


@pytest.fixture
def rule(settings, tmp_path):
    """Puts one rule in force whose check is called so, asks this and says that, always as version 1."""

    def put(name, check_id, that, message):
        path = tmp_path / f"{name}.yaml"
        asked = check_of(that) | {"id": check_id, "message": message}
        path.write_text(pack_text(rule_of(applies_to=["use_case"], require=[asked])))
        settings.MUSTER_PACKS = [str(path)]

    return put


@pytest.mark.parametrize("renamed", ["one", "other"])
def test_a_rule_that_became_another_one_under_its_version_shows_nothing_of_what_it_read_before(
    rule, renamed, service_team, campaign_manager
):
    rule("before", "one", {"profile.licence": {"eq": "MIT"}}, "It says {profile.licence}.")
    make_entry("data_source", key="crm", licence="Secret", owner_team=service_team)
    tool = make_entry("tool", key="mailer")
    entry = make_entry(profile="crm", tools=[tool.key])
    check_portfolio()
    rule("after", renamed, {"none": {"in": "tools", "where": {"title": "x"}}}, "It uses tools.")
    [found] = Finding.objects.filter(run__entry=entry, run__is_current=True).select_related("run__entry")
    assert "Secret" in found.message
    [told] = Disclosure(campaign_manager).findings([found])
    assert "Secret" not in f"{told.message} {told.why} {told.pointers}"
