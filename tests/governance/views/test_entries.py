"""The page of one entry."""

import pytest
from django.urls import reverse

from governance.services.portfolio import check_portfolio
from governance.services.voting import cast_vote
from policies.record import fields_of
from registry.models import KPI
from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_entry, make_submission

pytestmark = pytest.mark.django_db
GOOD = "Calls customers who are about to leave."


def page_of(client, entry) -> str:
    return client.get(url_of(entry)).content.decode()


def test_an_entry_of_another_team_is_not_found_like_one_that_is_not_there(browse, service_agent):
    client, entry = browse(service_agent), make_entry()
    for address in (url_of(entry), url_of(entry, "edit_entry"), url_of(entry, "submit_entry")):
        assert client.get(address).status_code == 404
        missing = client.get(address.replace(entry.key, "no-such-thing"))
        assert missing.status_code == 404


def test_said_none_not_known_and_not_said_are_kept_apart(browse, campaign_manager):
    entry = make_entry(
        uses_profiling=False, vulnerable_groups=[], retention_months={"$unknown": "Legal answers in May."}
    )
    context = browse(campaign_manager).get(url_of(entry)).context
    facts = {fact.field.name: fact for section in context["sections"] for fact in section.facts}
    assert (facts["uses_profiling"].state, facts["uses_profiling"].text) == ("said", "No")
    assert facts["vulnerable_groups"].state == "none"
    assert facts["retention_months"].text == "Legal answers in May."
    unsaid = [
        one.field.label for section in [*context["sections"], *context["silent"]] for one in section.unsaid
    ]
    assert "Does it watch people systematically?" in unsaid


def test_days_and_shares_read_as_people_write_them(browse, campaign_manager):
    for key in ("newsletter", "profiling"):
        make_entry("consent_scope", key=key)
    mix = [{"scopes": ["newsletter", "profiling"], "share": 40}, {"scopes": [], "share": 60}]
    entry = make_entry(
        "data_source", consent_mix=mix, quality_scores={"completeness": 98}, quality_checked_on="2026-03-05"
    )
    context = browse(campaign_manager).get(url_of(entry)).context
    texts = {fact.field.name: fact.text for section in context["sections"] for fact in section.facts}
    assert texts["consent_mix"] == "scopes: newsletter, profiling; share: 40\nscopes: none; share: 60"
    assert texts["quality_scores"] == "completeness: 98"
    assert texts["quality_checked_on"] == "5 March 2026"


def test_rows_of_every_part_are_shown_whatever_they_leave_out(browse, campaign_manager):
    KPI.objects.create(key="nps", name="NPS")
    make_entry("data_source", key="crm")
    needed = {"data_link": {"data_source": "crm"}, "kpi_link": {"kpi": "nps"}, "assessment": {"type": "dpia"}}
    needed |= {"risk": {"title": "It errs"}, "incident": {"summary": "It erred"}}
    lists = [one for one in fields_of("use_case").values() if one.type == "parts"]
    entry = make_entry(**{one.name: [needed.get(one.of, {})] for one in lists})
    submission = make_submission(entry, by=campaign_manager)
    client = browse(campaign_manager)
    for address in (url_of(entry), url_of(entry, "edit_entry"), reverse("submission", args=[submission.pk])):
        assert client.get(address).status_code == 200


def test_a_finding_says_rule_severity_why_and_fix_and_leads_to_its_question(browse, campaign_manager):
    entry = make_entry(description="AI")
    check_portfolio()
    page = page_of(browse(campaign_manager), entry)
    for words in ("TST-001", "High", "This says too little of what it is.", "Describe it in one paragraph."):
        assert words in page
    assert f'href="{url_of(entry, "edit_entry")}#f-description"' in page
    assert "House rule" in page


def test_what_can_not_be_told_is_not_called_a_failure(browse, campaign_manager):
    entry = make_entry()
    check_portfolio()
    page = page_of(browse(campaign_manager), entry)
    assert "Not answered yet" in page and "Open question: “Description”" in page
    assert "Not enough was said</span>" in page


def test_a_reader_who_may_not_edit_is_offered_no_way_to(browse, viewer, campaign_manager):
    entry = make_entry(description="AI")
    check_portfolio()
    assert "edit/" not in page_of(browse(viewer), entry)
    assert browse(viewer).get(url_of(entry, "edit_entry")).status_code == 403
    assert "edit/" in page_of(browse(campaign_manager), entry)


def test_linked_entries_are_named_only_to_who_may_see_them(browse, campaign_manager, leader):
    make_entry("data_source", key="secret-list", title="Secret list of theirs", owner_team="service")
    entry = make_entry(data_links=[{"data_source": "secret-list"}])
    assert "Secret list of theirs" not in page_of(browse(campaign_manager), entry)
    assert "secret-list" in page_of(browse(campaign_manager), entry)
    assert "Secret list of theirs" in page_of(browse(leader), entry)


def test_a_data_source_names_the_use_cases_that_stand_on_it(browse, campaign_manager):
    source = make_entry("data_source", key="crm", title="CRM")
    make_entry(title="Churn rescue", data_links=[{"data_source": "crm"}])
    make_entry(title="Of another team", owner_team="service", data_links=[{"data_source": "crm"}])
    page = page_of(browse(campaign_manager), source)
    assert "Churn rescue" in page
    assert "Of another team" not in page


def test_revisions_are_listed_with_author_and_digest(browse, campaign_manager):
    entry = change_entry(make_entry(by=campaign_manager), by=campaign_manager, description=GOOD)
    page = page_of(browse(campaign_manager), entry)
    assert "Revision 2" in page
    assert entry.manifest_digest[:12] in page
    assert page.count("Cara Campaign") >= 3


def test_markup_in_what_people_say_is_shown_and_not_run(browse, campaign_manager):
    entry = make_entry(title="<script>x</script>", description='"><img src=x onerror=y>', tags=["<b>"])
    client = browse(campaign_manager)
    for address in (url_of(entry), url_of(entry, "edit_entry"), reverse("home"), reverse("report")):
        page = client.get(address).content.decode()
        assert "<script>x" not in page
        assert "<img src=x" not in page


def test_an_address_that_runs_a_script_is_refused_where_an_address_is_asked(browse, campaign_manager):
    said = {"title": "A", "owner_team": "marketing", "notice_url": "javascript:alert(1)"}
    page = browse(campaign_manager).post(reverse("register_kind", args=["use_case"]), said).content.decode()
    assert 'href="#f-notice_url"' in page


@pytest.mark.parametrize("state", ["none", "in_review", "changes_requested", "approved"])
def test_what_can_be_done_next_follows_from_where_it_stands(browse, campaign_manager, privacy_officer, state):
    entry = make_entry(description=GOOD)
    if state != "none":
        submission = make_submission(entry)
        if state != "in_review":
            cast_vote(
                submission, state, by=privacy_officer, reason="So.", seen_digest=submission.review_digest
            )
    page = page_of(browse(campaign_manager), entry)
    assert ("Submit to the council" in page) == (state in {"none", "approved"})
    assert ("Resubmit" in page) == (state == "changes_requested")
    assert ("/withdraw/" in page) == (state in {"in_review", "changes_requested"})
