"""What predicates come to: for said values, for missing ones, for values of the wrong type."""

import pytest

from policies.language.values import WrongTypeError
from tests.policies.writing import truth_of

LINK = {"usage": "training", "data_source": {"key": "crm", "contains_personal_data": True}}
SILENT = {"data_source": {"key": "web"}}
PERSONAL = {"data_source.contains_personal_data": True}


@pytest.mark.parametrize(
    ("predicate", "record", "truth"),
    [
        ({"title": "a"}, {"title": "a"}, True),
        ({"title": {"ne": "a"}}, {"title": "a"}, False),
        ({"rag_enabled": False}, {"rag_enabled": False}, True),
        ({"use_case_type": ["other", "attribution"]}, {"use_case_type": "attribution"}, True),
        ({"use_case_type": {"not_in": ["other"]}}, {"use_case_type": "other"}, False),
        ({"retention_months": {"gt": 6}}, {"retention_months": 6}, False),
        ({"retention_months": {"gte": 6}}, {"retention_months": 6}, True),
        ({"retention_months": {"lt": 6}}, {"retention_months": 5.5}, True),
        ({"retention_months": {"lte": 5}}, {"retention_months": 6}, False),
        ({"spend_cap_monthly": 0.3}, {"spend_cap_monthly": 0.3}, True),
        ({"functions": {"intersects": ["it", "hr"]}}, {"functions": ["it", "data"]}, True),
        ({"functions": {"disjoint": ["it"]}}, {"functions": ["data"]}, True),
        ({"functions": {"superset": ["it", "hr"]}}, {"functions": ["it"]}, False),
        ({"functions": {"subset": ["it", "hr"]}}, {"functions": []}, True),
        ({"functions": {"empty": True}}, {"functions": []}, True),
        ({"tools": {"empty": False}}, {"tools": [{"key": "x"}]}, True),
        ({"title": {"min_length": 3}}, {"title": "ab"}, False),
        ({"functions": {"max_length": 1}}, {"functions": ["it", "hr"]}, False),
        ({"title": {"starts_with": "AI"}}, {"title": "ai x"}, False),
        ({"title": {"ends_with": "x"}}, {"title": "ai x"}, True),
        ({"title": {"matches": "^a+$"}}, {"title": "aaa"}, True),
        ({"title": {"matches": "(a+)+$"}}, {"title": "a" * 5_000 + "!"}, False),
        ({"contact_email": {"format": "email"}}, {"contact_email": "a@b"}, False),
        ({"contact_email": {"format": "email"}}, {"contact_email": "a@b.example"}, True),
        ({"retired_on": {"after": "2026-01-01"}}, {"retired_on": "2026-01-01"}, False),
        ({"retired_on": {"before": {"ahead": "P1D"}}}, {"retired_on": "2026-11-22T10:00:00Z"}, True),
        ({"retired_on": {"after": {"ago": "P0D"}}}, {"retired_on": "2026-11-23"}, True),
        ({"retired_on": {"before": {"milestone": "transparency"}}}, {"retired_on": "2026-08-01"}, True),
        ({"retired_on": {"before": {"milestone": "transparency"}}}, {"retired_on": "2026-08-02"}, False),
        ({"retired_on": {"before": {"milestone": "transparency"}}}, {}, None),
        ({"data_uses": {"is_a": "marketing"}}, {"data_uses": ["marketing.advertising.first_party"]}, True),
        ({"data_uses": {"is_a": ["marketing.advertising"]}}, {"data_uses": ["marketing"]}, False),
        (
            {"data_uses": {"covered_by": ["marketing"]}},
            {"data_uses": ["marketing.advertising", "analytics"]},
            False,
        ),
        (
            {"data_uses": {"covered_by": ["marketing", "analytics"]}},
            {"data_uses": ["analytics.reporting"]},
            True,
        ),
        ({"agent_max_privilege": {"rank_gte": "read"}}, {"agent_max_privilege": "write_reversible"}, True),
        (
            {"agent_max_privilege": {"rank_gte": ["read", "write_irreversible"]}},
            {"agent_max_privilege": "read"},
            False,
        ),
        ({"owner_team.function": "it"}, {"owner_team": {"function": "it"}}, True),
        ({"org.is_public_body": True}, {"org": {"is_public_body": True}}, True),
        ({"$.title": {"eq": {"field": "description"}}}, {"title": "a", "description": "a"}, True),
        ({"all": [{"title": "a"}, {"rag_enabled": True}]}, {"title": "b"}, False),
        ({"any": [{"title": "a"}, {"rag_enabled": True}]}, {"title": "b"}, None),
        ({"not": {"rag_enabled": True}}, {}, None),
        (
            {
                "at_least": {
                    "n": 2,
                    "of": [{"title": "a"}, {"rag_enabled": True}, {"explanation_available": True}],
                }
            },
            {"title": "a", "rag_enabled": True},
            True,
        ),
    ],
)
def test_a_predicate_comes_to(predicate, record, truth):
    assert truth_of(predicate, record) is truth


