"""The admin in a real browser: every page under the strict policy, and a decision from queue to record."""

import pytest
from django.urls import reverse

from governance.models import CheckRun, Seat, Submission, Vote
from registry.models import AuditEvent
from registry.services.organisation import set_organisation
from tests.personas import make_entry, make_person, make_submission

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("one_rule")]


def change(model: str, thing) -> str:
    return reverse(f"admin:{model}_change", args=[thing.pk])


def council_pages() -> list[str]:
    submission = Submission.objects.first()
    decide = reverse("admin:governance_submission_decide")
    acts = ("suspend", "revoke", "reinstate", "approve_urgently")
    return [
        *(reverse(f"admin:governance_submission_{name}", args=[submission.pk]) for name in acts),
        reverse("admin:index"),
        reverse("admin:app_list", args=["governance"]),
        reverse("admin:governance_submission_changelist"),
        f"{reverse('admin:governance_submission_changelist')}?queue=mine&kind=use_case&q=thing",
        change("governance_submission", submission),
        f"{decide}?pk={submission.pk}",
        reverse("admin:governance_checkrun_changelist"),
        change("governance_checkrun", CheckRun.objects.filter(findings__isnull=False).first()),
        reverse("admin:registry_entry_changelist"),
        change("registry_entry", submission.entry),
        reverse("admin:registry_vendor_changelist"),
    ]


def operator_pages(person, seat) -> list[str]:
    names = ("give_role", "invite_again", "appoint", "dismiss")
    return [
        reverse("admin:registry_user_changelist"),
        reverse("admin:registry_user_add"),
        change("registry_user", person),
        *(reverse(f"admin:registry_user_{name}", args=[person.pk]) for name in names),
        reverse("admin:registry_team_changelist"),
        reverse("admin:registry_team_add"),
        reverse("admin:governance_seat_changelist"),
        reverse("admin:governance_seat_add"),
        reverse("admin:governance_seat_end", args=[seat.pk]),
        change("registry_organisation", set_organisation(by=None, legal_name="Larkfield")),
        reverse("admin:registry_auditevent_changelist"),
        change("registry_auditevent", AuditEvent.objects.first()),
    ]


def walk(visitor, addresses: list[str]) -> None:
    """Open every page at once wide and once as narrow as a phone; nothing is refused, nothing runs off."""
    for address in addresses:
        visitor.open(address)
        assert visitor.page.title().endswith("| Muster"), address
        assert visitor.refused() == [], address
        visitor.page.set_viewport_size({"width": 360, "height": 740})
        over = visitor.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert over <= 0, f"{address} runs {over} px off a phone"
        visitor.page.set_viewport_size({"width": 1280, "height": 800})
    assert visitor.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_council_breaks_the_strict_policy(visit, privacy_officer, scheme):
    make_submission(make_entry(description="AI"))
    with visit(privacy_officer, color_scheme=scheme) as visitor:
        walk(visitor, council_pages())


def test_no_page_of_the_operator_breaks_the_strict_policy(visit, operator, it_lead):
    with visit(operator) as visitor:
        walk(visitor, operator_pages(make_person("Nora New"), Seat.objects.get(holder=it_lead)))


def test_the_policy_is_watched(visit, privacy_officer):
    """The control: an inline script is refused, and both watchers see it."""
    with visit(privacy_officer) as visitor:
        page = visitor.open(reverse("admin:index"))
        page.evaluate(
            """() => { const it = document.createElement("script"); it.textContent = "window.ran = true";
                       document.body.append(it); }"""
        )
        assert page.evaluate("window.ran") is None
        assert visitor.refused()
        assert visitor.complaints


def test_a_council_member_decides_from_the_queue_by_keyboard(visit, privacy_officer):
    fine, vague = make_submission(), make_submission(make_entry(description="AI"))
    with visit(privacy_officer) as visitor:
        page = visitor.open(f"{reverse('admin:governance_submission_changelist')}?queue=mine")
        page.get_by_role("checkbox", name="Select all").or_(page.locator("#action-toggle")).first.check()
        page.get_by_label("Action:").select_option("decide")
        page.get_by_role("button", name="Go").press("Enter")

        page.get_by_label("Approve", exact=True).check()
        page.get_by_label("Reason").fill("The purpose is clear and the consent covers it.")
        page.get_by_role("button", name="Record the decision").press("Enter")
        assert f"{fine.entry}: your vote is recorded. It is approved." in page.inner_text(".messagelist")
        assert "TST-001 stands in the way" in page.inner_text(".errornote")

        page.get_by_label("Reject").check()
        page.get_by_label("Reason").fill("Nobody can tell what this is.")
        page.get_by_role("button", name="Record the decision").press("Enter")
        assert f"{vague.entry}: your vote is recorded. It is rejected." in page.inner_text(".messagelist")
        assert (visitor.refused(), visitor.complaints) == ([], [])
    assert sorted(Vote.objects.values_list("submission", "verdict")) == [
        (fine.pk, "approved"),
        (vague.pk, "rejected"),
    ]
