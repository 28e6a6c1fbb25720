"""What would make a record pass: each set of changes does, and no part of it."""

from collections import Counter
from itertools import combinations
from json import dumps

import pytest

from policies import check, what_would_pass
from policies.asking.applying import Original, facts_of
from policies.asking.effort import effort_of
from policies.asking.levels import PASS
from policies.asking.searching import Search
from policies.asking.stopping import Bench
from policies.engine.findings import Subject
from policies.record import fields_of
from tests.manifests import TODAY
from tests.policies.asking.answers import facts_for, random_portfolio
from tests.policies.asking.test_questions import SHIPPED, few_rules, with_rules
from tests.policies.writing import check_of, packs_of, rule_of

RECORD = {"kind": "use_case", "key": "a"}
ORDER = ["pass", "conditional", "gap", "fail"]


def verdict_after(record, changes, packs, facts):
    """By the reference: the whole check of the record with these changes."""
    repair = frozenset((one.pointer, dumps(one.after)) for one in changes)
    after = Original(record["kind"], record).changed(repair)
    return check(after, packs, as_of=TODAY, facts=facts_of(after, facts, packs.facts, TODAY)).verdict


def enough(verdict, wanted):
    return ORDER.index(verdict) <= ORDER.index(wanted)


@pytest.mark.parametrize("seed", range(3))
def test_each_way_leads_there_and_no_part_of_it_does(seed):
    portfolio, seen = random_portfolio(seed), Counter()
    index = facts_for(portfolio, SHIPPED)
    for number, record in enumerate(portfolio):
        packs, facts = few_rules(record["kind"], f"{seed}-{number}"), index.for_record(record)
        found = what_would_pass(record, packs, as_of=TODAY, facts=facts)
        packs = with_rules(packs, [rule for rule in packs.rules if rule.id not in found.stuck])
        for way in found.ways:
            assert enough(verdict_after(record, way.changes, packs, facts), found.wanted)
            for size in range(len(way.changes)):
                for part in combinations(way.changes, size):
                    assert not enough(verdict_after(record, part, packs, facts), found.wanted), way
            seen[found.wanted] += 1
    assert seen["pass"] > 3


def ways(record, *rules, **asked):
    return what_would_pass(RECORD | record, packs_of(*rules), as_of=TODAY, **asked)


def changes_of(found):
    return [[(one.pointer, one.after) for one in way.changes] for way in found.ways]


def test_what_passes_needs_nothing():
    found = ways({"rag_enabled": True}, rule_of())
    assert (found.verdict, found.wanted, found.ways) == ("pass", "pass", ())


def test_a_change_tells_from_what_to_what_and_what_it_takes():
    rule = rule_of(require=[check_of({"rate_limited": True}, who="technical_owner")])
    (way,) = ways({"rate_limited": False}, rule).ways
    (one,) = way.changes
    assert (one.pointer, one.before, one.after) == ("/rate_limited", False, True)
    assert (one.label, one.effort, one.who) == (
        "Is the number of requests limited?",
        "building",
        "Technical owner",
    )
    (unsaid,) = ways({}, rule).ways
    assert (unsaid.changes[0].effort, unsaid.effort) == ("answering", 1)


def test_that_a_rule_does_not_apply_is_a_way_too():
    rule = rule_of(when={"rag_enabled": True}, require=[check_of({"rag_access_control": True})])
    found = ways({"rag_enabled": True, "rag_access_control": False}, rule)
    assert changes_of(found) == [[("/rag_access_control", True)], [("/rag_enabled", False)]]


def test_what_is_simply_so_is_not_mended_by_saying_otherwise():
    rule = rule_of(when={"processes_personal_data": True}, require=[check_of({"includes_children": False})])
    found = ways({"processes_personal_data": True, "includes_children": True}, rule)
    assert (found.ways, found.stuck) == ((), ("TST-001",))


def test_what_an_entry_stands_on_is_not_taken_away():
    rule = rule_of(require=[check_of({"none": {"in": "models", "where": {"title": "M"}}})])
    assert ways({"models": [{"key": "m", "title": "M"}]}, rule).ways == ()


def test_what_no_field_mends_is_named_and_left_out_of_the_ways_for_the_rest():
    fixed = rule_of(id="TST-002", require=[check_of({"includes_children": False})])
    found = ways({"rag_enabled": False, "includes_children": True}, rule_of(), fixed)
    assert (found.stuck, changes_of(found)) == (("TST-002",), [[("/rag_enabled", True)]])


