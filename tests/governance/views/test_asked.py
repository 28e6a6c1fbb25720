"""Open questions on pages: each leads to where it is answered, or says who answers it."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from governance.models import Finding
from governance.services.portfolio import check_portfolio
from governance.views.acting import Acting
from governance.views.asked import Question, questions_of, waiting_for
from governance.views.findings import show_findings
from governance.views.names import Names
from tests.personas import make_entry

pytestmark = pytest.mark.django_db
LINKED = "/data_links/0/data_source/licence"


def place(pointer, label="Label", actual=None):
    return {"pointer": pointer, "label": label, "expected": "is answered", "actual": actual}


def asked(reader, document, *places, form_url="/form/"):
    document = {"kind": "use_case", "key": "x"} | document
    return questions_of(places, document, Names(reader, [document]), form_url)


def test_a_question_of_the_entry_leads_to_its_place_on_the_form(campaign_manager):
    [one] = asked(campaign_manager, {}, place("/eu_ai_tier", "AI Act tier"))
    assert (one.pointer, one.label, one.url) == ("/eu_ai_tier", "AI Act tier", "/form/#f-eu_ai_tier")
    assert one.is_own and one.help.startswith("Leave it for last.")
    [other] = asked(campaign_manager, {}, place("/eu_ai_tier"), form_url=None)
    assert other.url == "" and not other.says_more


def test_a_question_of_a_row_says_which_by_what_the_row_is_about(campaign_manager):
    make_entry("data_source", key="list", title="Newsletter list")
    links = {"data_links": [{"data_source": "list"}]}
    [one] = asked(campaign_manager, links, place("/data_links/0/minimised"))
    assert one.row == "row 1 of “Data it uses”: Newsletter list"
    assert one.url == "/form/#f-data_links-0-minimised"


def test_a_question_of_another_entry_names_it_and_its_team_to_who_may_see_it(campaign_manager, leader):
    make_entry("data_source", key="list", title="Their list", owner_team="service")
    links = {"data_links": [{"data_source": "list"}]}
    [hidden] = asked(campaign_manager, links, place(LINKED, "Data source: licence"))
    assert hidden == Question(LINKED, "Licence", row="row 1 of “Data it uses”: list", hidden=True)
    [seen] = asked(leader, links, place(LINKED, "Data source: licence"))
    assert (seen.entry.text, seen.entry.team, seen.label) == ("Their list", "Service", "Licence")
    assert seen.entry.url == reverse("entry", args=["data_source", "list"])


@pytest.mark.parametrize(
    ("pointer", "keeper"),
    [
        ("/org/pilot_limit_days", "of the organisation, kept by an administrator"),
        ("/business_owner/is_active", "kept by an administrator"),
    ],
)
def test_what_an_administrator_keeps_is_not_asked_of_the_team(campaign_manager, pointer, keeper):
    document = {"business_owner": campaign_manager.email}
    [one] = asked(campaign_manager, document, place(pointer))
    assert (one.keeper, one.url) == (keeper, "")


def test_where_nobody_is_named_the_name_is_the_question(campaign_manager):
    [one] = asked(campaign_manager, {}, place("/business_owner/is_active", "Business owner"))
    assert (one.label, one.url, one.keeper) == ("Business owner", "/form/#f-business_owner", "")


def test_what_is_worked_out_says_how_it_becomes_known(campaign_manager):
    [one] = asked(campaign_manager, {}, place("/facts/near/size", "Others like it", 3))
    assert one.settled_by == (
        "“Others like it” is worked out from other entries. It becomes known once more is answered there."
    )


def test_what_was_answered_is_no_question_and_a_reason_is_told(campaign_manager):
    said = {"$unknown": "asked the vendor"}
    [one] = asked(campaign_manager, {}, place("/title", actual="A"), place("/eu_ai_tier", actual=said))
    assert (one.pointer, one.reason) == ("/eu_ai_tier", "asked the vendor")


def test_the_questions_come_first_for_which_most_rules_wait(campaign_manager, one_rule):
    entry = make_entry()
    check_portfolio()
    rows = Finding.objects.filter(run__entry=entry, run__is_current=True)
    shown = show_findings(rows, entry.document, Names(campaign_manager, [entry.document]), form_url="")
    [waiting] = waiting_for(shown)
    assert (waiting.question.label, waiting.rules) == ("Description", {"TST-001"})
    assert shown[0].heading == "Open question: “Description”"


def test_a_question_that_more_rules_wait_for_leads_and_what_is_worked_out_is_not_among_them():
    few, many, fact = Question("/a", "Few"), Question("/b", "Many"), Question("/c", "Fact", settled_by="So.")
    asking = [(few, "TST-001"), (many, "TST-001"), (many, "TST-002"), (many, "TST-002"), (fact, "TST-003")]
    shown = [SimpleNamespace(questions=(one,), said=SimpleNamespace(rule_id=rule)) for one, rule in asking]
    assert [(one.question, len(one.rules)) for one in waiting_for(shown)] == [(many, 2), (few, 1)]


def test_the_page_asks_once_and_folds_the_rules_that_wait(browse, campaign_manager, one_rule):
    entry = make_entry()
    check_portfolio()
    page = browse(campaign_manager).get(reverse("entry", args=[entry.kind, entry.key])).content.decode()
    assert "1 open question<" in page
    assert page.index("1 rule waits for it") < page.index("The rule that waits for an answer")
    assert f'href="{reverse("edit_entry", args=[entry.kind, entry.key])}#f-description"' in page


def test_a_person_whom_nobody_names_is_not_answered_and_lies_in_no_entry_out_of_sight(campaign_manager):
    found = Finding(outcome="unknown", pointers=[place("/business_owner/email", "Business owner")])
    document = {"kind": "use_case", "key": "x"}
    [shown] = show_findings([found], document, Names(campaign_manager, [document]), form_url=None)
    [spot] = shown.places
    assert (spot.hidden, spot.actual) == (False, "not answered")


@pytest.mark.parametrize(
    ("check_id", "remedy", "advice"), [("only", "", "Ask first."), ("only", "Mend it.", ""), ("when", "", "")]
)
def test_what_the_pack_itself_asks_is_told_beside_the_questions(campaign_manager, check_id, remedy, advice):
    found = Finding(
        outcome="unknown", check_id=check_id, fix="Ask first.", remedy=remedy, pointers=[place("/eu_ai_tier")]
    )
    document = {"kind": "use_case", "key": "x"}
    [shown] = show_findings([found], document, Names(campaign_manager, [document]), form_url="")
    assert shown.advice == advice and len(shown.questions) == 1


def test_a_question_of_another_entry_leads_to_its_form_for_who_may_edit_it(service_agent):
    make_entry("data_source", key="list", title="Their list", owner_team="service")
    links = {"data_links": [{"data_source": "list"}]}
    [one] = asked(service_agent, links, place(LINKED))
    assert one.url == f"{reverse('edit_entry', args=['data_source', 'list'])}#f-licence"
    assert not one.is_own


def test_the_tier_that_other_answers_lead_to_is_asked_last_however_many_rules_wait():
    tier, other = Question("/eu_ai_tier", "Tier"), Question("/title", "Title")
    asking = [(tier, "TST-001"), (tier, "TST-002"), (other, "TST-001")]
    shown = [SimpleNamespace(questions=(one,), said=SimpleNamespace(rule_id=rule)) for one, rule in asking]
    assert [one.question for one in waiting_for(shown)] == [other, tier]


def test_whom_nobody_names_and_their_address_are_one_question(campaign_manager):
    [one] = asked(campaign_manager, {}, place("/business_owner"), place("/business_owner/email"))
    assert one.url == "/form/#f-business_owner"


def test_the_team_answers_what_is_open_and_who_knows_the_law_can_help(
    campaign_manager, marketing, privacy_officer
):
    found = Finding(
        outcome="unknown", check_id="only", who="data_protection_officer", pointers=[place("/title")]
    )
    document = {"kind": "use_case", "key": "x", "owner_team": marketing.key}
    [shown] = show_findings([found], document, Names(campaign_manager, [document]), form_url="")
    assert shown.answering == marketing.name
    assert shown.acting == Acting("Data protection officer", council=(privacy_officer.name,))


def test_what_nobody_can_answer_waits_and_is_asked_of_nobody(campaign_manager, marketing):
    found = Finding(outcome="unknown", check_id="when", who="model_owner", pointers=[place("/facts/x")])
    document = {"kind": "use_case", "key": "x", "owner_team": marketing.key}
    [shown] = show_findings([found], document, Names(campaign_manager, [document]), form_url="")
    assert shown.waits and (shown.answering, shown.acting) == ("", None)


def test_what_follows_from_the_ai_act_leads_to_the_questions_on_the_page_and_is_answered_by_the_team(
    campaign_manager, marketing, settings
):
    settings.MUSTER_PACKS = []
    found = Finding(outcome="unknown", check_id="when", pointers=[place("/facts/ai_act/tier")])
    document = {"kind": "use_case", "key": "x", "owner_team": marketing.key}
    [shown] = show_findings([found], document, Names(campaign_manager, [document]), form_url=None)
    [one] = shown.questions
    assert one.url == f"{reverse('entry', args=['use_case', 'x'])}#ai-act"
    assert one.section == "Tier under the EU AI Act"
    assert not shown.waits and shown.answering == marketing.name
