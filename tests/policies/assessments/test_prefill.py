"""What the registry knows is filled in, in words; what it doesn't know stays open."""

from policies.assessments import outline_for, prefill, registry_answer
from policies.assessments.prefill import labels_of
from policies.record import term_label

RECORD = {
    "title": "Churn rescue",
    "description": "Calls customers who are about to leave.",
    "uses_profiling": True,
    "retention_months": 14,
    "lawful_bases": ["A6-1-f"],
    "owner_team": {"key": "crm", "name": "CRM"},
    "tools": [{"key": "mailer", "title": "Mailer"}, {"key": "gone", "$unknown": "nothing is known here"}],
    "data_links": [
        {"data_source": {"key": "a", "data_categories": ["user.contact"]}},
        {"data_source": {"key": "b", "$unknown": "nothing"}, "data_categories": ["user.contact"]},
    ],
    "assessments": [{"$unknown": "not said"}],
}


def question(name, type_="dpia"):
    return next(one for one in outline_for(type_).questions() if one.id == name)


def test_lists_on_the_way_are_gone_through_and_nothing_is_said_twice():
    assert registry_answer(question("data"), RECORD) == [term_label("data_category", "user.contact")]


def test_things_are_called_by_their_title_or_else_by_their_key():
    assert registry_answer(question("processors"), RECORD) == ["Mailer", "gone"]


def test_several_fields_in_one_text_are_named():
    assert registry_answer(question("controller"), RECORD) == "Owner team: CRM"
    assert "Does it build profiles of people: Yes" in registry_answer(question("triggers"), RECORD)
    assert registry_answer(question("retention"), RECORD) == "Data is kept for: 14 months"


def test_what_is_not_said_is_not_filled_in():
    assert registry_answer(question("necessity"), RECORD) is None
    assert registry_answer(question("planned"), RECORD) is None
    assert registry_answer(question("earlier", "fria"), RECORD) is None
    assert prefill(outline_for("dpia"), {}) == {}


def test_a_yes_or_no_is_taken_over_as_it_is():
    assert registry_answer(question("profiling", "art6_3_assessment"), RECORD) is True


def test_a_question_names_the_fields_that_fill_it_in():
    assert labels_of(question("retention")) == ["Data is kept for", "How data is deleted"]
