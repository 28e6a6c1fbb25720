"""What a message says of one record: numbers, forms that follow them, and the entries that were found."""

import pytest

from tests.policies.writing import check_of, packs_of, report_on, rule_of

ALLOWED = {"every": {"in": "tools", "satisfies": {"description": "good"}}}
TOOLS = "{count} {count|tool is|tools are} not good: {names}."


def said(that, message, record, known=None, **changes) -> str:
    packs = packs_of(rule_of(require=[check_of(that, message)], **changes.pop("rule", {})), **changes)
    [finding] = report_on(packs, record, facts=known or {}).findings
    assert finding.outcome == "fail"
    return finding.message


def tools(*titles: str) -> dict:
    return {"tools": [{"key": title.lower(), "title": title, "description": "bad"} for title in titles]}


@pytest.mark.parametrize(
    ("titles", "message"),
    [
        ("A", "1 tool is not good: “A”."),
        ("AB", "2 tools are not good: “A” and “B”."),
        ("ABCDEFGH", "8 tools are not good: “A”, “B”, “C”, “D”, “E” and 3 more."),
    ],
)
def test_a_message_names_the_entries_that_were_found_and_agrees_with_their_number(titles, message):
    assert said(ALLOWED, TOOLS, tools(*titles)) == message


def test_entries_that_are_as_they_should_be_are_not_named():
    record = tools("A", "B")
    record["tools"][0]["description"] = "good"
    assert said(ALLOWED, TOOLS, record) == "1 tool is not good: “B”."


def test_where_some_should_fit_and_none_does_all_are_named():
    that = {"some": {"in": "tools", "where": {"description": "good"}}}
    assert said(that, "{names}", tools("A", "B")) == "“A” and “B”"


def test_a_tool_without_a_title_is_named_by_its_key():
    record = {"tools": [{"key": "mailer", "description": "bad"}]}
    assert said(ALLOWED, "{names}", record) == "“mailer”"


def test_a_row_is_named_by_what_it_is_about_and_else_by_its_place():
    that = {"every": {"in": "data_links", "satisfies": {"lawful_basis": "A6-1-a"}}}
    links = [{"lawful_basis": "A6-1-b", "data_source": {"title": "Members"}}, {"lawful_basis": "A6-1-b"}]
    assert said(that, "{names}", {"data_links": links}) == "“Members” and row 2 of “Data it uses”"


def test_terms_are_named_by_their_labels():
    that = {"count": {"in": "channels", "gte": 3}}
    assert said(that, "{count}: {names}", {"channels": ["email", "sms"]}) == "2: E-mail and Text message"


def test_entries_that_a_count_found_are_named():
    that = {"count": {"in": "tools", "where": {"description": "bad"}, "lte": 1}}
    assert said(that, TOOLS, tools("A", "B")) == "2 tools are not good: “A” and “B”."


def test_of_several_lists_those_are_named_that_are_not_as_asked():
    good = {"some": {"in": "models", "where": {"title": "M"}}}
    none = {"none": {"in": "tools", "where": {"description": "bad"}}}
    links = {"every": {"in": "data_links", "satisfies": {"minimised": True}}}
    record = tools("A") | {"models": [{"title": "M"}], "data_links": [{"minimised": False}]}
    text = "{count}: {names}"
    assert said({"all": [good, none, links]}, text, record) == "2: “A” and row 1 of “Data it uses”"
    assert said({"all": [good, none]}, text, record) == "1: “A”"
    assert said({"not": good}, text, record) == "1: “M”"


def test_the_list_of_when_is_named_where_the_check_has_none():
    rule = {"when": {"some": {"in": "tools", "where": {"title": "B"}}}}
    record = tools("A", "B") | {"rag_enabled": False}
    assert said({"rag_enabled": True}, "{names}", record, rule=rule) == "“B”"


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ({"size": 1}, "1 other is near"),
        ({"size": 4}, "4 others are near"),
        ({"size": 1, "size_max": 26}, "at least 1 other is near"),
        ({"size": 2, "size_max": 26}, "at least 2 others are near"),
    ],
)
def test_of_a_number_known_within_bounds_the_message_tells_what_is_sure(size, message):
    facts = {"near": {"kind": "peers", "of": "use_case", "same": ["use_case_type"]}}
    that = {"facts.near.size": {"lte": 0}}
    text = "{facts.near.size} {facts.near.size|other is|others are} near"
    assert said(that, text, {}, {"near": size}, facts=facts) == message


def test_of_entries_with_a_sensitive_name_the_place_is_told():
    that = {"every": {"in": "risks", "satisfies": {"residual": "low"}}}
    risks = [{"title": "Leak of salaries", "residual": "high"}]
    assert said(that, "{names} {count|is|are} high", {"risks": risks}) == "row 1 of “Risks” is high"


@pytest.mark.parametrize(
    "that",
    [
        {"functions": {"superset": ["hr", "it", "legal"]}},
        {"any": [{"rag_enabled": True}, {"functions": {"superset": ["hr", "it", "legal"]}}]},
    ],
)
def test_a_message_names_what_a_set_lacks(that):
    record = {"functions": ["it"], "rag_enabled": False}
    assert said(that, "Missing: {missing}.", record) == "Missing: HR and Legal."


@pytest.mark.parametrize(
    "that",
    [
        {"org.joint_controllers": {"superset": ["Ada"]}},
        {"recipients": {"superset": {"field": "org.joint_controllers"}}},
    ],
)
def test_what_a_sensitive_set_lacks_is_not_shown(that):
    org = {"joint_controllers": ["Ada"] if "recipients" in that else ["Bob"]}
    message = said(that, "Missing: {missing}.", {"recipients": ["Bob"], "org": org})
    assert message == "Missing: something that is not shown here."
