"""What went past the services shows, and the table of moves is all there is."""

import pytest

from governance.assessing import MOVES, State, check_move
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


@pytest.mark.parametrize("change", ["answers", "state", "valid_until", "approver", "content_digest", "gone"])
def test_the_ledger_tells_of_every_change_that_went_past_the_services(
    draft, campaign_manager, privacy_officer, change
):
    done = approve(submit(draft, campaign_manager), privacy_officer)
    assert list(find_changed_assessments()) == []
    rows = Assessment.objects.filter(pk=done.pk)
    if change == "gone":
        Assessment.writers.through.objects.all().delete()
        rows.delete()
    else:
        other = {
            "answers": {},
            "state": "replaced",
            "valid_until": clock.today(),
            "approver": make_person("Eve Else").pk,
            "content_digest": "0" * 64,
        }
        rows.update(**{change: other[change]})
    assert [found.subject for found in find_changed_assessments()] == [done.subject]


def test_only_moves_of_the_table_can_be_made():
    for start in State:
        for end in State:
            for actor in Actor:
                if MOVES.get((start, end)) is not actor:
                    with pytest.raises(TransitionNotAllowed):
                        check_move(start, end, actor=actor)
