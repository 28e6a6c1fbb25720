"""What must hold for any rule and any record: saying more only decides, saying less never helps."""

import json
from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from policies import Report, check, load_packs
from policies.language.values import WrongTypeError
from tests.policies.writing import TODAY, truth_of

PACKS = load_packs()
FUNCTIONS = st.lists(st.sampled_from(["it", "hr", "data"]), max_size=2)
LINK = st.fixed_dictionaries(
    {},
    optional={
        "usage": st.sampled_from(["training", "retrieval"]),
        "minimised": st.booleans(),
        "data_source": st.fixed_dictionaries({}, optional={"contains_personal_data": st.booleans()}),
    },
)
RECORD = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["a", "b"]),
        "rag_enabled": st.booleans(),
        "retention_months": st.integers(0, 4),
        "log_retention_months": st.integers(0, 4),
        "functions": FUNCTIONS,
        "retired_on": st.sampled_from(["2026-11-21", "2026-11-22", "2026-11-23"]),
        "data_links": st.lists(LINK, max_size=3),
    },
)
LINK_LEAF = st.sampled_from(
    [
        {"usage": "training"},
        {"minimised": True},
        {"data_source.contains_personal_data": True},
        {"minimised": {"eq": {"field": "$.rag_enabled"}}},
    ]
)
LEAF = st.sampled_from(
    [
        {"title": "a"},
        {"title": {"not_in": ["b"]}},
        {"rag_enabled": True},
        {"retention_months": {"gte": 2}},
        {"retention_months": {"lte": {"field": "log_retention_months"}}},
        {"functions": {"intersects": ["it"]}},
        {"functions": {"subset": ["it", "hr"]}},
        {"functions": {"empty": True}},
        {"retired_on": {"after": {"ago": "P0D"}}},
    ]
)


def over_links(kind, where, satisfies):
    if kind == "count":
        return {"count": {"in": "data_links", "where": where, "gte": 2}}
    return {kind: {"in": "data_links", "where": where, "satisfies": satisfies}}


LISTED = st.builds(over_links, st.sampled_from(["some", "every", "none", "count"]), LINK_LEAF, LINK_LEAF)
PREDICATE = st.recursive(
    LEAF | LISTED,
    lambda inner: (
        st.builds(lambda part: {"not": part}, inner)
        | st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(
            lambda parts: {"at_least": {"n": 2, "of": parts}}, st.lists(inner, min_size=2, max_size=3)
        )
    ),
    max_leaves=6,
)


@given(PREDICATE, RECORD, st.data())
def test_leaving_out_an_answer_never_turns_one_truth_into_the_other(predicate, record, data):
    holders = [record, *record.get("data_links", [])]
    holder = data.draw(st.sampled_from([one for one in holders if one] or [{"x": 1}]))
    before = truth_of(predicate, record)
    holder.pop(data.draw(st.sampled_from(sorted(holder))))
    after = truth_of(predicate, record)
    assert after is None or before is None or after is before
    assert before is not None or after is None


@given(PREDICATE, RECORD)
def test_de_morgan_holds_for_whole_predicates(predicate, record):
    truth = truth_of(predicate, record)
    negated = None if truth is None else not truth
    assert truth_of({"not": predicate}, record) is negated
    assert truth_of({"not": {"any": [predicate, {"title": "a"}]}}, record) is truth_of(
        {"all": [{"not": predicate}, {"not": {"title": "a"}}]}, record
    )


@given(LINK_LEAF, RECORD)
def test_every_is_none_without(leaf, record):
    every = {"every": {"in": "data_links", "satisfies": leaf}}
    assert truth_of(every, record) is truth_of({"none": {"in": "data_links", "where": {"not": leaf}}}, record)


NAMES = st.sampled_from(["key", "$unknown", "usage"])
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["key", "$unknown", "usage"]), inner)
    ),
    max_leaves=6,
)
FIELDS = sorted(
    {"title", "data_links", "tools", "functions", "assessments", "models", "org", "owner_team", "profile"}
    | {"processes_personal_data", "lifecycle_stage", "processing_role", "data_uses", "pilot_started_on"}
)


def ask(record) -> Report:
    return check({"kind": "use_case", "key": "x"} | record, PACKS, as_of=TODAY)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_no_record_breaks_the_engine_and_every_finding_is_json(record):
    report = ask(record)
    assert json.loads(json.dumps(report.to_json(), allow_nan=False))["verdict"] == report.verdict
    assert sum(report.counts.values()) == len(report.outcomes)


@settings(max_examples=30)
@given(RECORD)
def test_checking_changes_nothing_and_answers_the_same_again(record):
    before = deepcopy(record)
    assert ask(record).to_json() == ask(record).to_json()
    assert record == before


def test_a_wrong_type_is_the_only_thing_an_evaluation_raises():
    try:
        truth_of({"title": "a"}, {"title": ["a"]})
    except WrongTypeError as problem:
        assert problem.pointer == "/title"
