"""Two ends that decide on one pair in the same moment, on a database that lets them."""

from functools import partial

import pytest

from governance.models import OverlapDecision
from governance.services.overlaps import StaleOverlap, decide_overlap, pair_digest
from governance.services.verifying_overlaps import find_changed_overlaps
from registry.ledger.verifying import find_breaks
from registry.models import AuditEvent
from tests.personas import make_entry
from tests.racing import at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_rule"),
]


def test_of_two_who_saw_the_pair_undecided_one_decides(campaign_manager, colleague):
    for _ in range(4):
        pair = make_entry("tool"), make_entry("tool")
        seen = pair_digest(*pair, None)
        outcomes = at_once(
            partial(decide_overlap, *pair, by=campaign_manager, outcome="join", seen=seen),
            partial(decide_overlap, *pair[::-1], by=colleague, outcome="extend", seen=seen),
        )
        decided = [one for one in outcomes if isinstance(one, OverlapDecision)]
        assert len(decided) == 1 and any(isinstance(one, StaleOverlap) for one in outcomes), outcomes
        assert list(OverlapDecision.objects.standing().on(*pair)) == decided
    assert not list(find_changed_overlaps())
    assert not list(find_breaks(AuditEvent.objects.order_by("subject", "sequence")))
