"""What the ledger says of decisions on overlaps and of names, against the rows."""

import pytest

from governance.models import OverlapDecision
from governance.services.overlaps import decide_overlap, withdraw_overlap_decision
from governance.services.verifying_overlaps import find_changed_aliases, find_changed_overlaps
from registry.models import Alias
from registry.services.aliases import end_alias, teach_alias
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def decided(campaign_manager, marketing):
    ours = make_entry("tool", vendor="Tallis", product="Voice")
    theirs = make_entry("tool", vendor="Voxline", product="Radar")
    return decide_overlap(ours, theirs, by=campaign_manager, outcome="join", same_product=True)


def test_what_is_as_recorded_breaks_nothing(campaign_manager, operator, decided):
    end_alias(teach_alias("vendor", "Tallis", "Voxline", by=operator), by=operator)
    teach_alias("vendor", "Lumo", "Lumora", by=None)
    assert not [*find_changed_overlaps(), *find_changed_aliases()]
    withdraw_overlap_decision(decided, by=campaign_manager)
    assert not [*find_changed_overlaps(), *find_changed_aliases()]


@pytest.mark.parametrize("change", [{"outcome": "extend"}, {"reason": "Else."}, {"other_ground": ["a", "b"]}])
def test_a_decision_that_was_changed_is_found(decided, change):
    OverlapDecision.objects.update(**change)
    assert [one.subject for one in find_changed_overlaps()] == [decided.subject]


def test_an_end_that_nobody_recorded_is_found(decided, colleague):
    OverlapDecision.objects.update(ended_at=decided.decided_at, ended_by=colleague)
    Alias.objects.update(ended_at=decided.decided_at, ended_by=colleague)
    assert len([*find_changed_overlaps(), *find_changed_aliases()]) == 2


def test_a_decision_that_was_taken_out_is_found(decided):
    OverlapDecision.objects.all().delete()
    assert len(list(find_changed_overlaps())) == 1


def test_an_alias_that_was_changed_is_found(decided):
    Alias.objects.update(also="Else")
    assert len(list(find_changed_aliases())) == 1
