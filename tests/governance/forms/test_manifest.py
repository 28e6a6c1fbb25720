"""The one form: manifests in, text out, and the same manifests back."""

from pathlib import Path

import pytest
from django.http import QueryDict

from governance.forms.manifest import ManifestForm
from policies.record import Problem, validate_manifest
from policies.record.manifest import load_manifests
from tests.personas import make_person, make_team
from tests.typed import sent_back

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
WRITTEN = [
    pytest.param(manifest.document, id=f"{path.parent.name}/{manifest.document['key']}")
    for path in sorted((ROOT / "docs/examples").glob("consent-*/*.yaml"))
    for manifest in load_manifests(path.read_bytes(), source=path.name)
]


@pytest.fixture
def person():
    return make_person("Fay Filler", team=make_team("retention"))


def answer(kind: str, person, **said: str | list[str]) -> ManifestForm:
    data = QueryDict(mutable=True)
    for name, value in said.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return ManifestForm(kind, person, data=data)


@pytest.mark.parametrize("document", WRITTEN)
def test_a_manifest_comes_back_from_the_form_as_it_went_in(document, person):
    shown = ManifestForm(document["kind"], person, said=document)
    form = ManifestForm(document["kind"], person, said={"key": document["key"]}, data=sent_back(shown))
    sets = {name for name, value in document.items() if isinstance(value, list)}
    assert form.document.keys() == document.keys()
    assert not form.errors
    for name, value in document.items():
        got = form.document[name]
        assert sorted(got, key=str) == sorted(value, key=str) if name in sets else got == value


def test_yes_no_and_not_said_are_three_answers(person):
    form = answer("use_case", person, title="A", uses_profiling="no", includes_children="")
    assert form.document["uses_profiling"] is False
    assert "includes_children" not in form.document


def test_none_of_these_is_an_answer(person):
    form = answer("use_case", person, title="A", vulnerable_groups__none="1", data_links__none="1")
    assert form.document["vulnerable_groups"] == []
    assert form.document["data_links"] == []


def test_not_known_yet_keeps_its_reason(person):
    form = answer("use_case", person, title="A", retention_months__unknown="Legal answers in May.")
    assert form.document["retention_months"] == {"$unknown": "Legal answers in May."}


def test_an_answer_and_its_denial_are_both_kept_and_complained_of(person):
    form = answer(
        "use_case",
        person,
        title="A",
        channels=["email"],
        channels__none="1",
        retention_months="3",
        retention_months__unknown="No idea",
    )
    assert form.document["channels"] == ["email"]
    assert {name for name, _, _ in form.errors} == {"channels", "retention_months"}


def test_what_cant_be_read_stays_in_its_field(person):
    form = answer("use_case", person, title="A", retention_months="two years")
    assert "retention_months" not in form.document
    (question,) = [one for one in form.questions if one.field.name == "retention_months"]
    assert question.text == "two years"
    assert question.problems


def test_empty_rows_say_nothing_and_the_others_close_up(person):
    rows = {"data_links__rows": "3", "data_links-0-usage": "", "data_links-2-data_source": "crm"}
    form = answer("use_case", person, title="A", **rows)
    assert form.document["data_links"] == [{"data_source": "crm"}]
    form.place([Problem("/data_links/0/data_source", "there is no data source crm", "Register it first.")])
    assert [name for name, _, _ in form.errors] == ["data_links-2-data_source"]


def test_a_problem_stands_at_its_question_or_the_nearest_around_it(person):
    form = answer("use_case", person, title="A", models=["gone"])
    form.place([Problem("/models/0", "there is no ai model gone"), Problem("/surprise", "what is this")])
    assert [name for name, _, _ in form.errors] == ["", "models"]


def test_rows_are_added_and_removed_without_losing_the_others(person):
    rows = {"data_links__rows": "2", "data_links-0-data_source": "crm", "data_links-1-data_source": "web"}
    form = answer("use_case", person, title="A", **rows)
    form.add_row("data_links")
    form.remove_row("data_links-0")
    (links,) = [one for one in form.questions if one.name == "data_links"]
    assert [row.name for row in links.rows] == ["data_links-0", "data_links-1"]
    assert [row.questions[0].name for row in links.rows] == [
        "data_links-0-data_source",
        "data_links-1-data_source",
    ]
    assert links.rows[0].questions[0].text == "web"


def test_a_key_is_made_from_the_title_where_none_is_typed(person):
    form = answer("tool", person, title="Voice Insights: Enterprise!", owner_team="retention")
    assert form.document["key"] == "voice-insights-enterprise"
    assert not validate_manifest(form.document)


def test_only_teams_whose_entries_the_person_may_change_are_offered(person):
    make_team("strangers")
    (question,) = [one for one in ManifestForm("tool", person).questions if one.field.name == "owner_team"]
    assert [choice.value for choice in question.choices] == ["retention"]


def test_questions_that_a_rule_asks_about_come_first(person):
    (data,) = [asked for asked in ManifestForm("use_case", person).sections if asked.section.name == "data"]
    assert "data_links" in [question.field.name for question in data.first]
    assert "deletion_method" in [question.field.name for question in data.more]


def test_every_field_belongs_to_a_section_of_the_form(person):
    form = ManifestForm("use_case", person)
    shown = [question for asked in form.sections for question in [*asked.first, *asked.more]]
    assert sorted(one.name for one in shown) == sorted(one.name for one in form.questions)