def test_a_row_that_is_missing_is_added_with_what_it_has_to_say():
    dpia = {
        "some": {"in": "assessments", "where": {"type": "dpia", "completed_on": {"after": {"ago": "P1Y"}}}}
    }
    (way,) = ways({"assessments": []}, rule_of(require=[check_of(dpia)])).ways
    (one,) = way.changes
    assert (one.pointer, one.effort) == ("/assessments/-", "document")
    assert one.after == {"type": "dpia", "completed_on": TODAY.isoformat()}


def test_one_change_that_mends_two_rules_is_told_once():
    first = rule_of(require=[check_of({"decision_mode": ["informational", "human_reviews_each"]})])
    second = rule_of(
        id="TST-002", require=[check_of({"decision_mode": ["human_reviews_each", "fully_automated"]})]
    )
    found = ways({"decision_mode": "human_can_override"}, first, second)
    assert changes_of(found) == [[("/decision_mode", "human_reviews_each")]]


def test_an_entry_linked_to_twice_is_changed_once_and_by_its_owner():
    every = {"every": {"in": "data_links", "satisfies": {"data_source.api_available": True}}}
    source = {"key": "crm", "title": "CRM", "api_available": False}
    record = {"data_links": [{"data_source": source}, {"data_source": source}]}
    (way,) = ways(record, rule_of(require=[check_of(every)])).ways
    assert [(one.pointer, one.who) for one in way.changes] == [
        ("/data_links/0/data_source/api_available", "Owner of the data source")
    ] or len(way.changes) == 1


def test_where_no_pass_is_possible_a_conditional_one_is_looked_for():
    soft = rule_of(id="TST-002", severity="medium", require=[check_of({"includes_children": False})])
    found = ways({"rag_enabled": False, "includes_children": True}, rule_of(), soft)
    assert (found.verdict, found.wanted) == ("fail", "conditional")
    assert changes_of(found) == [[("/rag_enabled", True)]]


def test_that_there_are_more_ways_is_said():
    any_of = {"any": [{"rate_limited": True}, {"rag_enabled": True}, {"output_validation": True}]}
    found = ways({}, rule_of(require=[check_of(any_of)]), most=2)
    assert (len(found.ways), found.more) == (2, True)


def test_what_stands_in_a_sensitive_field_is_not_quoted():
    rule = rule_of(
        require=[check_of({"contact_email": {"exists": False}})], examples={"passes": [{}], "fails": [{}]}
    )
    (way,) = ways({"contact_email": "canary@example.org"}, rule).ways
    assert "canary" not in dumps(vars(way.changes[0]))


def test_a_large_set_is_shown_to_be_minimal_though_its_changes_are_looked_at_together():
    names = [one.name for one in fields_of("use_case").values() if one.type == "bool"][:12]
    both = [{"all": [{"title": {"exists": True}}, {name: True}]} for name in names]
    rules = [rule_of(id=f"TST-{number:03}", require=[check_of(that)]) for number, that in enumerate(both)]
    found = ways({}, *rules, most=1)
    assert {pointer for pointer, _ in changes_of(found)[0]} == {"/title", *(f"/{name}" for name in names)}


def test_a_field_declares_what_it_takes_to_change_it():
    assert effort_of(fields_of("use_case")["rate_limited"], was_said=True) == "building"
    assert effort_of(fields_of("data_link")["usage"], was_said=True) is None
    assert effort_of(fields_of("data_link")["usage"], was_said=False) == "answering"
    assert effort_of(fields_of("use_case")["title"], was_said=True) is None
    assert effort_of(fields_of("use_case")["eu_ai_tier"], was_said=False) is None


def test_of_a_large_record_little_is_tried():
    said = {"mitigation": {"exists": True}, "category": {"exists": True}}
    every = {"every": {"in": "risks", "satisfies": said}}
    packs = packs_of(rule_of(require=[check_of(every)]))
    subject = Subject("use_case", "a", RECORD | {"risks": [{} for _ in range(300)]}, {}, TODAY)
    search = Search(Bench(subject, packs, packs.rules), PASS)
    assert search.run(5) == [] and search.more
    assert len(search.bench.known) < 20
