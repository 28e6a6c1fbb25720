"""Registering and changing entries through the form."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.models import Entry
from tests.governance.views.conftest import url_of
from tests.personas import COUNCIL_PACK, make_entry

pytestmark = pytest.mark.django_db
GOOD = "Calls customers who are about to leave."
NEW = {"title": "Churn rescue", "owner_team": "marketing", "description": GOOD}


@pytest.fixture
def client(browse, campaign_manager):
    return browse(campaign_manager)


def register(client, kind="use_case", **said):
    return client.post(reverse("register_kind", args=[kind]), NEW | said)


def problems_of(response) -> dict[str, str]:
    assert response.status_code == 200
    assert "<title>Error: " in response.content.decode()
    return {name: words for name, _, words in response.context["form"].errors}


@pytest.mark.parametrize("kind", ["use_case", "ai_model", "data_source", "tool", "consent_scope"])
def test_a_thing_of_every_kind_is_registered_with_a_title_and_a_team(client, kind):
    response = register(client, kind)
    entry = Entry.objects.get()
    assert response.url == url_of(entry)
    assert entry.document == {"muster": 1, "kind": kind, "key": "churn-rescue"} | NEW


def test_a_use_case_is_registered_with_its_links(client):
    make_entry("data_source", key="crm")
    make_entry("consent_scope", key="newsletter")
    make_entry("tool", key="mailer")
    register(
        client,
        data_links__rows="1",
        **{
            "data_links-0-data_source": "crm",
            "data_links-0-lawful_basis": "A6-1-a",
            "data_links-0-consent_scope": "newsletter",
            "data_links-0-data_uses": ["train_ai_system", "analytics"],
            "tools": ["mailer", ""],
            "models__none": "1",
        },
    )
    said = Entry.objects.get(key="churn-rescue").document
    assert said["data_links"] == [
        {
            "data_source": "crm",
            "data_uses": ["train_ai_system", "analytics"],
            "lawful_basis": "A6-1-a",
            "consent_scope": "newsletter",
        }
    ]
    assert (said["tools"], said["models"]) == (["mailer"], [])


def test_what_has_to_be_said_is_asked_for_at_its_field(client):
    response = register(client, title="", owner_team="")
    assert problems_of(response) == dict.fromkeys(("title", "owner_team"), "This has to be answered.")
    assert 'href="#f-title"' in response.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("retention_months", "two years"),
        ("production_on", "tomorrow"),
        ("notice_url", "our intranet"),
        ("contact_email", "nobody"),
        ("business_owner", "nobody@example.org"),
        ("models", "no-such-model"),
        ("use_case_type", "magic"),
        ("channels", "pigeon"),
    ],
)
def test_a_wrong_answer_is_kept_and_explained_at_its_field(client, name, text):
    response = register(client, **{name: text})
    assert set(problems_of(response)) == {name}
    page = response.content.decode()
    assert "Churn rescue" in page
    if name not in {"use_case_type", "channels"}:
        assert text in page


def test_a_wrong_answer_in_a_row_is_explained_in_the_row(client):
    row = {"data_links__rows": "1", "data_links-0-data_source": "gone", "data_links-0-justification": "Kept"}
    response = register(client, **row)
    assert set(problems_of(response)) == {"data_links-0-data_source"}
    assert "Kept" in response.content.decode()


def test_a_key_that_is_taken_is_refused_without_telling_by_what(client):
    make_entry(key="churn-rescue", title="Secret project", owner_team="service")
    page = register(client)
    assert problems_of(page)["key"] == "The key churn-rescue is taken. Choose another one."
    assert "Secret project" not in page.content.decode()


@pytest.mark.parametrize("key", ["Churn Rescue", "-x", "a" * 81, "../etc"])
def test_a_key_of_a_wrong_form_is_refused(client, key):
    assert set(problems_of(register(client, key=key))) == {"key"}


def test_adding_and_removing_rows_saves_nothing_and_loses_nothing(client):
    rows = {"data_links__rows": "1", "data_links-0-data_source": "crm", "do": "add data_links"}
    page = register(client, **rows).content.decode()
    assert 'name="data_links-1-data_source"' in page
    assert 'value="crm"' in page
    removed = register(client, **rows | {"do": "remove data_links-0"}).content.decode()
    assert 'value="crm"' not in removed
    assert not Entry.objects.exists()


def test_checking_shows_the_findings_and_saves_nothing(client):
    page = register(client, description="AI", do="check").content.decode()
    assert "This says too little of what it is." in page
    assert not Entry.objects.exists()


def test_the_panel_answers_with_findings_alone_whatever_is_typed(client):
    address = reverse("check_unsaved", args=["use_case"])
    page = client.post(address, {"title": "", "description": "AI", "retention_months": "x"}).content.decode()
    assert "This says too little of what it is." in page
    assert 'href="#f-description"' in page
    assert "<html" not in page
    assert client.get(address).status_code == 405


def test_the_panel_shows_look_alikes_that_the_person_may_see(client, settings):
    settings.MUSTER_PACKS = []
    same = {"vendor": "Tallis", "product": "Voice Insights", "description": "Reads what callers feel."}
    make_entry("tool", title="Tallis Voice Insights", **same)
    make_entry("tool", title="Voice Insights Enterprise", owner_team="service", **same)
    typed = {"title": "Voice Insights", "owner_team": "marketing", **same}
    page = client.post(reverse("check_unsaved", args=["tool"]), typed).content.decode()
    assert "Tallis Voice Insights" in page
    assert "Voice Insights Enterprise" not in page


def test_an_entry_that_is_edited_does_not_resemble_itself(client, settings):
    settings.MUSTER_PACKS = []
    said = {"vendor": "Tallis", "product": "Voice Insights", "description": "Reads what callers feel."}
    entry = make_entry("tool", title="Tallis Voice Insights", **said)
    form = client.get(reverse("edit_entry", args=["tool", entry.key])).content.decode()
    assert f'<input type="hidden" name="key" value="{entry.key}">' in form
    typed = {"key": entry.key, "title": "Tallis Voice Insights", "owner_team": "marketing", **said}
    page = client.post(reverse("check_unsaved", args=["tool"]), typed)
    assert page.context["alike"] == []


@pytest.mark.parametrize(("owner", "outcome"), [("service", "unknown"), ("marketing", "fail")])
def test_the_panel_tells_nothing_of_linked_entries_the_person_may_not_see(client, settings, owner, outcome):
    settings.MUSTER_PACKS = []
    make_entry("data_source", key="voices", owner_team=owner, data_categories=["user.biometric.voice"])
    typed = {
        "data_links__rows": "1",
        "data_links-0-data_source": "voices",
        "special_category_bases__none": "1",
    }
    page = client.post(reverse("check_unsaved", args=["use_case"]), NEW | typed)
    found = {shown.said.rule_id: shown.said.outcome for shown in page.context["findings"]}
    assert found["PRV-003"] == outcome


def test_a_kind_that_no_rule_is_about_is_said_to_be_beyond_checking(client, settings, tmp_path):
    pack = tmp_path / "tools.yaml"
    pack.write_text(re.sub(r"applies_to: .*", "applies_to: [tool]", COUNCIL_PACK.read_text()))
    settings.MUSTER_PACKS = [str(pack)]
    page = client.post(reverse("check_unsaved", args=["ai_model"]), NEW).content.decode()
    assert "No rule was asked" in page


def test_the_form_asks_no_more_of_the_database_for_more_rows(client, django_assert_max_num_queries):
    make_entry("data_source", key="crm")
    few = make_entry(data_links=[{"data_source": "crm"}])
    many = make_entry(data_links=[{"data_source": "crm"}] * 8, models=[], tools=[])
    for name in ("entry", "edit_entry"):
        client.get(url_of(few, name))
        with CaptureQueriesContext(connection) as asked:
            client.get(url_of(few, name))
        with django_assert_max_num_queries(len(asked)):
            client.get(url_of(many, name))


@pytest.mark.parametrize("person", ["viewer", "stranger", "leader"])
def test_who_edits_for_no_team_registers_nothing(browse, request, person):
    client = browse(request.getfixturevalue(person))
    assert "You are in no team that registers things" in client.get(reverse("register")).content.decode()
    assert register(client).status_code == 403
    assert not Entry.objects.exists()


def test_a_kind_that_does_not_exist_is_not_found(client):
    assert client.get(reverse("register_kind", args=["robot"])).status_code == 404
    assert client.post(reverse("check_unsaved", args=["robot"])).status_code == 404
