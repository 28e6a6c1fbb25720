"""Who has to act: the role that a rule names, with the names that the register knows."""

import pytest

from governance.views.acting import Acting, acting_on
from governance.views.names import Name, Names

pytestmark = pytest.mark.django_db


def acting(who, reader, kind="use_case", reached=(), form_url=None, **document):
    said = {"kind": kind, "key": "x"} | document
    return acting_on(who, said, Names(reader, [said]), reached, form_url)


def test_a_role_of_the_entry_is_named_where_somebody_has_it(campaign_manager):
    named = acting("technical_owner", campaign_manager, technical_owner=campaign_manager.email)
    assert named == Acting("Technical owner", (campaign_manager.name,))
    assert acting("technical_owner", campaign_manager) == Acting("Technical owner", is_unnamed=True)
    assert acting("", campaign_manager) is None


def test_where_nobody_is_named_who_may_edit_is_led_to_the_question(campaign_manager):
    found = acting("model_owner", campaign_manager, "ai_model", form_url="/edit/")
    assert found == Acting("Owner of the model", is_unnamed=True, url="/edit/#f-inventory_owner")
    named = {"technical_owner": campaign_manager.email}
    assert acting("technical_owner", campaign_manager, form_url="/edit/", **named).url == ""


def test_the_owner_of_what_is_looked_at_is_named_by_the_surest_field(campaign_manager, marketing):
    team = {"owner_team": marketing.key}
    assert acting("tool_owner", campaign_manager, "tool", **team).names == (f"team {marketing.name}",)
    assert acting("owner_team", campaign_manager, **team) == Acting("Owner team", (marketing.name,))
    person = {"inventory_owner": campaign_manager.email}
    assert acting("model_owner", campaign_manager, "ai_model", **team, **person).names == (
        campaign_manager.name,
    )


def test_the_owner_of_what_is_linked_is_told_by_its_team(campaign_manager):
    reached = [
        ("data_source", Name("list", "The list", team="CRM")),
        ("data_source", Name("list", "The list", team="CRM")),
        ("tool", Name("mailer", "Mailer", team="IT")),
    ]
    found = acting("data_source_owner", campaign_manager, reached=reached)
    assert found == Acting("Owner of the data source", ("team CRM for The list",))
    assert acting("consent_owner", campaign_manager, reached=reached) == Acting("Owner of the consent")


def test_roles_that_no_entry_names_are_told_as_they_are(campaign_manager):
    assert acting("ai_council", campaign_manager) == Acting("AI council")
    assert acting("technical_owner", campaign_manager, "tool") == Acting("Technical owner")
