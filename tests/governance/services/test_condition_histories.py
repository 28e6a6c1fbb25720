"""Conditions through any history of saves and days, and in the same moment."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.models import Condition
from governance.services.conditions import follow_conditions
from governance.services.verifying import find_changed_submissions
from governance.services.verifying_conditions import find_changed_conditions
from governance.services.voting import cast_vote
from registry import clock
from registry.models import AuditEvent
from tests.personas import change_entry, make_draft, make_person, make_submission
from tests.racing import at_once

pytestmark = pytest.mark.usefixtures("one_rule")
SAID = st.sampled_from([True, False, None, {"$unknown": "asked"}])
DUE = 3


def approved(seat):
    submission, said = make_submission(), {"reason": "On conditions.", "conditions": [make_draft(days=DUE)]}
    seen = submission.review_digest
    return cast_vote(submission, "approved_with_conditions", by=seat, seen_digest=seen, **said)


def events() -> Counter[str]:
    closed = ["condition.met", "condition.missed", "condition.dropped", "submission.expired"]
    return Counter(AuditEvent.objects.filter(action__in=closed).values_list("action", flat=True))


@pytest.mark.django_db
@given(history=st.lists(st.tuples(SAID, st.integers(0, 2)), min_size=1, max_size=5))
@settings(max_examples=8)
def test_a_condition_is_met_by_the_first_record_that_shows_it_in_time_and_closes_once(history):
    with transaction.atomic():
        submission = approved(make_person("Hanna History", seat="privacy"))
        expected, day = "open", 0
        for said, days in history:
            day += days
            with clock.at(clock.now() + timedelta(days=day)):
                change_entry(submission.entry, privacy_officer_reviewed=said)
                follow_conditions()
                follow_conditions()
            if expected == "open":
                expected = "missed" if day > DUE else "met" if said is True else "open"
            assert Condition.objects.get().state == expected
        submission.refresh_from_db()
        assert (submission.status == "expired") is (expected == "missed")
        assert sum(events().values()) == {"open": 0, "met": 1, "missed": 2}[expected]
        assert [*find_changed_conditions(), *find_changed_submissions()] == []
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_whoever_looks_in_the_same_moment_each_condition_is_closed_once(privacy_officer):
    def on_the_day_after() -> int:
        with clock.at(clock.now() + timedelta(days=DUE + 1)):
            return follow_conditions()

    for _ in range(3):
        submission = approved(privacy_officer)
        save = partial(change_entry, submission.entry, privacy_officer_reviewed=True)
        at_once(save, follow_conditions, follow_conditions)
        assert submission.conditions.get().state == "met"
        approved(privacy_officer)
        assert sorted(at_once(on_the_day_after, on_the_day_after)) == [0, 1]
    assert events() == {"condition.met": 3, "condition.missed": 3, "submission.expired": 3}
    assert [*find_changed_conditions(), *find_changed_submissions()] == []
