from types import SimpleNamespace

import pytest

from governance.views.findings import ShownFinding
from governance.views.topics import SHORT, sort_findings, topics_of

pytestmark = pytest.mark.django_db


def finding(pack, outcome="fail", severity="high"):
    return ShownFinding(SimpleNamespace(pack=pack, outcome=outcome, severity=severity, rule_id="TST-001"))


def test_the_topic_with_the_worst_finding_leads_and_each_counts_its_own(settings):
    settings.MUSTER_PACKS = []
    topics = topics_of([finding("security"), finding("consent", "unknown"), finding("security", "unknown")])
    assert [(topic.title, topic.counts) for topic in topics] == [
        ("Security", "1 to fix, 1 to answer"),
        ("Consent", "1 to answer"),
    ]


def test_a_short_list_is_open_and_of_a_long_one_only_the_worst_topic():
    short = [finding("security")] * (SHORT - 1) + [finding("consent")]
    assert [topic.is_open for topic in topics_of(short)] == [True, True]
    assert [topic.is_open for topic in topics_of([*short, finding("consent")])] == [True, False]


def test_of_a_long_list_each_topic_in_which_a_blocker_fails_is_open_too():
    rest = [finding("value")] * SHORT
    blockers = [finding("security", severity="blocker"), finding("consent", "unknown", "blocker")]
    assert [topic.is_open for topic in topics_of([*rest, *blockers])] == [True, True, False]


def test_a_pack_that_is_no_longer_in_force_is_called_by_its_id():
    assert topics_of([finding("house-rules")])[0].title == "house-rules"


def test_no_findings_are_no_topics():
    assert topics_of([]) == []


def test_what_is_to_fix_and_what_is_to_answer_are_told_apart():
    found = sort_findings([finding("security"), finding("consent", "unknown"), finding("consent", "unknown")])
    assert [topic.counts for topic in found.to_fix] == ["1 to fix"]
    assert [topic.counts for topic in found.unanswered] == ["2 to answer"]
    assert found.rules_waiting == 1 and found.waiting == []
