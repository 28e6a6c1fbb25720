"""Counts, sums, unions and facts that are known in part answer wherever the known part suffices."""

import pytest

from policies.engine.interpret import evaluate
from policies.engine.scope import Budget, Scope
from policies.language.context import Context, FactSpec, Names, Source
from policies.language.predicates import parse_predicate
from policies.language.shapes import shape_of
from policies.yamlio import load_yaml
from tests.policies.writing import TODAY, truth_of

YES, NO, OPEN = {"approved": True}, {"approved": False}, {}


@pytest.mark.parametrize(
    ("flows", "bound", "truth"),
    [
        ([YES, YES, OPEN], {"gte": 2}, True),
        ([YES, OPEN], {"gte": 2}, None),
        ([YES, NO], {"gte": 2}, False),
        ([YES, OPEN], {"lte": 2}, True),
        ([YES, YES, OPEN], {"lte": 2}, None),
        ([YES, YES, YES, OPEN], {"lte": 2}, False),
        ([YES, OPEN], {"gte": 1, "lte": 2}, True),
        (None, {"gte": 0}, None),
    ],
)
def test_a_count_reasons_with_bounds(flows, bound, truth):
    record = {"flows": flows, "retention_months": 2}
    assert truth_of({"count": {"in": "flows", "where": {"approved": True}} | bound}, record) is truth


def test_a_set_is_counted_without_its_repetitions():
    assert truth_of({"count": {"in": "functions", "gte": 2}}, {"functions": ["it", "it"]}) is False
    assert truth_of({"count": {"in": "functions", "gte": 2}}, {"functions": ["it", None]}) is None
    assert truth_of({"count": {"in": "functions", "gte": 1}}, {"functions": ["it", None]}) is True


@pytest.mark.parametrize(
    ("values", "truth"),
    [([0.1, 0.2], True), ([0.1, 0.1], False), ([1, None], None), ([1, -0.8], False), ([], False)],
)
def test_a_sum_is_exact_and_unknown_where_one_part_is(values, truth):
    links = [{"value_per_year": value} for value in values]
    predicate = {"sum": {"in": "kpi_links", "of": "value_per_year", "gte": {"field": "spend_cap_monthly"}}}
    assert truth_of(predicate, {"kpi_links": links, "spend_cap_monthly": 0.3}) is truth
    assert truth_of(predicate, {"kpi_links": links}) is None


def test_an_entry_that_may_count_widens_the_sum_on_one_side_only():
    links = [{"value_per_year": 5, "attribution_method": "holdout"}, {"value_per_year": 3}]
    where = {"attribution_method": "holdout"}
    for bound, truth in (({"gte": 5}, True), ({"gte": 6}, None), ({"gte": 9}, False), ({"lte": 8}, True)):
        spec = {"in": "kpi_links", "of": "value_per_year", "where": where} | bound
        assert truth_of({"sum": spec}, {"kpi_links": links}) is truth


def test_a_loss_that_may_count_widens_the_sum_downwards():
    links = [{"value_per_year": 5, "attribution_method": "holdout"}, {"value_per_year": -3}]
    where = {"attribution_method": "holdout"}
    for bound, truth in (({"gte": 2}, True), ({"gte": 5}, None), ({"gte": 6}, False), ({"lte": 5}, True)):
        spec = {"in": "kpi_links", "of": "value_per_year", "where": where} | bound
        assert truth_of({"sum": spec}, {"kpi_links": links}) is truth


SOURCE = "$.data_links.data_source.consent_scopes"
LINKS = [{"data_source": {"consent_scopes": [{"withdrawal_systems": [{"key": "crm"}]}]}}]
HALF = [*LINKS, {"data_source": {"key": "web"}}]


@pytest.mark.parametrize(
    ("tool", "links", "truth"),
    [
        ("crm", LINKS, True),
        ("web", LINKS, False),
        ("crm", HALF, True),
        ("web", HALF, None),
        ("crm", None, None),
    ],
)
def test_a_union_answers_where_its_known_part_suffices(tool, links, truth):
    union = {"union": {"in": f"{SOURCE}.withdrawal_systems", "of": "key"}}
    every = {"every": {"in": "tools", "satisfies": {"key": {"in": union}}}}
    assert truth_of(every, {"tools": [{"key": tool}], "data_links": links}) is truth


def test_a_member_of_a_union_counts_only_where_it_is_selected():
    scopes = [{"framework": "iab_tcf", "tcf_purposes": [1]}, {"tcf_purposes": [2]}, {"framework": "none"}]
    record = {"data_links": [{"data_source": {"consent_scopes": scopes}}]}
    union = {"union": {"in": SOURCE, "of": "tcf_purposes", "where": {"framework": "iab_tcf"}}}
    for purposes, truth in (([1], True), ([2], None), ([9], None)):
        said = record | {"purposes": [{"tcf_purposes": purposes}]}
        assert (
            truth_of({"every": {"in": "purposes", "satisfies": {"tcf_purposes": {"subset": union}}}}, said)
            is truth
        )


@pytest.mark.parametrize(
    ("subject", "operand", "truths"),
    [
        # intersects, disjoint, superset, subset of a set with a member that is not said
        (["it", None], ["it"], (True, False, True, None)),
        (["it", None], ["hr"], (None, None, None, False)),
    ],
)
def test_a_set_with_an_unsaid_member_answers_where_it_can(subject, operand, truths):
    record = {"functions": subject}
    for name, truth in zip(("intersects", "disjoint", "superset", "subset"), truths, strict=True):
        assert truth_of({"functions": {name: operand}}, record) is truth


@pytest.mark.parametrize(
    ("fact", "truth"),
    [
        ({"size": 1, "keys": ["a"]}, True),
        ({"size": 0, "keys": []}, False),
        ({"size": 0, "keys": [], "size_max": 2, "possible_keys": ["a", "b"]}, None),
        ({"size": 1, "keys": ["a"], "size_max": 2, "possible_keys": ["b"]}, True),
        (None, None),
    ],
)
def test_a_fact_with_bounds_is_compared_by_its_bounds(fact, truth):
    shape = shape_of("tool")
    names = Names(facts={"near": FactSpec("near", "peers", "tool")})
    context = Context(Source(load_yaml("{}")), names, shape, shape)
    node = parse_predicate(context, {"facts.near.size": {"gte": 1}}, "")
    scope = Scope({}, {"near": fact}, TODAY, Budget(9))
    assert evaluate(node, scope) is truth
    named = parse_predicate(context, {"facts.near.keys": {"intersects": ["a"]}}, "")
    assert evaluate(named, scope) is (None if fact is None else True if "a" in fact["keys"] else truth)
