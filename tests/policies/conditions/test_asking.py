"""A condition is met by what is known to be so, and by nothing else."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.conditions import Answer, Condition, State, ask, read_condition
from policies.engine.findings import Subject
from policies.engine.interpret import evaluate
from policies.language.values import WrongTypeError
from tests.policies.random_rules import RandomCase
from tests.policies.writing import TODAY, packs_of, rule_of

PACKS = packs_of()


def answer(text, record, packs=PACKS, as_of=TODAY) -> Answer:
    asked = read_condition(text, "use_case")
    return ask(asked, {"kind": "use_case", "key": "x"} | record, packs, facts={}, as_of=as_of)


def test_what_was_not_said_or_is_said_not_to_be_known_is_not_met():
    for record in ({}, {"rag_enabled": None}, {"rag_enabled": {"$unknown": "asked the vendor"}}):
        assert answer("rag_enabled: true", record).state is State.UNKNOWN
    assert answer("rag_enabled: true", {"rag_enabled": False}).state is State.NOT_YET
    assert answer("rag_enabled: true", {"rag_enabled": "yes"}).state is State.UNKNOWN
    met = answer("rag_enabled: true", {"rag_enabled": True})
    assert (met.state, [(one.pointer, one.actual) for one in met.seen]) == (
        State.MET,
        [("/rag_enabled", True)],
    )


def test_days_pass_for_a_condition_too():
    text = "pilot_started_on: {before: {ago: P30D}}"
    days = {date(2026, 11, 1): State.NOT_YET, date(2026, 12, 24): State.MET}
    for day, state in days.items():
        assert answer(text, {"pilot_started_on": "2026-10-20"}, as_of=day).state is state


def test_a_rule_is_met_where_it_passes_or_does_not_apply_and_says_of_which_version():
    rule = rule_of(version=4, when={"customer_goal": {"exists": True}})
    packs = packs_of(rule)
    states = [
        ({"customer_goal": "Save time"}, State.UNKNOWN),
        ({"customer_goal": "Save time", "rag_enabled": False}, State.NOT_YET),
        ({"customer_goal": "Save time", "rag_enabled": True}, State.MET),
        ({}, State.MET),
    ]
    for record, state in states:
        found = answer("rule: TST-001", record, packs)
        assert (found.state, found.rule_version) == (state, 4)
        assert found.seen
    assert answer("rule: TST-009", {"rag_enabled": True}, packs) == Answer(State.UNKNOWN)


@given(st.integers(min_value=0, max_value=2**32))
@settings(max_examples=60)
def test_no_condition_is_met_while_its_predicate_is_unknown_false_or_broken(seed):
    """Against the reference interpreter, by chance."""
    case = RandomCase(seed)
    rules = case.rules(3)
    for record, facts in case.records(4):
        subject = Subject(case.kind, "x", record, facts, TODAY)
        for rule in rules:
            node = rule.require[0].that
            try:
                truth = evaluate(node, subject.scope())
            except WrongTypeError:
                truth = None
            found = ask(Condition(case.kind, {}, node), record, PACKS, facts=facts, as_of=TODAY)
            assert (found.state is State.MET) is (truth is True)
