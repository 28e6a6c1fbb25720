"""What pages say of approvals that are suspended, drift or run out."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import Submission
from governance.services.approvals import revoke_approval, suspend_approval
from governance.services.expiring import expire_approvals
from governance.services.voting import cast_vote
from registry import clock
from registry.models import Entry
from tests.governance.views.conftest import url_of
from tests.personas import change_entry, make_entry, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
GOOD = "Calls customers who are about to leave."


@pytest.fixture
def approved(privacy_officer, campaign_manager, service_team):
    """A use case of marketing, with data of its own and of a team that it sees nothing of."""
    theirs = make_entry("data_source", key="calls", title="Secret calls", owner_team=service_team)
    ours = make_entry("data_source", title="Our records", data_categories=["user.contact"])
    links = [{"data_source": theirs.key}, {"data_source": ours.key}]
    submission = make_submission(make_entry(description=GOOD, data_links=links), by=campaign_manager)
    seen = submission.review_digest
    return cast_vote(submission, "approved", by=privacy_officer, reason="Fine.", seen_digest=seen)


def pages_of(client, submission):
    return [
        client.get(url).content.decode()
        for url in (url_of(submission.entry), reverse("submission", args=[submission.pk]))
    ]


def called(title):
    return Entry.objects.get(title=title)


def test_a_suspended_approval_shows_each_field_that_differs(browse, approved, campaign_manager):
    change_entry(called("Our records"), data_categories=["user.health_and_medical"], tags=["x"])
    client = browse(campaign_manager)
    for page in pages_of(client, approved):
        assert "What changed since it was approved" in page
        assert "a data source that it links to" in page
        assert "What it holds" in page and "New: sensitive data" in page
        assert reverse("submit_entry", args=[approved.entry.kind, approved.entry.key]) in page
    (task,) = (one for one in client.get(reverse("home")).context["tasks"] if "suspended" in one.text)
    assert len(client.get(task.url).context["page"].object_list) == task.count == 1


def test_nothing_is_told_of_what_the_reader_cannot_see(browse, approved, campaign_manager, privacy_officer):
    change_entry(called("Secret calls"), data_categories=["user.biometric"], record_count=77)
    for page in pages_of(browse(campaign_manager), approved):
        assert "Something changed in entries that you can't see." in page
        assert "What it holds" not in page.split("What was frozen")[0].split('id="stale"')[1].split("<h2")[0]
        assert "Secret calls" not in page and "iometric" not in page
    assert all("iometric" in page for page in pages_of(browse(privacy_officer), approved))


@pytest.mark.parametrize(("end", "word"), [(suspend_approval, "Suspended"), (revoke_approval, "Revoked")])
def test_the_page_of_an_entry_says_who_ended_its_approval_when_and_why(
    browse, approved, campaign_manager, privacy_officer, end, word
):
    end(approved, by=privacy_officer, reason="A leak is looked into.")
    for page in pages_of(browse(campaign_manager), approved):
        ended = page[page.index('id="ended"') :]
        ended = ended[: ended.index("</section>")]
        for words in (
            word,
            "A leak is looked into.",
            "By Pia Privacy, Privacy seat",
            f"{clock.today():%-d %B}",
        ):
            assert words in ended
        assert page.count("A leak is looked into.") == 1
    entry = pages_of(browse(campaign_manager), approved)[0]
    assert reverse("submission", args=[approved.pk]) in entry[entry.index('id="ended"') :]


def test_muster_itself_is_named_where_it_ended_an_approval(browse, approved, campaign_manager, later):
    Submission.objects.update(valid_until=clock.today())
    later(1)
    expire_approvals()
    for page in pages_of(browse(campaign_manager), approved):
        assert page.count("It counted until") == 1
        assert "By Muster." in page


def test_what_is_again_as_it_was_can_be_put_in_force(browse, approved, privacy_officer):
    change_entry(approved.entry, description="Sells customers.")
    change_entry(approved.entry, description=GOOD)
    for page in pages_of(browse(privacy_officer), approved):
        assert "stands on is as it was approved" in page


@pytest.mark.parametrize(
    ("days", "said"), [(31, ""), (30, "The approval ends soon"), (0, "ends soon"), (-1, "has ended")]
)
def test_what_ends_soon_is_certified_again_with_one_click(browse, approved, campaign_manager, days, said):
    Submission.objects.update(valid_until=clock.today() + timedelta(days=days))
    client = browse(campaign_manager)
    for page in pages_of(client, approved):
        assert ("Certify it again" in page) == bool(said)
        assert said in page
    tasks = [one for one in client.get(reverse("home")).context["tasks"] if "certify" in one.text]
    assert [one.count for one in tasks] == ([1] if days in (30, 0) else [])
    for task in tasks:
        assert len(client.get(task.url).context["page"].object_list) == 1
    make_submission(approved.entry, by=campaign_manager)
    assert "Certify it again" not in pages_of(client, approved)[0]


def test_what_drifts_says_since_when_and_that_it_counts(browse, approved, campaign_manager):
    Submission.objects.update(drifts_since=clock.now())
    client = browse(campaign_manager)
    for page in pages_of(client, approved):
        assert "It was approved, and fails rules of today" in page
    assert [one.text for one in client.get(reverse("home")).context["tasks"]][0] == (
        "approved, failing rules of today"
    )