ABSENT = object()
MISSING = [ABSENT, None, " \n", {"$unknown": "asked in May"}]


@pytest.mark.parametrize("said", MISSING)
@pytest.mark.parametrize(
    ("field", "test"),
    [
        ("title", {"eq": "a"}),
        ("title", {"ne": "a"}),
        ("title", {"min_length": 1}),
        ("title", {"not_in": ["a"]}),
        ("functions", {"empty": True}),
        ("functions", {"disjoint": ["it"]}),
        ("retention_months", {"lt": 1}),
        ("retired_on", {"after": {"ago": "P1D"}}),
    ],
)
def test_every_comparison_with_what_was_not_said_is_unknown(field, test, said):
    record = {} if said is ABSENT else {field: said}
    assert truth_of({field: test}, record) is None
    assert truth_of({"not": {field: test}}, record) is None
    assert truth_of({field: {"exists": True}}, record) is False
    assert truth_of({field: {"exists": False}}, record) is True


def test_an_empty_list_was_said():
    assert truth_of({"tools": {"exists": True}}, {"tools": []}) is True


def test_a_reference_that_cant_be_resolved_was_said_and_its_fields_were_not():
    record = {"owner_team": {"key": "crm", "$unknown": "not registered"}}
    assert truth_of({"owner_team": {"exists": True}}, record) is True
    assert truth_of({"owner_team.key": "crm"}, record) is True
    assert truth_of({"owner_team.function": "it"}, record) is None
    assert truth_of({"owner_team": {"exists": True}}, {"owner_team": {"$unknown": "who?"}}) is False


@pytest.mark.parametrize(
    ("quantifier", "links", "truth"),
    [
        ("some", [], False),
        ("some", [LINK], True),
        ("some", [SILENT], None),
        ("some", [SILENT, LINK], True),
        ("none", [], True),
        ("none", [SILENT, LINK], False),
        ("none", [SILENT], None),
        ("none", [None], None),
    ],
)
def test_some_and_none_look_at_each_entry(quantifier, links, truth):
    assert truth_of({quantifier: {"in": "data_links", "where": PERSONAL}}, {"data_links": links}) is truth
    assert truth_of({quantifier: {"in": "data_links", "where": PERSONAL}}, {}) is None


@pytest.mark.parametrize(
    ("links", "truth"),
    [
        ([], True),
        ([LINK], True),
        ([LINK | {"usage": "retrieval"}], False),
        ([SILENT], None),
        ([SILENT | {"usage": "training"}], True),
        ([{"usage": "retrieval", "data_source": {"contains_personal_data": False}}], True),
        ([LINK, SILENT, LINK | {"usage": "retrieval"}], False),
    ],
)
def test_every_asks_only_the_entries_it_is_about(links, truth):
    every = {"every": {"in": "data_links", "where": PERSONAL, "satisfies": {"usage": "training"}}}
    assert truth_of(every, {"data_links": links}) is truth


def test_inner_quantifiers_see_the_item_around_them_and_the_record():
    same = {"code": {"eq": {"field": "^.justification"}}}
    inner = {"some": {"in": "data_source.legal_collection_purpose", "where": same}}
    link = {"justification": "care", "data_source": {"legal_collection_purpose": [{"code": "care"}]}}
    assert truth_of({"some": {"in": "data_links", "where": inner}}, {"data_links": [link]}) is True
    top = {"some": {"in": "data_links", "where": {"justification": {"eq": {"field": "$.title"}}}}}
    assert truth_of(top, {"title": "care", "data_links": [link]}) is True


@pytest.mark.parametrize(
    ("predicate", "record"),
    [
        ({"rag_enabled": True}, {"rag_enabled": "yes"}),
        ({"retention_months": {"gte": 1}}, {"retention_months": True}),
        ({"retention_months": {"gte": 1}}, {"retention_months": "12"}),
        ({"retired_on": {"after": "2026-01-01"}}, {"retired_on": "soon"}),
        ({"retired_on": {"after": "2026-01-01"}}, {"retired_on": "20260101"}),
        ({"functions": {"empty": True}}, {"functions": 5}),
        ({"functions": {"subset": ["it"]}}, {"functions": "it"}),
        ({"functions": {"subset": ["it"]}}, {"functions": [["it"]]}),
        ({"owner_team.function": "it"}, {"owner_team": "crm"}),
        ({"some": {"in": "data_links"}}, {"data_links": {"a": 1}}),
        ({"some": {"in": "data_links"}}, {"data_links": ["crm"]}),
        ({"agent_max_privilege": {"rank_gte": "read"}}, {"agent_max_privilege": "all"}),
        (
            {"pilot_started_on": {"after": {"ago": {"field": "retention_months", "unit": "days"}}}},
            {"pilot_started_on": "2026-01-01", "retention_months": -1},
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_no_truth_at_all(predicate, record):
    with pytest.raises(WrongTypeError):
        truth_of(predicate, record)
