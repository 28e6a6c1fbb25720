"""Where data comes from, over entries of several teams, for readers who see some of them."""

import pytest

from governance.disclosure import Disclosure
from governance.masking import HIDDEN_TITLE
from governance.models import Finding
from governance.reports.lineage import lineage_of
from governance.services.portfolio import check_portfolio
from policies.limits import LIMITS
from tests.personas import change_entry, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def bot(service_team):
    """A use case of marketing that stands on a model of marketing, trained on a list of the service team."""
    scope = make_entry(
        "consent_scope", permitted_data_uses=["personalize"], permitted_categories=["user"],
        covers_model_training=False, collected_from="2026-01-01", valid_months=600,
        owner_team=service_team, title="Newsletter",
    )  # fmt: skip
    source = make_entry(
        "data_source", owner_team=service_team, title="The list", contains_personal_data=True,
        data_categories=["user.contact"], consent_scopes=[scope.key],
    )  # fmt: skip
    model = make_entry("ai_model", training_data=[source.key], title="Churn")
    bot = make_entry(models=[model.key], data_links=[], data_uses=["personalize"], title="Bot")
    return bot, model, source


def test_the_way_leads_over_the_model_and_ends_where_consent_does(bot, auditor):
    found = lineage_of(auditor, bot[0]).consent
    assert (found["route"], found["broken_at"]) == ("The list → Churn → Bot", "The list → Churn")
    assert (found["missing"], found["share"], found["share_max"]) == (["training"], 0, 0)


def test_who_does_not_see_the_source_is_told_that_a_way_ends_and_not_where(bot, campaign_manager):
    found = lineage_of(campaign_manager, bot[0])
    assert found.consent["covered"] is False
    assert found.consent["route"] == f"{HIDDEN_TITLE} → Churn → Bot"
    assert "The list" not in str(found) and "Newsletter" not in str(found)


def test_a_source_and_a_model_tell_where_their_data_goes(bot, auditor):
    _, model, source = bot
    for entry in (model, source):
        assert [way["route"] for way in lineage_of(auditor, entry).onward] == ["The list → Churn → Bot"]
    assert lineage_of(auditor, source).readiness["score_max"] == 100


def test_a_tool_has_no_lineage(auditor):
    found = lineage_of(auditor, make_entry("tool"))
    assert (found.consent, found.readiness, found.onward) == (None, None, ())


def test_the_page_shows_the_way_in_words(client, bot, auditor):
    client.force_login(auditor)
    page = client.get(f"/entries/use_case/{bot[0].key}/").content.decode()
    assert "Consent ends here." in page and "training a model" in page


def test_what_a_base_model_learned_is_followed_on_the_page_and_hidden_where_it_has_to_be(
    bot, auditor, campaign_manager, service_team
):
    _, base, source = bot
    change_entry(base, owner_team=service_team.key)
    tuned = make_entry("ai_model", training_data=[], made_from=base.key, title="Tuned")
    helper = make_entry(models=[tuned.key], data_links=[], data_uses=["personalize"], title="Helper")
    assert lineage_of(auditor, helper).consent["route"] == "The list → Churn → Tuned → Helper"
    assert lineage_of(campaign_manager, helper).consent["route"] == (
        f"{HIDDEN_TITLE} → {HIDDEN_TITLE} → Tuned → Helper"
    )
    for entry in (base, source):
        onward = [way["route"] for way in lineage_of(auditor, entry).onward]
        assert "The list → Churn → Tuned → Helper" in onward
    check_portfolio()
    finding = Finding.objects.select_related("run__entry").get(run__entry=helper, rule_id="CON-017")
    assert finding.outcome == "fail" and "The list" in finding.message
    told = Disclosure(campaign_manager).findings([finding])[0].message
    assert "…" in told and "The list" not in told


def test_page_and_check_follow_equally_far_and_hide_what_is_out_of_sight(
    service_team, auditor, campaign_manager
):
    data = {"contains_personal_data": True, "data_categories": ["user.contact"]}
    fed = make_entry("data_source", title="Near", **data)
    link = {"data_source": fed.key, "usage": "inference_input", "data_uses": ["marketing"]}
    bot = make_entry(title="Bot", models=[], data_links=[link | {"lawful_basis": "A6-1-a"}])
    for _ in range(LIMITS.sources_on_a_way - 2):
        fed = make_entry("data_source", title="Between", unified_profile=fed.key, **data)
    scope = make_entry("consent_scope", permitted_data_uses=["essential"], owner_team=service_team)
    make_entry(
        "data_source", title="The list", unified_profile=fed.key, owner_team=service_team,
        consent_scopes=[scope.key], **data,
    )  # fmt: skip
    check_portfolio()
    finding = Finding.objects.select_related("run__entry").get(run__entry=bot, rule_id="CON-017")
    route = lineage_of(auditor, bot).consent["route"]
    assert route.startswith("The list → Between → ") and route.count("→") == LIMITS.sources_on_a_way
    assert "The list" in finding.message
    assert lineage_of(campaign_manager, bot).consent["route"].startswith(f"{HIDDEN_TITLE} → Between")
    told = Disclosure(campaign_manager).findings([finding])[0].message
    assert "…" in told and "The list" not in told
