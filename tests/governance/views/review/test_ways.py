"""What would make what was submitted pass, as the review page shows it."""

import pytest
from django.urls import reverse

from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_entry, make_submission

pytestmark = pytest.mark.django_db
ROME = """
muster: pack/1
id: rome
version: 1.0.0
title: One rule
rules:
  - id: ROM-001
    version: 1
    title: Everything comes from Rome
    severity: high
    applies_to: [use_case]
    gates: [approve]
    refs: [House rule]
    require:
      - id: rome
        that: {every: {in: data_links, satisfies: {data_source.provenance: From Rome}}}
        message: It does not.
        fix: Take it from there.
    unknown_as: block
    examples:
      passes: [{data_links: [{data_source: {provenance: From Rome}}]}]
      fails: [{data_links: [{data_source: {provenance: From Troy}}]}]
      unknown: [{title: A}]
"""


def page(browse, person, submission, **headers):
    return browse(person).get(reverse("submission_ways", args=[submission.pk]), headers=headers)


def test_it_is_of_what_was_submitted_and_not_of_what_the_entry_became(browse, campaign_manager):
    submission = make_submission(make_entry(description="AI"), by=campaign_manager)
    address = reverse("submission_ways", args=[submission.pk])
    assert address in browse(campaign_manager).get(reverse("submission", args=[submission.pk])).text
    text = page(browse, campaign_manager, submission).text
    assert "from “AI” to a text of at least 20 characters" in text and "was changed since" not in text

    change_entry(submission.entry, description="Picks the offer that suits a customer best.")
    text = page(browse, campaign_manager, submission).text
    assert "from “AI” to a text of at least 20 characters" in text
    assert "revision 1" in text and "was changed since" in text
    assert url_of(submission.entry, "ways") in text
    assert "It passes as it is." in browse(campaign_manager).get(url_of(submission.entry, "ways")).text


def test_it_is_by_the_rules_of_the_round(browse, campaign_manager, settings, tmp_path):
    submission = make_submission(make_entry(description="AI"), by=campaign_manager)
    pack = tmp_path / "pack.yaml"
    pack.write_text(ROME)
    settings.MUSTER_PACKS = [str(pack)]
    assert "from “AI” to" in page(browse, campaign_manager, submission).text


def test_nothing_is_quoted_of_what_the_reader_may_not_see(
    browse, campaign_manager, leader, settings, tmp_path, service_team
):
    pack = tmp_path / "pack.yaml"
    pack.write_text(ROME)
    settings.MUSTER_PACKS = [str(pack)]
    theirs = make_entry("data_source", title="Secret", owner_team=service_team, provenance="From Troy")
    submission = make_submission(make_entry(data_links=[{"data_source": theirs.key}]), by=campaign_manager)
    assert "from “••• (text, 9 characters)” to" in page(browse, leader, submission).text
    assert "9 characters" not in page(browse, campaign_manager, submission).text


def test_htmx_is_given_the_section_alone_and_strangers_nothing(browse, campaign_manager, stranger):
    submission = make_submission(by=campaign_manager)
    part = page(browse, campaign_manager, submission, hx_request="true")
    assert b"<html" not in part.content and "HX-Request" in part["Vary"]
    assert page(browse, stranger, submission).status_code == 404


def test_what_is_not_checked_yet_is_said_to_be_so(browse, campaign_manager):
    submission = make_submission(by=campaign_manager, in_review=False)
    assert "It was never checked." in page(browse, campaign_manager, submission).text
