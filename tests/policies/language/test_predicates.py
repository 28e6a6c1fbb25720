"""Predicates are checked against the field tables before any record is seen."""

import pytest

from policies import PackError
from policies.language.nodes import leaves
from policies.language.operators import OPERATORS
from policies.language.shapes import SUBJECTS, shape_of
from tests.policies.writing import check_of, packs_of, parsed, rule_of

LINKS = {"in": "data_links"}


def refusal(that, kind="use_case", **changes) -> PackError:
    with pytest.raises(PackError) as refused:
        packs_of(rule_of(applies_to=[kind], require=[check_of(that)]), **changes)
    return refused.value


@pytest.mark.parametrize(
    ("that", "message", "hint"),
    [
        ({"eu_ai_teir": "minimal"}, "'eu_ai_teir' is not a field of use case", "Did you mean eu_ai_tier?"),
        ({"eu_ai_tier": "minmal"}, "'minmal' is not a value of eu_ai_tier", "Did you mean minimal?"),
        ({"eu_ai_tier": {"equals": "minimal"}}, "'equals' is not known here", "Use one of eq, ne, in"),
        ({"eu_ai_tier": {"eqq": "minimal"}}, "'eqq' is not known here", "Did you mean eq?"),
        (
            {"eu_ai_tier": {"gte": 1}},
            "gte can't be asked of eu_ai_tier, which is one of",
            "Use one of eq, ne",
        ),
        ({"data_links.usage": "training"}, "data_links is a list", "Say which of them with some"),
        ({"rag_enabled.x": True}, "rag_enabled has no fields", ""),
        ({"^.title": "x"}, "'^.title' leads out of the record", "Write one ^."),
        ({"org.nope": True}, "'nope' is not a field of organisation", ""),
        ({"facts.nope": True}, "'nope' is not a field of the facts", ""),
        ({"rag_enabled": "yes"}, "'yes' does not fit: true or false was expected", ""),
        ({"title": 5}, "5 does not fit: text was expected", ""),
        ({"functions": "it"}, "eq can't be asked of functions, which is a set", "Use one of intersects"),
        ({"functions": {"intersects": "it"}}, "'it' stands where a list", "Put it in brackets."),
        ({"title": {"eq": ["a"]}}, "A list stands where text is expected", ""),
        ({"title": {"in": {"list": "nope"}}}, "'nope' is not a list of this pack", ""),
        ({"title": {"eq": {"param": "nope"}}}, "'nope' is not a parameter of this pack", "There is none."),
        ({"retention_months": {"gte": {"field": "title"}}}, "This is text, where number is expected", ""),
        ({"functions": {"subset": {"field": "channels"}}}, "This is channel, where a list", ""),
        (
            {"retired_on": {"after": {"ago": "12 months"}}},
            "'12 months' has the wrong form",
            "Write a duration",
        ),
        ({"retired_on": {"after": {"ago": "P1D\n"}}}, "'P1D\\n' is not a duration", "Write it like"),
        ({"retired_on": {"after": {"ago": {"field": "retention_months"}}}}, "`field` and `unit` belong", ""),
        ({"retired_on": {"after": {"ago": {"field": "title", "unit": "days"}}}}, "title is not a number", ""),
        ({"retired_on": {"after": "2026-13-01"}}, "'2026-13-01' does not fit: a date", ""),
        (
            {"retired_on": {"after": {"milestone": "transparancy"}}},
            "'transparancy' is not a milestone",
            "Did you mean tr",
        ),
        ({"title": {"eq": {"milestone": "transparency"}}}, "This is date, where text is expected", ""),
        ({"retired_on": {"after": {"ago": {"param": "x"}}}}, "'x' is not a duration of this pack", ""),
        ({"title": {"format": "mail"}}, "'mail' is not allowed here", "Did you mean email?"),
        ({"title": {"matches": "(a"}}, "RE2 can't read this pattern", ""),
        ({"title": {"matches": "(?=a)"}}, "RE2 can't read this pattern", ""),
        ({"title": {"is_a": "x"}}, "is_a can't be asked of title", ""),
        ({"functions": {"exists": "yes"}}, "'yes' stands where true or false is expected", ""),
        ({"some": {"in": "title"}}, "title is not a list of things", ""),
        ({"some": {"in": "functions"}}, "functions is not a list of things", ""),
        ({"every": LINKS}, "'satisfies' is missing", ""),
        ({"count": LINKS}, "A count or sum needs gte, lte or both", ""),
        ({"sum": LINKS | {"of": "usage", "gte": 1}}, "usage is not a number", ""),
        ({"all": []}, "This is empty", ""),
        ({}, "This is empty", ""),
        ({"title": {}}, "This is empty", ""),
        ({"title": None}, "None stands where", ""),
        ({"title": {"eq": {"list": "a", "param": "b"}}}, "Only one form of operand", ""),
        (
            {"data_uses": {"covered_by": {"union": {"in": "title", "of": "key"}}}},
            "title is not a list of",
            "",
        ),
        ({"title": {"eq": {"union": {"in": "tools", "of": "key"}}}}, "A union stands where text", ""),
    ],
)
def test_mistakes_in_a_predicate_are_named_with_a_way_out(that, message, hint):
    refused = refusal(that)
    assert refused.message.startswith(message)
    assert refused.hint.startswith(hint)


