"""How ready data is, source by source, for readers who see some of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from governance.reports.readiness import asked_readiness, ready_sources
from registry import clock
from tests.personas import make_entry, make_team

pytestmark = pytest.mark.django_db
READINESS_PACK = Path(__file__).resolve().parents[3] / "policies/packs/data-readiness.yaml"


@pytest.fixture(autouse=True)
def _rules_that_ask_for_readiness(settings):
    settings.MUSTER_PACKS = [str(READINESS_PACK)]


def source(title, *, quality=None, **facts):
    """A source about nobody, which anybody can reach, of this quality as measured today."""
    today = clock.today().isoformat()
    reach = {"access_model": "role_based", "access_reviewed_on": today, "api_available": True}
    measured = {} if quality is None else {"quality_score": quality, "quality_checked_on": today}
    return make_entry(
        "data_source", title=title, **{"contains_personal_data": False} | reach | measured | facts
    )


def user_of(*sources, **facts):
    return make_entry(data_links=[{"data_source": one.key, "usage": "training"} for one in sources], **facts)


def test_the_weakest_comes_first_and_what_is_not_known_is_no_zero(leader):
    source("Good", quality=90), source("Unmeasured"), source("Poor", quality=20), source("Awful", quality=0)
    found = ready_sources(leader, asked=50)
    assert [(one.entry.title, one.fact["score"], one.fact["score_max"]) for one in found] == [
        ("Awful", 0, 0),
        ("Unmeasured", 0, 100),
        ("Poor", 20, 20),
        ("Good", 90, 90),
    ]


def test_old_proof_says_less_each_day(leader):
    measured = clock.today() - timedelta(days=135)
    source("Old", quality_score=80, quality_checked_on=measured.isoformat())
    (found,) = ready_sources(leader, asked=50)
    assert (found.fact["score"], found.fact["score_max"]) == (40, 90)


def test_a_source_holds_back_for_certain_what_needs_more_than_it_proves(leader):
    poor, open_, good = source("Poor", quality=20), source("Unmeasured"), source("Good", quality=90)
    user_of(poor, good, title="Stands on the poor one")
    user_of(open_, good, title="Stands on the unmeasured one")
    found = ready_sources(leader, asked_readiness())
    held = {one.entry.title: [(use.entry.title, use.surely) for use in one.held] for one in found}
    assert held == {
        "Poor": [("Stands on the poor one", True)],
        "Unmeasured": [("Stands on the unmeasured one", False)],
        "Good": [],
    }


def test_what_is_retired_is_neither_listed_nor_held_back(leader):
    poor = source("Poor", quality=20)
    user_of(poor, lifecycle_stage="retired")
    source("Gone", lifecycle_stage="retired")
    (found,) = ready_sources(leader, asked=50)
    assert (found.entry.title, found.held) == ("Poor", ())


def test_a_reader_learns_of_no_source_and_no_use_case_that_they_can_not_see(campaign_manager):
    ours = source("Ours", quality=20)
    theirs = source("Theirs", quality=10, owner_team=make_team("service"))
    user_of(ours, theirs, title="Foreign", owner_team="service")
    user_of(ours, theirs, title="Own")
    (found,) = ready_sources(campaign_manager, asked=50)
    assert found.entry.title == "Ours"
    assert [one.entry.title for one in found.held] == ["Own"]


def test_without_a_rule_that_asks_for_readiness_nothing_is_held_back(leader, one_rule):
    user_of(source("Poor", quality=20))
    assert asked_readiness() is None
    (found,) = ready_sources(leader, asked_readiness())
    assert found.held == ()
