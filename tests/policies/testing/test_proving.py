"""What ``muster test`` finds unproved: outcomes never shown, silence that helps, changes nobody notices."""

import pytest

from policies import PackError
from policies.testing.changes import changes_of
from policies.testing.coverage import uncovered
from policies.testing.mutants import survivors
from policies.testing.probes import broken_by_omission
from tests.policies.writing import check_of, packs_of, rule_of

GOOD = {"passes": [{"rag_enabled": True}], "fails": [{"rag_enabled": False}], "unknown": [{}]}


def messages(found):
    return [one.message for one in found]


def with_examples(that, **examples):
    return packs_of(rule_of(require=[check_of(that)], examples=GOOD | examples))


def test_a_rule_whose_examples_show_every_outcome_is_covered():
    assert not list(uncovered(with_examples({"rag_enabled": True})))


def test_an_outcome_that_no_example_shows_is_told_with_its_line():
    packs = packs_of(
        rule_of(
            require=[
                check_of({"rag_enabled": True}, id="first"),
                check_of({"uses_profiling": True}, id="second"),
            ],
            examples={
                "passes": [{"rag_enabled": True, "uses_profiling": True}],
                "fails": [{"rag_enabled": False, "uses_profiling": True}],
                "unknown": [{"rag_enabled": True}],
            },
        )
    )
    found = list(uncovered(packs))
    assert messages(found) == [
        "no example shows the check 'first' unknown",
        "no example shows the check 'second' failing",
    ]
    assert all(packs.packs[0].source.loaded.position("/rules/0/require")[0] < one.line for one in found)


def test_a_record_to_which_the_rule_does_not_apply_shows_no_check_passing():
    beside = {"rag_enabled": True, "uses_profiling": False}
    rule = rule_of(
        when={"uses_profiling": True},
        require=[check_of({"rag_enabled": True})],
        examples={
            "passes": [beside],
            "fails": [{"rag_enabled": False, "uses_profiling": True}],
            "unknown": [{"uses_profiling": True}],
        },
    )
    assert messages(uncovered(packs_of(rule))) == ["no example shows the check 'only' passing"]


def test_a_violation_that_vanishes_when_something_is_left_out_is_told():
    that = {"any": [{"rag_enabled": True}, {"title": {"exists": False}}]}
    packs = with_examples(that, fails=[{"rag_enabled": False, "title": "a"}], unknown=[{"title": "a"}])
    assert "left out /title, what fails (only) seems to be all right" in messages(broken_by_omission(packs))


def test_silence_that_counts_as_a_failure_is_told():
    packs = with_examples(
        {"rag_enabled": True, "title": {"exists": True}},
        passes=[{"rag_enabled": True, "title": "a"}],
        unknown=[{"title": "a"}],
    )
    told = messages(broken_by_omission(packs))
    assert "left out /title, what was not said counts as a failure (only)" in told


def test_what_is_meant_to_be_so_is_allowed_with_its_reason():
    rule = rule_of(
        require=[check_of({"any": [{"rag_enabled": True}, {"title": {"exists": False}}]})],
        examples=GOOD | {"fails": [{"rag_enabled": False, "title": "a"}], "unknown": [{"title": "a"}]},
        probes={"allow": [{"leave_out": "title", "why": "Without a title it is a draft."}]},
    )
    assert not list(broken_by_omission(packs_of(rule)))
    with pytest.raises(PackError, match="'why' is missing"):
        packs_of(rule | {"probes": {"allow": [{"leave_out": "title"}]}})


def test_left_out_means_entries_of_lists_as_well_and_facts_as_a_whole():
    that = {
        "every": {
            "in": "data_links",
            "satisfies": {"any": [{"minimised": True}, {"usage": {"exists": False}}]},
        }
    }
    fails = [{"data_links": [{"minimised": True}, {"minimised": False, "usage": "training"}]}]
    packs = with_examples(
        that,
        passes=[{"data_links": []}],
        fails=fails,
        unknown=[{"data_links": [{"usage": "training"}]}],
    )
    assert messages(broken_by_omission(packs)) == [
        "left out /data_links/usage, what fails (only) seems to be all right"
    ]


def test_a_change_that_no_example_notices_is_told_with_its_place():
    that = {"any": [{"rag_enabled": True}, {"uses_profiling": True}]}
    packs = with_examples(that, fails=[{"rag_enabled": False, "uses_profiling": False}])
    assert not list(survivors(packs))
    weak = with_examples(
        {"retention_months": {"lte": 12}}, passes=[{"retention_months": 3}], fails=[{"retention_months": 30}]
    )
    assert messages(survivors(weak)) == [
        "no example notices when 12 becomes 13 (require/0/that/retention_months/lte)",
        "no example notices when 12 becomes 11 (require/0/that/retention_months/lte)",
    ]
    strong = with_examples(
        {"retention_months": {"lte": 12}}, passes=[{"retention_months": 12}], fails=[{"retention_months": 13}]
    )
    assert not list(survivors(strong))


def test_that_a_rule_is_no_longer_about_a_record_is_noticed():
    rule = rule_of(
        when={"uses_profiling": True},
        require=[check_of({"rag_enabled": True})],
        examples={
            "passes": [{"uses_profiling": False}, {"uses_profiling": True, "rag_enabled": True}],
            "fails": [{"uses_profiling": True, "rag_enabled": False}],
            "unknown": [{"uses_profiling": True}],
        },
    )
    assert not list(survivors(packs_of(rule)))


def test_a_check_that_could_be_left_out_is_told():
    rule = rule_of(
        require=[check_of({"rag_enabled": True}, id="first"), check_of({"rag_enabled": True}, id="second")],
        examples=GOOD,
    )
    told = messages(survivors(packs_of(rule)))
    assert "no example notices when the check 'first' is dropped (require/0)" in told


@pytest.mark.parametrize(
    ("predicate", "changed"),
    [
        ({"a": True}, [{"not": {"a": True}}]),
        ({"a": ["x", "y"]}, [{"not": {"a": ["x", "y"]}}, {"a": ["y"]}, {"a": ["x"]}]),
        ({"a": {"min_length": 1}}, [{"not": {"a": {"min_length": 1}}}]),
        ({"a": {"gte": 3}}, [{"not": {"a": {"gte": 3}}}, {"a": {"gte": 4}}, {"a": {"gte": 2}}]),
        (
            {"a": {"after": {"ago": "P12M"}}},
            [
                {"not": {"a": {"after": {"ago": "P12M"}}}},
                {"a": {"after": {"ago": "P13M"}}},
                {"a": {"after": {"ahead": "P12M"}}},
            ],
        ),
        (
            {"none": {"in": "l", "where": {"a": True}}},
            [
                {"some": {"in": "l", "where": {"a": True}}},
                {"none": {"in": "l"}},
                {"none": {"in": "l", "where": {"not": {"a": True}}}},
            ],
        ),
        (
            {"some": {"in": "l", "where": {"a": True}}},
            [
                {"every": {"in": "l", "satisfies": {"a": True}}},
                {"some": {"in": "l"}},
                {"some": {"in": "l", "where": {"not": {"a": True}}}},
            ],
        ),
        (
            {"at_least": {"n": 1, "of": [{"a": True}]}},
            [
                {"at_least": {"n": 2, "of": [{"a": True}]}},
                {"at_least": {"n": 1, "of": [{"not": {"a": True}}]}},
            ],
        ),
    ],
)
def test_a_predicate_is_changed_in_one_place_at_a_time(predicate, changed):
    assert [one for one, _, _ in changes_of(predicate, "")] == changed
