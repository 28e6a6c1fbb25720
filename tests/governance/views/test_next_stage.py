"""Would the rules let an entry move to its next stage?"""

import pytest
from django.urls import reverse

from tests.personas import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shipped_packs(settings):
    settings.MUSTER_PACKS = []


def page(client, user, entry, **headers):
    client.force_login(user)
    return client.get(reverse("next_stage", args=[entry.kind, entry.key]), headers=headers)


def test_what_would_fail_in_the_next_stage_is_told_before_the_move(client, campaign_manager):
    entry = make_entry(lifecycle_stage="assessment")
    text = page(client, campaign_manager, entry).content.decode()
    assert "as if it had moved from Assessment to Pilot" in text
    assert "stand in the way of Pilot" in text
    assert "GOV-002" in text


def test_without_rules_in_the_way_it_is_ready(client, campaign_manager, settings, tmp_path):
    pack = tmp_path / "pack.yaml"
    pack.write_text(
        """
muster: pack/1
id: moving
version: 1.0.0
title: One rule
rules:
  - id: MOV-001
    version: 1
    title: What is live is described
    severity: high
    applies_to: [use_case]
    gates: [deploy]
    refs: ["Good practice: describe"]
    when: {lifecycle_stage: pilot}
    require: [{id: described, that: {description: {min_length: 5}}, message: Say more., fix: Say more.}]
    unknown_as: block
    examples:
      passes: [{lifecycle_stage: pilot, description: Sends mail}]
      fails: [{lifecycle_stage: pilot, description: no}]
      unknown: [{lifecycle_stage: pilot}]
"""
    )
    settings.MUSTER_PACKS = [str(pack)]
    ready = make_entry(lifecycle_stage="assessment", description="Sends mail at the right hour.")
    silent = make_entry(lifecycle_stage="assessment")
    assert "Ready for Pilot" in page(client, campaign_manager, ready).content.decode()
    assert "1 thing stands in the way of Pilot" in page(client, campaign_manager, silent).content.decode()


def test_what_is_asked_for_by_the_page_is_only_the_section(client, campaign_manager):
    entry = make_entry(lifecycle_stage="assessment")
    text = page(client, campaign_manager, entry, HX_Request="true").content.decode()
    assert "<html" not in text
    assert "stand in the way" in text


@pytest.mark.parametrize(
    ("stage", "told"), [("scaled", "does not move on"), (None, "Nobody said which stage this is in")]
)
def test_where_nothing_follows_that_is_said(client, campaign_manager, stage, told):
    assert told in page(client, campaign_manager, make_entry(lifecycle_stage=stage)).content.decode()


def test_strangers_do_not_find_it(client, stranger):
    assert page(client, stranger, make_entry(lifecycle_stage="assessment")).status_code == 404


def test_the_page_of_the_entry_leads_there(client, campaign_manager):
    entry = make_entry(lifecycle_stage="assessment")
    client.force_login(campaign_manager)
    shown = client.get(reverse("entry", args=[entry.kind, entry.key])).content.decode()
    assert reverse("next_stage", args=[entry.kind, entry.key]) in shown


def test_where_no_rule_is_asked_before_the_next_stage_nothing_is_called_ready(client, campaign_manager):
    entry = make_entry("data_source", lifecycle_stage="pilot")
    text = page(client, campaign_manager, entry).content.decode()
    assert "No rule is asked before" in text
    assert "Ready for Production" not in text and "Add a pack" not in text
