"""An explanation is the evaluation itself, node by node, for a rule that fails, passes or isn't asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import PolicyError, check, explain
from policies.engine.explanation import Step
from tests.policies.writing import TODAY, check_of, packs_of, rule_of

MINIMISED = {"every": {"in": "data_links", "where": {"usage": "training"}, "satisfies": {"minimised": True}}}


def explained(record, *, when=None, that=None, facts=None, **changes):
    packs = packs_of(rule_of(when=when, require=[check_of(that or MINIMISED)], **changes))
    return explain({"kind": "use_case", "key": "x"} | record, packs, "TST-001", as_of=TODAY, facts=facts)


def steps_of(step: Step) -> list[Step]:
    return [step, *(inner for child in step.children for inner in steps_of(child))]


def links(*minimised):
    return {"data_links": [{"usage": "training", "minimised": one} for one in minimised]}


def test_each_entry_of_a_list_has_its_own_answer_and_pointer():
    (one,) = explained(links(True, False, None)).checks
    assert one.that.truth == "false"
    assert [(step.truth, step.pointer) for step in one.that.children] == [
        ("true", "/data_links/0"),
        ("false", "/data_links/1"),
        ("unknown", "/data_links/2"),
    ]
    asked = one.that.children[1].children[1]
    assert (asked.role, asked.pointer, asked.expected, asked.actual) == (
        "satisfies",
        "/data_links/1/minimised",
        "is yes",
        False,
    )


def test_what_would_have_to_be_said_for_a_comparison_is_not_called_none():
    told = {"union": {"in": "data_source.legal_collection_purpose", "of": "data_use"}}
    that = {"every": {"in": "data_links", "satisfies": {"data_uses": {"covered_by": told}}}}
    (one,) = explained({"data_links": [{"data_uses": ["marketing"], "data_source": {}}]}, that=that).checks
    compared = steps_of(one.that)[-1]
    assert (compared.truth, compared.expected) == ("unknown", "lies within something not answered")


def test_an_entry_that_is_not_meant_says_so_and_is_asked_nothing():
    (one,) = explained({"data_links": [{"usage": "retrieval"}]}).checks
    (item,) = one.that.children
    assert item.sentence.endswith("which is not meant")
    assert [step.role for step in item.children] == ["where"]


def test_of_a_long_list_those_that_decide_are_shown_and_the_rest_is_counted():
    (one,) = explained(links(*[True] * 30, False, *[True] * 30)).checks
    assert len(one.that.children) == 10
    assert [step.pointer for step in one.that.children if step.truth == "false"] == ["/data_links/30"]
    assert one.that.left_out == {"true": 51}


def test_the_tree_stays_small_however_large_the_record_is():
    nested = {"data_source.consent_scopes": {"exists": True}}
    inner = {"some": {"in": "data_source.consent_scopes", "where": {"covers_profiling": True}}}
    that = {"every": {"in": "data_links", "satisfies": {"all": [inner] * 20 + [nested]}}}
    scopes = [{"covers_profiling": False}] * 40
    (one,) = explained({"data_links": [{"data_source": {"consent_scopes": scopes}}] * 20}, that=that).checks
    assert one.that.truth == "false"
    assert len(steps_of(one.that)) < 1_000


def test_a_rule_that_passes_or_does_not_apply_is_explained_as_well():
    passed = explained(links(True) | {"rag_enabled": True}, when={"rag_enabled": True})
    assert (passed.outcome, passed.when.truth, passed.checks[0].that.truth) == ("pass", "true", "true")
    beside = explained(links(False) | {"rag_enabled": False}, when={"rag_enabled": True})
    assert (beside.outcome, beside.when.truth, beside.checks[0].that.truth) == (
        "not_applicable",
        "false",
        "false",
    )
    assert beside.checks[0].message == ""


def test_jurisdictions_and_the_day_it_counts_from_are_told():
    said = explained(
        links(False) | {"org": {"jurisdictions": ["UK"]}, "member_states": ["CH"]},
        jurisdictions=["EU"],
        effective_from="2026-01-01",
        effective_overrides=[{"if": {"rag_enabled": True}, "from": "2027-08-02"}],
    )
    assert said.outcome == "not_applicable"
    assert said.to_json()["jurisdictions"] == {
        "rule": ["EU"],
        "organisation": ["UK"],
        "countries": ["CH"],
        "truth": "false",
    }
    assert (said.in_force.start, said.in_force.now) == (date(2026, 1, 1), True)
    (other,) = said.in_force.overrides
    assert (other.condition.truth, other.counts) == ("unknown", False)
    later = explained(
        links(False) | {"rag_enabled": True},
        effective_from="2026-01-01",
        effective_overrides=[{"if": {"rag_enabled": True}, "from": "2027-08-02"}],
    )
    assert (later.in_force.start, later.in_force.now) == (date(2027, 8, 2), False)


def test_the_first_override_that_holds_counts_and_each_says_why_it_does_or_not():
    record = {"rag_enabled": True, "title": "pilot", "description": 7}
    overrides = [
        {"if": {"description": {"starts_with": "x"}}, "from": "2027-01-01"},
        {"if": {"rag_enabled": True}, "from": {"milestone": "annex_iii"}},
        {"if": {"title": {"starts_with": "p"}}, "from": "2029-01-01"},
        {"if": {"contact_email": {"exists": False}, "use_case_type": "other"}, "from": "2030-01-01"},
    ]
    said = explained(record, effective_from={"milestone": "annex_i"}, effective_overrides=overrides)
    found = said.in_force.overrides
    answers = [(one.condition.truth, one.counts) for one in found]
    assert answers == [("error", False), ("true", True), ("true", False), ("unknown", False)]
    assert [one.milestone for one in found if one.milestone] == [
        "High-risk systems by area of use (Annex III)"
    ]
    assert said.in_force.milestone == "High-risk systems in regulated products (Annex I)"
    assert (said.in_force.start, said.in_force.usual) == (date(2027, 12, 2), date(2028, 8, 2))
    assert said.to_json()["in_force"]["overrides"][1]["counts"] is True


def test_the_day_is_that_by_which_findings_are_previews():
    overrides = [{"if": {"rag_enabled": True}, "from": "2027-08-02"}]
    for record, disposition in (({"rag_enabled": True}, "preview"), ({"rag_enabled": False}, "open")):
        record |= {"kind": "use_case", "key": "x", "title": "b"}
        packs = packs_of(rule_of(require=[check_of({"title": "a"})], effective_overrides=overrides))
        said = explain(record, packs, "TST-001", as_of=TODAY)
        (finding,) = check(record, packs, as_of=TODAY).findings
        assert finding.disposition == disposition
        assert said.in_force.now is (disposition == "open")


def test_a_value_of_a_wrong_type_is_an_error_of_the_steps_that_meet_it():
    said = explained(
        {"rag_enabled": "yes", "title": "a"}, that={"all": [{"rag_enabled": True}, {"title": "a"}]}
    )
    top = said.checks[0].that
    assert said.outcome == "error"
    assert (top.truth, [step.truth for step in top.children]) == ("error", ["error", "true"])
    assert top.children[0].pointer == "/rag_enabled"


def test_an_unknown_rule_or_a_record_it_is_not_about_is_refused():
    packs = packs_of()
    with pytest.raises(PolicyError, match="Did you mean TST-001"):
        explain({"kind": "use_case", "key": "x"}, packs, "TST-010", as_of=TODAY)
    with pytest.raises(PolicyError, match="It is about use_case"):
        explain({"kind": "tool", "key": "x"}, packs, "TST-001", as_of=TODAY)


LEAF = st.sampled_from(
    [
        {"rag_enabled": True},
        {"title": {"starts_with": "a"}},
        {"functions": {"intersects": ["it"]}},
        {"count": {"in": "data_links", "where": {"minimised": True}, "gte": 1}},
        {"some": {"in": "data_links", "where": {"minimised": True}}},
        {"none": {"in": "data_links", "where": {"usage": "training"}}},
        MINIMISED,
    ]
)
PREDICATES = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda many: {"all": many}),
        st.lists(inner, min_size=1, max_size=3).map(lambda many: {"any": many}),
        inner.map(lambda one: {"not": one}),
    ),
    max_leaves=6,
)
MAYBE = st.sampled_from([True, False, None])
LINKS = st.fixed_dictionaries({"minimised": MAYBE, "usage": st.sampled_from(["training", None])})
RECORDS = st.fixed_dictionaries(
    {
        "rag_enabled": MAYBE,
        "title": st.sampled_from(["abc", "xyz", None]),
        "functions": st.sampled_from([["it"], ["hr"], [], None]),
        "data_links": st.lists(LINKS, max_size=3),
    }
)


@given(when=PREDICATES, that=PREDICATES, record=RECORDS)
def test_the_answers_of_the_tree_are_those_of_the_check(when, that, record):
    packs = packs_of(rule_of(when=when, require=[check_of(that)]))
    whole = {"kind": "use_case", "key": "x"} | record
    said = explain(whole, packs, "TST-001", as_of=TODAY)
    assert said.outcome == check(whole, packs, as_of=TODAY).outcomes["TST-001"]
    for step in (*steps_of(said.when), *steps_of(said.checks[0].that)):
        inner = [child.truth for child in step.children]
        if step.sentence == "All of these hold":
            worst = "false" if "false" in inner else "unknown" if "unknown" in inner else "true"
            assert step.truth == worst
        if step.sentence == "This does not hold":
            assert step.truth == {"true": "false", "false": "true", "unknown": "unknown"}[inner[0]]
