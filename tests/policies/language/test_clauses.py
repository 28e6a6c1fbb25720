"""Predicates read as sentences, for people who don't read YAML."""

import pytest

from policies import load_packs
from policies.language.clauses import clauses_of
from policies.language.mentions import mentioned
from tests.policies.writing import parsed


def sentences(predicate) -> list[str]:
    return ["  " * depth + text for clause in clauses_of(parsed(predicate)) for depth, text in clause.lines()]


@pytest.mark.parametrize(
    ("predicate", "said"),
    [
        ({"rag_enabled": True}, ["is “yes”"]),
        ({"rag_enabled": {"exists": False}}, ["is not answered"]),
        ({"not": {"rag_enabled": {"exists": True}}}, ["is not answered"]),
        ({"not": {"not": {"title": "a"}}}, ["“Title” is “a”"]),
        ({"title": "a", "rag_enabled": True}, ["“Title” is “a”", "is “yes”"]),
        (
            {"any": [{"title": "a"}, {"title": "b"}]},
            ["At least one of these holds:", "  “Title” is “a”", "“b”"],
        ),
        ({"at_least": {"n": 1, "of": [{"title": "a"}]}}, ["At least 1 of these hold:", "  “Title” is “a”"]),
        ({"not": {"any": [{"title": "a"}]}}, ["This does not hold:", "At least one", "    “Title” is “a”"]),
        ({"some": {"in": "tools"}}, ["lists at least one"]),
        ({"none": {"in": "tools"}}, ["lists none"]),
        ({"none": {"in": "tools", "where": {"title": "a"}}}, ["None of", "  “Title” is “a”"]),
        (
            {"every": {"in": "tools", "where": {"title": "a"}, "satisfies": {"title": "b"}}},
            ["Each of", "  Only those are meant", "    “Title” is “a”", "  “Title” is “b”"],
        ),
        ({"count": {"in": "tools", "gte": 1, "lte": 2}}, ["The number of"]),
        ({"retired_on": {"before": {"ago": "P0D"}}}, ["is before today"]),
        ({"retired_on": {"after": {"ago": "P12M"}}}, ["is after the day 12 months ago"]),
        ({"retired_on": {"after": {"milestone": "transparency"}}}, ["the day of “Telling people about AI”"]),
        (
            {"some": {"in": "data_links", "where": {"data_source.title": "a"}}},
            ["", "“Data source: title” is “a”"],
        ),
        ({"org.pilot_limit_days": {"gte": 2}}, ["of the organisation is at least 2"]),
        ({"title": {"eq": {"field": "key"}}}, ["“Title” is “Key”"]),
    ],
)
def test_a_predicate_reads_as_sentences(predicate, said):
    found = sentences(predicate)
    assert len(found) == len(said)
    assert all(part in line for part, line in zip(said, found, strict=True))


def test_every_shipped_rule_can_be_read():
    for rule in load_packs().rules:
        for node in (rule.when, *(check.that for check in rule.require)):
            for clause in clauses_of(node) if node is not None else ():
                assert all(text and "{}" not in text for _, text in clause.lines())


def test_what_a_rule_reads_of_its_pack_is_found_wherever_it_stands():
    spec = {
        "when": {"facts.near.size": {"gte": {"param": "most"}}},
        "message": "{param.days}, {facts.far.size}",
    }
    assert mentioned("param", spec) == {"most", "days"}
    assert mentioned("fact", spec) == {"near", "far"}
    assert mentioned("list", [{"in": {"list": "all"}}]) == {"all"}