def test_quantifiers_nest_twice_and_no_deeper():
    deep = {"some": {"in": "legal_collection_purpose", "where": {"code": "x"}}}
    twice = {"some": {"in": "data_links", "where": {"some": {"in": "data_source.consent_scopes"}}}}
    assert parsed(twice)
    thrice = {"some": {"in": "data_source.consent_scopes", "where": {"some": {"in": "permitted_purposes"}}}}
    assert "limit of 2" in refusal({"some": {"in": "data_links", "where": thrice}}).message
    assert parsed({"some": {"in": "data_links", "where": {"data_source.key": "x"}}})
    assert refusal(deep).message.startswith("'legal_collection_purpose' is not a field")


def test_unions_cross_lists_and_do_not_count_as_nesting():
    union = {"union": {"in": "$.data_links.data_source.consent_scopes.withdrawal_systems", "of": "key"}}
    assert parsed({"every": {"in": "tools", "satisfies": {"key": {"in": union}}}})


def test_comparisons_are_counted_wherever_they_stand():
    that = {
        "some": {"in": "data_links", "where": {"usage": "training"}},
        "any": [{"title": "a"}, {"count": {"in": "functions", "gte": 2}}],
    }
    assert leaves(parsed(that)) == 3


@pytest.mark.parametrize("name", OPERATORS)
def test_every_operator_is_refused_where_its_type_does_not_fit(name):
    fitting = {slot.category for slot in shape_of("use_case").slots.values()} & OPERATORS[name].subjects
    assert fitting
    for field, slot in shape_of("use_case").slots.items():
        if slot.category not in OPERATORS[name].subjects:
            operand = {"flag": True, "format": "email"}.get(OPERATORS[name].operand, "x")
            assert f"{name} can't be asked of" in refusal({field: {name: operand}}).message
            break


@pytest.mark.parametrize("kind", SUBJECTS)
def test_every_kind_has_fields_to_ask_about(kind):
    shape = shape_of(kind)
    assert "key" in shape.slots or kind == "portfolio"
    assert parsed({name: {"exists": True} for name in shape.slots}, kind)


@pytest.mark.parametrize("operand", [{"ago": "P30D"}, {"ahead": "P30D"}, {"milestone": "gpai"}])
def test_one_day_is_no_set_of_days(operand):
    with pytest.raises(PackError, match="A single value stands where"):
        parsed({"production_on": {"in": operand}})


def test_one_sum_is_no_set_of_numbers():
    with pytest.raises(PackError, match="A single value stands where"):
        parsed({"retention_months": {"not_in": {"sum": {"in": "kpi_links", "of": "value_per_year"}}}})


def test_comparisons_in_an_operand_are_counted_too():
    where = {"any": [{"usage": "training"}, {"minimised": True}]}
    union = {"union": {"in": "data_links", "of": "usage", "where": where}}
    assert leaves(parsed({"title": "a", "functions": {"intersects": ["it"]}})) == 2
    union["union"]["in"] = "$.data_links"
    assert leaves(parsed({"some": {"in": "data_links", "where": {"usage": {"in": union}}}})) == 3
    total = {"sum": {"in": "kpi_links", "of": "value_per_year", "where": {"kpi.key": "a"}}}
    assert leaves(parsed({"count": {"in": "models", "gte": total}})) == 2
