"""Overlaps on pages: the panel's answers, the list, two side by side, and what who sees what."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import OverlapDecision, OverlapQuestion
from governance.services.overlaps import ask_council, decide_overlap
from registry.models import Entry, OverlapSignature
from registry.services.comparing import compare_everything, compare_waiting
from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_entry

pytestmark = pytest.mark.django_db
SAME = {"vendor": "Tallis", "product": "Voice Insights"}
FORM = {"title": "Voice Insights again", "owner_team": "marketing", **SAME}


@pytest.fixture
def twins(marketing):
    return make_entry("tool", title="Voice Insights", **SAME), make_entry("tool", title="Voice two", **SAME)


@pytest.fixture
def theirs(service_team):
    return make_entry("tool", title="Hushbox Zanzibar", owner_team=service_team, **SAME)


@pytest.fixture
def client(browse, campaign_manager):
    return browse(campaign_manager)


def page_of(response) -> str:
    assert response.status_code == 200
    return b"".join(response).decode()


def pair_url(entry, other, name="overlap") -> str:
    return reverse(name, args=[entry.kind, entry.key, other.key])


def test_the_panel_asks_what_should_become_of_it_and_stores_nothing(client, twins):
    page = page_of(client.post(reverse("check_unsaved", args=["tool"]), FORM))
    for twin in twins:
        assert twin.title in page and f'name="overlap:outcome:{twin.key}"' in page
    assert not OverlapDecision.objects.exists()


def test_an_answer_is_kept_with_the_form_and_recorded_when_it_is_saved(client, campaign_manager, twins):
    said = FORM | {f"overlap:outcome:{twins[0].key}": "join", "title": ""}
    failed = page_of(client.post(reverse("register_kind", args=["tool"]), said))
    assert '<option value="join" selected>' in failed
    assert not OverlapDecision.objects.exists()
    assert client.post(reverse("register_kind", args=["tool"]), said | FORM).status_code == 302
    decision = OverlapDecision.objects.get()
    assert (decision.entry.title, decision.other, decision.outcome) == (FORM["title"], twins[0], "join")
    assert decision.decided_by == campaign_manager


def test_without_its_comparison_nothing_is_saved(client, twins):
    said = FORM | {f"overlap:outcome:{twins[0].key}": "justify"}
    page = page_of(client.post(reverse("register_kind", args=["tool"]), said))
    assert "<title>Error: " in page and "what does each do that the other" in page
    assert not Entry.objects.filter(title=FORM["title"]).exists()
    said |= {f"overlap:reason:{twins[0].key}": "Ours hears Finnish."}
    assert client.post(reverse("register_kind", args=["tool"]), said).status_code == 302
    assert OverlapDecision.objects.get().reason == "Ours hears Finnish."


def test_an_answer_on_what_no_longer_looks_alike_is_kept(client, twins):
    said = FORM | {f"overlap:outcome:{twins[0].key}": "extend", "title": "Stock planner", "product": "Stock"}
    page = page_of(client.post(reverse("check_unsaved", args=["tool"]), said | {"vendor": "Other"}))
    hidden = f'<input type="hidden" name="overlap:outcome:{twins[0].key}" value="extend">'
    assert hidden in page


def test_an_answer_on_what_is_out_of_sight_is_like_one_on_nothing(client, theirs):
    answers = {key: f"overlap:outcome:{key}" for key in (theirs.key, "nothing")}
    pages = []
    for key, name in answers.items():
        page = page_of(client.post(reverse("register_kind", args=["tool"]), FORM | {name: "join"}))
        assert "There is no such entry that you can see." in page
        pages.append(page.replace(key, ""))
    assert not Entry.objects.filter(title=FORM["title"]).exists()


def test_out_of_sight_only_a_department_is_told_and_the_council_can_be_asked(client, theirs):
    page = page_of(client.post(reverse("check_unsaved", args=["tool"]), FORM))
    assert "A team in Customer experience has something like this." in page
    assert "Zanzibar" not in page and theirs.key not in page
    client.post(reverse("register_kind", args=["tool"]), FORM | {"overlap:ask": "1"})
    assert OverlapQuestion.objects.get().entry.title == FORM["title"]


def test_a_team_without_a_department_is_another_team(client, theirs):
    theirs.owner_team.function = None
    theirs.owner_team.save()
    page = page_of(client.post(reverse("check_unsaved", args=["tool"]), FORM))
    assert "Another team has something like this." in page


def test_an_entry_is_decided_on_from_its_page_with_one_button(client, twins):
    page = page_of(client.get(url_of(twins[0])))
    assert "Much like this" in page and pair_url(*twins) in page
    seen = page.split('name="seen" value="')[1][:64]
    back = f"{url_of(twins[0])}#alike"
    answer = client.post(pair_url(*twins), {"outcome": "not_the_same", "seen": seen, "next": back})
    assert answer.url == back
    page = page_of(client.get(url_of(twins[1])))
    assert "Told apart" in page and "Cara Campaign" in page


def test_both_ends_say_who_decided_and_when(client, campaign_manager, twins):
    decide_overlap(*twins, by=campaign_manager, outcome="join")
    for twin in twins:
        page = page_of(client.get(url_of(twin)))
        assert "Voice Insights gives way to Voice two" in page and "Cara Campaign" in page


def test_what_stands_against_a_decision_is_said_and_what_was_typed_is_kept(client, twins):
    page = page_of(client.get(pair_url(*twins)))
    seen = page.split('name="seen" value="')[1][:64]
    page = page_of(client.post(pair_url(*twins), {"outcome": "justify", "seen": seen}))
    assert "<title>Error: " in page and "Compare the two" in page
    change_entry(twins[1], description="It has changed.")
    said = {"outcome": "join", "seen": seen, "reason": "Kept words."}
    page = page_of(client.post(pair_url(*twins), said))
    assert "Look again." in page and "Kept words." in page
    assert not OverlapDecision.objects.exists()


def test_a_decision_never_leads_to_another_site(client, twins):
    page = page_of(client.get(pair_url(*twins)))
    seen = page.split('name="seen" value="')[1][:64]
    said = {"outcome": "join", "seen": seen, "next": "https://evil.example/"}
    assert client.post(pair_url(*twins), said).url == url_of(twins[0])


def test_a_decision_is_withdrawn_from_the_page_of_the_two(client, campaign_manager, twins):
    decide_overlap(*twins, by=campaign_manager, outcome="join")
    client.post(pair_url(*twins, name="withdraw_overlap"))
    assert not OverlapDecision.objects.standing().exists()
    assert "Earlier decisions" in page_of(client.get(pair_url(*twins)))


def test_who_may_not_see_one_of_two_finds_no_page_of_them(client, twins, theirs):
    for pair in ((twins[0], theirs), (theirs, twins[0])):
        assert client.get(pair_url(*pair)).status_code == 404
        assert client.post(pair_url(*pair), {"outcome": "join"}).status_code == 404


def test_who_only_reads_is_told_who_decides(browse, viewer, twins):
    page = page_of(browse(viewer).get(pair_url(*twins)))
    assert "Who can decide" in page and 'name="outcome"' not in page


def test_the_list_shows_groups_with_evidence_and_its_filters_narrow_it(client, campaign_manager, twins):
    make_entry("tool", title="Voice three", **SAME)
    compare_waiting()
    url = reverse("overlaps")
    response = client.get(url)
    (cluster,) = response.context["clusters"]
    assert {one.title for one in cluster.entries} == {"Voice Insights", "Voice two", "Voice three"}
    assert "Same product" in page_of(response)
    decide_overlap(*twins, by=campaign_manager, outcome="not_the_same")
    expected = {"": 2, "state=told_apart": 1, "state=open": 2, "state=decided": 0, "kind=ai_model": 0}
    expected |= {"score=1": 2, "score=0.5": 2, "score=much": 2}
    assert {query: client.get(f"{url}?{query}").context["pair_count"] for query in expected} == expected
    assert client.get(f"{url}?team=nonsense&kind=nonsense").status_code == 200


def test_the_list_tells_what_duplicates_cost(client, marketing):
    for cost in (1000, 3000):
        make_entry("tool", annual_cost=cost, **SAME, currency="EUR")
    compare_waiting()
    page = page_of(client.get(reverse("overlaps")))
    assert "EUR 4,000 a year" in page and "all but the dearest cost EUR 1,000" in page


def test_the_csv_holds_the_same_pairs_and_runs_nothing(client, twins, campaign_manager):
    change_entry(twins[0], title="=cmd()")
    compare_waiting()
    answer = client.get(reverse("overlaps_csv"))
    (row,) = csv.DictReader(io.StringIO(page_of(answer)))
    assert (row["key"], row["other_key"], row["level"]) == (twins[0].key, twins[1].key, "duplicate")
    assert row["title"] == "'=cmd()"


def test_neither_list_nor_csv_tells_of_what_is_out_of_sight(client, leader, browse, twins, theirs):
    compare_waiting()
    for name in ("overlaps", "overlaps_csv"):
        assert "Zanzibar" not in page_of(client.get(reverse(name)))
        assert "Zanzibar" in page_of(browse(leader).get(reverse(name)))


def test_what_teams_asked_is_a_filter_for_the_council(browse, it_lead, campaign_manager, twins, theirs):
    compare_waiting()
    ask_council(twins[0], by=campaign_manager)
    response = browse(it_lead).get(f"{reverse('overlaps')}?state=asked")
    assert response.context["pair_count"] == 2


def test_pages_cost_as_many_queries_however_many_overlaps_there_are(client, campaign_manager, twins):
    compare_waiting()
    urls = [reverse("overlaps"), url_of(twins[0])]

    def counted() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found.append(len(queries))
        return found

    counted()
    before = counted()
    more = [make_entry("tool", title=f"Voice {number}", **SAME) for number in range(4)]
    compare_waiting()
    decide_overlap(twins[0], more[0], by=campaign_manager, outcome="join")
    after = counted()
    assert after[0] <= before[0] + 2 and after[1] <= before[1] + 2
    assert before[0] <= 25


def test_while_something_is_still_to_be_compared_the_list_says_so(client, twins):
    page = page_of(client.get(reverse("overlaps")))
    assert "No overlap found so far" in page and "Nothing looks alike" not in page
    OverlapSignature.objects.update(digest="", signed_by="")  # as a migration leaves them
    assert "No overlap found so far" in page_of(client.get(reverse("overlaps")))
    compare_everything()
    assert "More pairs may be found" not in page_of(client.get(reverse("overlaps")))
