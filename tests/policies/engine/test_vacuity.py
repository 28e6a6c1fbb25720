"""A pass for want of anything to look at is told from one that was earned."""

import pytest

from tests.policies.writing import check_of, packs_of, report_on, rule_of

EMPTY = {"in": "data_links", "where": {"usage": "training"}}
NONE_LISTED = {"every": {"in": "data_links", "satisfies": {"minimised": True}}}


def is_vacuous(that, record, **rule):
    report = report_on(packs_of(rule_of(require=[check_of(that)], **rule)), record)
    assert report.outcomes == {"TST-001": "pass"}
    return report.vacuous == ("TST-001",)


@pytest.mark.parametrize(
    "that",
    [
        NONE_LISTED,
        {"none": EMPTY},
        {"not": {"some": EMPTY}},
        {"at_least": {"n": 1, "of": [NONE_LISTED, {"title": "a"}]}},
        {"functions": {"subset": ["it"]}},
        {"functions": {"disjoint": ["it"]}},
        {"any": [{"functions": {"subset": ["it"]}}, {"title": "a"}]},
    ],
)
def test_what_holds_of_nothing_is_marked(that):
    assert is_vacuous(that, {"data_links": [], "functions": []})


@pytest.mark.parametrize(
    ("that", "record"),
    [
        (NONE_LISTED, {"data_links": [{"minimised": True}]}),
        ({"not": {"some": EMPTY}}, {"data_links": [{"usage": "retrieval"}]}),
        ({"not": {"none": {"in": "data_links"}}}, {"data_links": [{}]}),
        ({"at_least": {"n": 1, "of": [NONE_LISTED, {"title": "a"}]}}, {"data_links": [], "title": "a"}),
        ({"functions": {"subset": ["it"]}}, {"functions": ["it"]}),
        ({"functions": {"empty": True}}, {"functions": []}),
        ({"count": {"in": "data_links", "lte": 0}}, {"data_links": []}),
    ],
)
def test_what_was_looked_at_is_not(that, record):
    assert not is_vacuous(that, record)


def test_it_is_marked_also_where_nobody_knows_whether_the_rule_applies():
    assert is_vacuous(NONE_LISTED, {"data_links": []}, when={"rag_enabled": True})
