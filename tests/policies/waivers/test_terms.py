"""On what terms a rule can be waived."""

import pytest

from policies.waivers import terms_of
from tests.policies.writing import packs_of, rule_of


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (True, "180 days", 1)),
        ({"severity": "blocker"}, (True, "90 days", 2)),
        (
            {"severity": "blocker", "waiver": {"allowed": True, "max": "P1M", "approvals": 1}},
            (True, "1 month", 1),
        ),
        ({"waiver": {"allowed": True, "approvals": 3}}, (True, "180 days", 3)),
        ({"waiver": {"allowed": False}}, (False, "180 days", 1)),
    ],
)
def test_a_rule_says_on_what_terms_it_can_be_waived_and_has_defaults(changes, expected):
    terms = terms_of(packs_of(rule_of(**changes)).rules[0])
    assert (terms.allowed, str(terms.longest), terms.approvals) == expected
