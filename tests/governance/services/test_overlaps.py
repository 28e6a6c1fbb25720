"""Deciding on two entries that look alike: who may, what is kept, and what is followed up."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.models import CheckRun, Notice, OverlapDecision, OverlapQuestion, Trigger
from governance.services.overlaps import (
    OverlapRefused,
    StaleOverlap,
    ask_council,
    close_question,
    decide_overlap,
    pair_digest,
    withdraw_overlap_decision,
)
from registry.models import Alias, AuditEvent
from tests.personas import change_entry, make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
OURS = {"vendor": "Tallis", "product": "Voice Insights"}
THEIRS = {"vendor": "Voxline", "product": "Talk Radar"}


@pytest.fixture
def pair(marketing):
    return make_entry("tool", title="Voice", **OURS), make_entry("tool", title="Radar", **THEIRS)


@pytest.fixture
def across(marketing, service_team):
    """One tool of marketing, and one of the service team that marketing can't see."""
    return make_entry("tool", **OURS), make_entry("tool", owner_team=service_team, **OURS)


def events(decision) -> list[str]:
    return list(AuditEvent.objects.filter(subject=decision.subject).values_list("action", flat=True))


def test_a_decision_is_kept_with_who_when_and_why_and_both_ends_are_checked_again(campaign_manager, pair):
    decision = decide_overlap(*pair, by=campaign_manager, outcome="join", reason=" They have more seats. ")
    assert (decision.reason, decision.decided_by) == ("They have more seats.", campaign_manager)
    (event,) = AuditEvent.objects.filter(subject=decision.subject)
    assert (event.action, event.body["outcome"]) == ("overlap.decided", "join")
    assert "seats" not in str(event.body)
    queued = CheckRun.objects.filter(trigger=Trigger.OVERLAP).values_list("entry", flat=True)
    assert set(queued) == {entry.pk for entry in pair}


def test_either_end_answers_for_both_and_the_newest_answer_stands(campaign_manager, pair):
    first = decide_overlap(*pair, by=campaign_manager, outcome="join")
    second = decide_overlap(*pair[::-1], by=campaign_manager, outcome="not_the_same")
    first.refresh_from_db()
    assert first.ended_by == campaign_manager
    assert list(OverlapDecision.objects.standing().on(*pair)) == [second]
    assert events(first) == ["overlap.decided", "overlap.replaced"]


def test_saying_the_same_once_more_changes_nothing(campaign_manager, colleague, pair):
    first = decide_overlap(*pair, by=campaign_manager, outcome="not_the_same")
    assert decide_overlap(*pair, by=colleague, outcome="not_the_same") == first
    assert decide_overlap(*pair[::-1], by=colleague, outcome="not_the_same") == first
    assert events(first) == ["overlap.decided"]


def test_that_the_other_one_joins_is_another_answer(campaign_manager, pair):
    first = decide_overlap(*pair, by=campaign_manager, outcome="join")
    assert decide_overlap(*pair[::-1], by=campaign_manager, outcome="join") != first


def test_saying_it_again_after_a_change_makes_it_count_again(campaign_manager, pair):
    first = decide_overlap(*pair, by=campaign_manager, outcome="join")
    change_entry(pair[1], product="Talk Radar 2")
    assert decide_overlap(*pair, by=campaign_manager, outcome="join") != first


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"outcome": "justify", "reason": "  "}, "reason"),
        ({"outcome": "perhaps"}, "outcome"),
        ({"outcome": "join", "reason": "x" * 5001}, "reason"),
        ({"outcome": "not_the_same", "same_product": True}, "outcome"),
    ],
)
def test_what_cant_be_decided_is_refused_at_its_field(campaign_manager, pair, said, field):
    with pytest.raises(OverlapRefused) as refusal:
        decide_overlap(*pair, by=campaign_manager, **said)
    assert refusal.value.field == field
    assert not OverlapDecision.objects.exists()


def test_kinds_that_are_not_compared_are_not_decided_on(campaign_manager, marketing):
    scopes = make_entry("consent_scope"), make_entry("consent_scope")
    with pytest.raises(OverlapRefused):
        decide_overlap(*scopes, by=campaign_manager, outcome="join")


def test_only_who_sees_both_and_answers_for_one_decides(
    campaign_manager, service_agent, leader, viewer, it_lead, across, pair
):
    for person in (campaign_manager, service_agent, leader):
        with pytest.raises(PermissionDenied):
            decide_overlap(*across, by=person, outcome="join")
    with pytest.raises(PermissionDenied):
        decide_overlap(*pair, by=viewer, outcome="join")
    assert decide_overlap(*across, by=it_lead, outcome="join").decided_by == it_lead


def test_an_entry_is_not_compared_with_itself_or_with_another_kind(campaign_manager, pair):
    with pytest.raises(PermissionDenied):
        decide_overlap(pair[0], pair[0], by=campaign_manager, outcome="join")
    with pytest.raises(PermissionDenied):
        decide_overlap(pair[0], make_entry(), by=campaign_manager, outcome="join")


def test_nothing_is_decided_on_what_changed_since_it_was_looked_at(campaign_manager, pair):
    seen = pair_digest(*pair, None)
    change_entry(pair[1], description="Now it also sends letters.")
    with pytest.raises(StaleOverlap):
        decide_overlap(*pair, by=campaign_manager, outcome="join", seen=seen)
    pair[1].refresh_from_db()
    seen = pair_digest(*pair[::-1], None)
    decision = decide_overlap(*pair, by=campaign_manager, outcome="join", seen=seen)
    with pytest.raises(StaleOverlap):
        decide_overlap(*pair, by=campaign_manager, outcome="extend", seen=seen)
    assert list(OverlapDecision.objects.standing()) == [decision]


