"""The inbox: who has one, what is in it, and deciding on several cases of low risk at once."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from governance.models import Submission, Vote
from governance.services.activations import Draft, propose_rules
from policies import Settings
from registry.models import Role
from registry.services.people import grant_role
from tests.deciding import go_on
from tests.governance.reports.test_inbox import FAST_TRACK, submitted
from tests.personas import make_entry, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_charter")]
INBOX = reverse("inbox")


def page_of(client, address=INBOX, status=200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def together(*submissions) -> str:
    return f"{reverse('decide_together')}?" + "&".join(f"pk={one.pk}" for one in submissions)


def post(client, *submissions, verdict="approved", reason="Only the ordinary duties.", **seen):
    digests = {f"seen-{one.pk}": one.review_digest for one in submissions} | seen
    return client.post(together(*submissions), {"verdict": verdict, "reason": reason} | digests, follow=True)


def statuses() -> list[str]:
    return list(Submission.objects.order_by("pk").values_list("status", flat=True))


@pytest.mark.parametrize("who", ["auditor", "leader", "operator", "campaign_manager"])
def test_only_the_council_has_an_inbox(browse, request, who):
    submission = submitted()
    client = browse(request.getfixturevalue(who))

    assert submission.entry.title not in page_of(client, INBOX, 403)
    assert submission.entry.title not in page_of(client, together(submission), 403)
    assert f'href="{INBOX}"' not in page_of(client, reverse("rules"))


def test_each_case_is_in_the_group_of_who_is_waited_for(browse, privacy_officer, marketing):
    mine, tool = submitted(title="Churn rescue"), submitted(20, "tool", title="Mailer")
    client = browse(privacy_officer)

    shown = page_of(client)
    assert mine.entry.title in shown
    assert tool.entry.title not in shown
    assert "Missing: Privacy, Security" in shown
    for group in ("others", "overdue"):
        shown = page_of(client, f"{INBOX}?show={group}")
        assert tool.entry.title in shown
        assert mine.entry.title not in shown
        assert "10 days overdue" in shown
    grant_role(privacy_officer, marketing, Role.VIEWER, by=None)
    mine.parties.add(privacy_officer)
    assert "Nothing waits for you" in page_of(client)


@pytest.mark.parametrize(
    "query", ["q=rescue+marketing", "kind=use_case", "tier=unclassified", "team=marketing", "risk="]
)
def test_filters_narrow_the_inbox(browse, privacy_officer, query):
    submitted(title="Churn rescue")
    submitted(kind="data_source", title="Till receipts", owner_team="service")
    shown = page_of(browse(privacy_officer), f"{INBOX}?{query}")

    assert "Churn rescue" in shown
    assert ("Till receipts" in shown) == (query == "risk=")
    assert "No case matches" in page_of(browse(privacy_officer), f"{INBOX}?{query}&q=zebra")


def test_every_page_tells_how_much_waits_and_the_inbox_what_waits_beside_submissions(
    browse, privacy_officer, it_lead
):
    submitted()
    draft = Draft(settings=Settings({}, {"TST-001": "observe"}))
    propose_rules(draft, by=it_lead, reason="Until spring.")

    assert '1<span class="visually-hidden"> wait for you' in page_of(
        browse(privacy_officer), reverse("rules")
    )
    assert "change of the rules waits for your decision" in page_of(browse(privacy_officer))
    assert "change of the rules" not in page_of(browse(it_lead))


def test_a_preview_shows_each_case_and_votes_on_nothing(browse, privacy_officer):
    fine, grave = submitted(**FAST_TRACK), submitted()
    shown = page_of(browse(privacy_officer), together(fine, grave))

    assert f'name="seen-{fine.pk}" value="{fine.review_digest}"' in shown
    assert f"seen-{grave.pk}" not in shown
    assert "This is not low risk" in shown
    assert "Record 1 vote" in shown
    assert not Vote.objects.exists()


def test_several_are_voted_on_each_on_its_merits_and_what_was_refused_stays(browse, privacy_officer):
    fine, own = submitted(**FAST_TRACK), submitted(**FAST_TRACK, owner_team="service")
    vague, grave = submitted(**FAST_TRACK | {"description": "AI"}), submitted()
    grant_role(privacy_officer, own.team, Role.VIEWER, by=None)
    shown = post(browse(privacy_officer), fine, own, vague, grave).content.decode()

    assert statuses() == ["approved", "in_review", "in_review", "in_review"]
    assert list(Vote.objects.values_list("submission", "reason")) == [(fine.pk, "Only the ordinary duties.")]
    assert escape(f"{fine.entry}: your vote is recorded. It is approved.") in shown
    assert "You belong to Service" in shown
    assert shown.count("This is not low risk, or something blocks it") == 2


def test_what_changed_or_was_not_shown_is_not_voted_on(browse, privacy_officer):
    first, second = submitted(**FAST_TRACK), submitted(**FAST_TRACK)
    client = browse(privacy_officer)

    shown = post(client, first, **{f"seen-{first.pk}": "another"}).content.decode()
    assert "it changed since" in shown
    assert "Only the ordinary duties." in shown
    said = {"verdict": "approved", "reason": "Fine.", f"seen-{first.pk}": first.review_digest}
    assert "It was not on the page" in client.post(together(first, second), said).content.decode()
    assert statuses() == ["approved", "in_review"]


def test_a_case_is_shown_with_all_that_was_frozen_of_it(browse, privacy_officer):
    source = make_entry("data_source", title="Till receipts", provenance="From Troy")
    links = [{"data_source": source.key, "usage": "training"}]
    fine, grave = submitted(**FAST_TRACK, data_links=links), submitted(customer_goal="Stay with us")
    shown = page_of(browse(privacy_officer), together(fine, grave))
    assert "From Troy" in shown and "Till receipts" in shown
    assert "Stay with us" not in shown, "it is not decided on from here"


def test_a_case_that_changed_since_it_was_shown_is_a_conflict_and_the_others_are_decided(
    browse, privacy_officer
):
    other, seen = submitted(**FAST_TRACK), submitted(**FAST_TRACK)
    shown_then = {f"seen-{seen.pk}": seen.review_digest}
    now = go_on(seen, description=f"{FAST_TRACK['description']} Also of who prays.")
    client = browse(privacy_officer)

    address = f"{together(now)}&seen-{now.pk}={seen.review_digest}"
    answer = post(client, other, now, **shown_then)
    assert (answer.status_code, statuses()) == (409, ["approved", "in_review"])
    for page in (answer.text, page_of(client, address)):
        begin = page.index("What is different now")
        told = page[begin : page.index("</table>", begin)]
        assert FAST_TRACK["description"] in told and "Also of who prays." in told
        assert f'name="seen-{now.pk}" value="{now.review_digest}"' in page
        assert page.count("What is different now") == 1
    assert "Only the ordinary duties.</textarea>" in answer.text
    assert post(client, now, reason=" ", **shown_then).status_code == 409
    assert post(client, now).redirect_chain[-1][0] == INBOX
    assert statuses() == ["approved", "approved"]


def test_a_second_click_changes_nothing_and_a_late_one_says_so(browse, privacy_officer):
    fine = submitted(**FAST_TRACK)
    for _ in range(2):
        assert post(browse(privacy_officer), fine).redirect_chain[-1][0] == INBOX
    assert Vote.objects.count() == 1
    late = post(browse(make_person("Petra Privacy", seat="privacy")), fine)
    assert late.status_code == 409
    assert "It is approved: there is nothing to vote on." in late.content.decode()
    assert "What you wrote, to keep" in late.text and "Only the ordinary duties." in late.text


@pytest.mark.parametrize(
    ("verdict", "reason", "words"),
    [
        ("approved", " ", "Say why"),
        ("", "Because.", "Choose what you say"),
        ("rejected", "No.", "valid choice"),
    ],
)
def test_without_a_verdict_for_several_and_a_reason_nothing_happens(
    browse, privacy_officer, verdict, reason, words
):
    fine = submitted(**FAST_TRACK)
    shown = post(browse(privacy_officer), fine, verdict=verdict, reason=reason).content.decode()
    assert words in shown
    assert "<title>Error: " in shown
    assert statuses() == ["in_review"]


@pytest.mark.parametrize("query", ["", "?pk=x&pk=-1&pk=99999999999999999999", "?" + "pk=1&pk=2&" * 2])
def test_addresses_that_name_nothing_or_nobodys_are_answered(browse, privacy_officer, query):
    answer = browse(privacy_officer).get(reverse("decide_together") + query, follow=True).content.decode()
    assert "Choose between 1 and 25 cases" in answer or "None of these can be decided on" in answer


def test_more_than_a_page_of_cases_is_not_decided_on_at_once(browse, privacy_officer):
    address = f"{reverse('decide_together')}?" + "&".join(f"pk={pk}" for pk in range(1, 27))
    assert "Choose between 1 and 25 cases" in browse(privacy_officer).get(address, follow=True).text


def test_after_a_vote_the_page_leads_to_the_next_case(browse, privacy_officer):
    first, second = submitted(5), submitted()
    client = browse(privacy_officer)
    said = {"verdict": "abstained", "reason": "No view.", "seen_digest": first.review_digest}
    shown = client.post(reverse("decide", args=[first.pk]), said, follow=True).content.decode()

    assert "button--main" in shown.split('data-key="j"')[0].rpartition("<a")[2]
    assert f'data-key="j" href="{reverse("submission", args=[second.pk])}"' in shown
