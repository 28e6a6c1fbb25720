"""Manifests are read strictly, and every complaint says where and how to mend it."""

import pytest

from policies.errors import ManifestError, YamlError
from policies.record import KINDS, load_manifests, validate_manifest

MINIMAL = {
    "muster": 1,
    "kind": "use_case",
    "key": "churn-rescue",
    "title": "Churn rescue",
    "owner_team": "retention",
}


def problem(**changes):
    problems = validate_manifest(MINIMAL | changes)
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_and_an_owner_are_all_that_a_manifest_must_say(kind):
    assert validate_manifest(MINIMAL | {"kind": kind}) == []


def test_a_missing_title_is_named():
    said = {name: value for name, value in MINIMAL.items() if name != "title"}
    assert [(found.pointer, found.hint) for found in validate_manifest(said)] == [("/title", "Say title.")]


def test_an_unknown_kind_is_answered_with_the_nearest_kind():
    found = problem(kind="usecase")
    assert (found.pointer, found.hint) == ("/kind", "Did you mean use_case?")


def test_a_misspelt_field_is_answered_with_the_nearest_field():
    found = problem(lifecyle_stage="pilot")
    assert (found.pointer, found.hint) == ("/lifecyle_stage", "Did you mean lifecycle_stage?")


def test_a_misspelt_value_is_answered_with_the_nearest_value():
    found = problem(channels=["email", "pusch"])
    assert (found.pointer, found.hint) == ("/channels/1", "Did you mean push?")


def test_a_problem_inside_a_data_link_points_into_the_link():
    found = problem(data_links=[{"data_source": "crm"}, {"data_source": "web", "usage": "trainign"}])
    assert (found.pointer, found.hint) == ("/data_links/1/usage", "Did you mean training?")


def test_a_data_link_without_its_source_is_refused():
    assert problem(data_links=[{"usage": "training"}]).pointer == "/data_links/0/data_source"


@pytest.mark.parametrize("value", ["2026-13-01", "2026-02-30", "1 March 2026", "2026-3-1"])
def test_a_date_that_is_none_is_refused_with_the_form_it_should_have(value):
    found = problem(pilot_started_on=value)
    assert (found.pointer, found.hint) == ("/pilot_started_on", "Write a date as YYYY-MM-DD.")


def test_a_word_is_not_taken_for_yes_or_no():
    assert problem(uses_profiling="yes").message == "'yes' is not true or false"


def test_a_derived_field_cannot_be_typed():
    found = problem(lawful_bases=["A6-1-a"])
    assert (found.pointer, found.message) == ("/lawful_bases", "lawful_bases is worked out from other fields")


def test_a_key_with_capitals_is_refused():
    assert "small letters" in problem(key="Churn Rescue").hint


@pytest.mark.parametrize("said", [None, {"$unknown": "asked the vendor on 1 March"}])
@pytest.mark.parametrize(
    "field", ["uses_profiling", "tools", "data_links", "business_owner", "pilot_started_on"]
)
def test_not_saying_and_saying_why_not_are_both_allowed_everywhere(field, said):
    assert validate_manifest(MINIMAL | {field: said}) == []


def test_a_reason_for_not_knowing_can_not_be_empty():
    assert problem(uses_profiling={"$unknown": ""}).pointer.startswith("/uses_profiling")


def test_what_is_linked_can_be_described_in_place_for_a_check():
    link = {"data_source": {"title": "CRM", "contains_personal_data": True}}
    assert validate_manifest(MINIMAL | {"data_links": [link]}) == []


def test_a_file_holds_one_manifest_or_a_list_of_them():
    one = load_manifests("muster: 1\nkind: tool\nkey: a\n", source="one.yaml")
    two = load_manifests("manifests:\n  - key: a\n  - key: b\n", source="two.yaml")
    assert [manifest.document["key"] for manifest in [*one, *two]] == ["a", "a", "b"]


@pytest.mark.parametrize(
    ("beside", "hint"),
    [("as_of: 2026-01-01", "in the address"), ("gaet: deploy", "Did you mean gate?"), ("x: 1", "Remove it.")],
)
def test_nothing_that_would_be_ignored_stands_beside_several_manifests(beside, hint):
    name = beside.partition(":")[0]
    with pytest.raises(ManifestError, match=f"two.yaml:3:1: '{name}' can't stand beside") as refused:
        load_manifests(f"manifests:\n  - key: a\n{beside}\n", source="two.yaml")
    assert hint in refused.value.hint


def test_a_manifest_knows_the_line_and_column_of_its_fields():
    second = load_manifests("manifests:\n  - key: a\n  - key: b\n    tools: [x]\n", source="two.yaml")[1]
    assert second.position("/tools/0") == (4, 13)


def test_a_list_of_words_is_no_manifest():
    with pytest.raises(ManifestError, match="words.yaml:1:1: a manifest is a mapping"):
        load_manifests("- a\n- b\n", source="words.yaml")


def test_broken_yaml_names_its_line():
    with pytest.raises(YamlError, match=r"broken.yaml:2:"):
        load_manifests("key: a\n  tools: [\n", source="broken.yaml")