def test_the_database_lets_one_decision_stand_whichever_end_it_is_from(campaign_manager, pair):
    one = decide_overlap(*pair, by=campaign_manager, outcome="join")
    twin = {"outcome": "extend", "entry_ground": one.entry_ground, "other_ground": one.other_ground}
    for entry, other in (pair, pair[::-1]):
        with pytest.raises(IntegrityError), transaction.atomic():
            OverlapDecision.objects.create(entry=entry, other=other, decided_by=campaign_manager, **twin)


def test_a_withdrawn_decision_leaves_the_pair_open(campaign_manager, service_agent, pair):
    decision = decide_overlap(*pair, by=campaign_manager, outcome="not_the_same")
    with pytest.raises(PermissionDenied):
        withdraw_overlap_decision(decision, by=service_agent)
    withdraw_overlap_decision(decision, by=campaign_manager)
    withdraw_overlap_decision(decision, by=campaign_manager)
    assert events(decision) == ["overlap.decided", "overlap.withdrawn"]
    assert not OverlapDecision.objects.standing().exists()


def test_one_product_under_two_names_teaches_the_table(campaign_manager, pair):
    decide_overlap(*pair, by=campaign_manager, outcome="join", same_product=True)
    alias = Alias.objects.in_force().get()
    assert (alias.also, alias.vendor, alias.name) == ("Tallis Voice Insights", "Voxline", "Talk Radar")
    assert alias.confirmed_by == campaign_manager


def test_joining_alone_teaches_nothing(campaign_manager, pair):
    decide_overlap(*pair, by=campaign_manager, outcome="join")
    assert not Alias.objects.exists()


@pytest.mark.parametrize("takes_back", ["withdrawn", "told apart"])
def test_what_a_pair_taught_ends_when_it_is_taken_back(campaign_manager, pair, takes_back):
    decision = decide_overlap(*pair, by=campaign_manager, outcome="extend", same_product=True)
    if takes_back == "withdrawn":
        withdraw_overlap_decision(decision, by=campaign_manager)
    else:
        decide_overlap(*pair, by=campaign_manager, outcome="not_the_same")
    assert not Alias.objects.in_force().exists()
    assert Alias.objects.get().ended_by == campaign_manager


def test_the_council_answers_what_a_team_asked(campaign_manager, stranger, it_lead, across):
    with pytest.raises(PermissionDenied):
        ask_council(across[0], by=stranger)
    asked = ask_council(across[0], by=campaign_manager)
    assert ask_council(across[0], by=campaign_manager) == asked
    decide_overlap(*across, by=it_lead, outcome="extend")
    assert not OverlapQuestion.objects.open().exists()
    told = AuditEvent.objects.filter(subject=asked.subject).values_list("action", flat=True)
    assert list(told) == ["overlap_question.asked", "overlap_question.answered"]


def test_a_team_does_not_answer_its_own_question(campaign_manager, across, pair):
    ask_council(pair[0], by=campaign_manager)
    decide_overlap(*pair, by=campaign_manager, outcome="join")
    assert OverlapQuestion.objects.open().exists()


def test_a_question_waits_for_everybody_on_the_council_and_for_nobody_else(
    campaign_manager, leader, it_lead, across
):
    asked = ask_council(across[0], by=campaign_manager)
    assert list(OverlapQuestion.objects.awaiting(it_lead)) == [asked]
    assert not OverlapQuestion.objects.awaiting(leader) | OverlapQuestion.objects.awaiting(campaign_manager)


def test_a_decision_on_what_the_team_sees_answers_nothing(campaign_manager, it_lead, across, pair):
    asked = ask_council(across[0], by=campaign_manager)
    decide_overlap(across[0], pair[0], by=it_lead, outcome="join")
    assert list(OverlapQuestion.objects.open()) == [asked]
    decide_overlap(*across[::-1], by=it_lead, outcome="join")
    assert not OverlapQuestion.objects.open().exists()


@pytest.mark.parametrize("outcome", ["justify", "not_the_same"])
def test_nobody_is_asked_where_nothing_undecided_is_out_of_sight(campaign_manager, it_lead, across, outcome):
    alone = make_entry("tool", title="Stock planner", vendor="Other", product="Stock")
    decide_overlap(*across, by=it_lead, outcome=outcome, reason="Both are needed.")
    for entry in (alone, across[0]):
        with pytest.raises(OverlapRefused):
            ask_council(entry, by=campaign_manager)
    assert not OverlapQuestion.objects.exists()


def test_the_council_closes_a_question_with_a_reason_and_who_asked_never_does(
    campaign_manager, it_lead, leader, across
):
    asked = ask_council(across[0], by=campaign_manager)
    for person in (campaign_manager, leader):
        with pytest.raises(PermissionDenied):
            close_question(asked, by=person, reason="So.")
    with pytest.raises(OverlapRefused):
        close_question(asked, by=it_lead, reason="  ")
    closed = close_question(asked, by=it_lead, reason=" It is being shut down. ")
    assert close_question(asked, by=it_lead, reason="Again.") == closed
    asked.refresh_from_db()
    assert asked.reason == "It is being shut down." and asked.answered_at
    told = AuditEvent.objects.filter(subject=asked.subject)
    assert [one.action for one in told] == ["overlap_question.asked", "overlap_question.closed"]
    assert "shut" not in str([one.body for one in told])
    notice = Notice.objects.get(recipient=campaign_manager)
    assert notice.title.startswith("The council answered") and "decided on no pair" in notice.text
    assert ask_council(across[0], by=campaign_manager) != asked
