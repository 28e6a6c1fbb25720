"""Values in words, also those that no field promises."""

from tests.policies.writing import check_of, packs_of, report_on, rule_of


def test_a_mapping_where_a_day_belongs_is_told_of_and_stops_nothing():
    that = {"any": [{"retired_on": {"exists": False}}, {"title": "a"}]}
    rules = packs_of(rule_of(require=[check_of(that)]))
    [finding] = report_on(rules, {"title": "b", "retired_on": {"a": 1}}).findings
    assert [place.actual for place in finding.pointers] == [{"a": 1}, "b"]
