"""What went past the services shows, and the table of moves is all there is."""

from datetime import timedelta

import pytest

from governance.assessing import MOVES, State, check_step
from governance.models import Assessment
from governance.services.assessments import start_assessment
from governance.services.verifying_assessments import find_changed_assessments
from governance.workflow import Actor, TransitionNotAllowed
from registry import clock
from tests.assessing import approve, submit
from tests.personas import make_entry, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(campaign_manager) -> Assessment:
    return start_assessment(make_entry(), "dpia", by=campaign_manager)


def test_the_ledger_tells_of_every_change_that_went_past_the_services(
    draft, campaign_manager, privacy_officer
):
    done = approve(submit(draft, campaign_manager), privacy_officer)
    assert list(find_changed_assessments()) == []
    other = {
        "answers": {},
        "outline": {"sections": []},
        "facts": done.facts | {"residual_risk": "high"},
        "entry": make_entry("tool").pk,
        "type": "lia",
        "version": 7,
        "author": make_person("Ann Other").pk,
        "state": "replaced",
        "required_seat": "legal",
        "approved_on": clock.today() - timedelta(days=1),
        "valid_until": clock.today(),
        "approver": make_person("Eve Else").pk,
        "content_digest": "0" * 64,
        "remark": "Other words.",
    }
    rows = Assessment.objects.filter(pk=done.pk)
    before = rows.values(*other).get()
    for column, value in other.items():
        rows.update(**{column: value})
        assert [found.subject for found in find_changed_assessments()] == [done.subject], column
        rows.update(**{column: before[column]})
    assert list(find_changed_assessments()) == []


def test_the_ledger_tells_of_one_that_is_gone(draft):
    Assessment.writers.through.objects.all().delete()
    Assessment.objects.filter(pk=draft.pk).delete()
    assert [found.subject for found in find_changed_assessments()] == [draft.subject]


def test_only_moves_of_the_table_can_be_made():
    for start in State:
        for end in State:
            for actor in Actor:
                if MOVES.get((start, end)) is not actor:
                    with pytest.raises(TransitionNotAllowed):
                        check_step(start, end, actor=actor)
