"""What a function finds is worded as the reference words it, also where lists are long."""

import pytest

from policies.compiled.findings import finder_for
from policies.engine.findings import FindingMaker, Subject
from policies.engine.judge import judge
from tests.policies.random_rules import TODAY, RandomCase
from tests.policies.writing import check_of, packs_of, rule_of


def findings(case, rules, record, facts):
    """Those of the function and those of the reference, and how many the function found by itself."""
    subject = Subject(case.kind, "a", record, facts, TODAY)
    found = finder_for(rules, TODAY).of(record, facts)[1]
    meant = [one for rule in rules for one in judge(rule, subject).findings]
    return (
        [FindingMaker(one.head.rule, subject).worded(one) for one in found],
        meant,
        sum(not one.by_reference for one in found),
    )


def longer(value, times):
    """The same record with each list of mappings so many times as long."""
    if isinstance(value, dict):
        return {name: longer(one, times) for name, one in value.items()}
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return [longer(one, times) for one in value] * times
    return value


@pytest.mark.parametrize("seed", range(1_000, 1_010))
def test_findings_are_worded_alike(seed):
    case = RandomCase(seed)
    rules, by_itself = case.rules(10), 0
    for record, facts in case.records(25):
        said, meant, number = findings(case, rules, record, facts)
        assert said == meant
        by_itself += number
    assert by_itself


def test_where_the_reference_runs_out_of_steps_for_its_words_they_are_left_out_too():
    inner = {"every": {"in": "$.data_links", "satisfies": {"lawful_basis": "A6-1-a"}}}
    that = {"every": {"in": "models", "satisfies": {"all": [inner, {"not": {"not": inner}}]}}}
    case, rules = RandomCase(1), packs_of(rule_of(require=[check_of(that)])).rules
    places = []
    for size in (4, 10, 30, 40, 80):
        record = {"models": [{}] * size, "data_links": [{"lawful_basis": "A6-1-f"}] * size}
        said, meant, _ = findings(case, rules, record, {})
        assert said == meant
        places.append(len(meant[0].pointers))
    assert places == [4, 10, 0, 0, 1]


@pytest.mark.parametrize("times", [3, 7, 20])
def test_findings_about_long_lists_are_the_same_up_to_the_limit_of_steps_and_beyond(times):
    for seed in range(2_000, 2_000 + 60 // times):
        case = RandomCase(seed)
        rules = case.rules(5)
        for record, facts in case.records(4):
            said, meant, _ = findings(case, rules, longer(record, times), facts)
            assert said == meant
