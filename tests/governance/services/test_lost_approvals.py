"""An approval counts for as long as its giver could give it, until the waiver is granted."""

import pytest
from django.urls import reverse

from governance.models import Waiver, WaiverStatus
from governance.permissions import lost_approvals
from governance.services.portfolio import check_portfolio
from governance.services.seats import give_seat
from governance.services.verifying_waivers import find_changed_waivers
from governance.services.waivers import approve_waiver, reject_waiver
from registry.models import AuditEvent
from registry.services.people import grant_role
from tests.governance.api.conftest import Program
from tests.personas import change_entry, make_entry, make_person, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_have_to_approve")]


@pytest.fixture
def entry(marketing):
    return make_entry(rag_enabled=False)


@pytest.fixture
def waiver(entry, privacy_officer) -> Waiver:
    """The privacy officer is the first who approved it."""
    return approve_waiver(make_waiver(entry), by=privacy_officer, reason="For now.")


def lost_of(waiver) -> list[str]:
    return list(lost_approvals(Waiver.objects.with_people().filter(pk=waiver.pk)).values())


def leave(person, entry):
    person.is_active = False
    person.save()


def lose_the_seat(person, entry):
    person.seats.all().delete()


def join_the_team(person, entry):
    grant_role(person, entry.owner_team, "viewer", by=None)


def edit_the_entry(person, entry):
    entry.revisions.update(author=person)


def answer_for_it(person, entry):
    change_entry(entry, accountable_person=person.email)


LOSSES = [
    (leave, "holds no seat that may waive any more"),
    (lose_the_seat, "holds no seat that may waive any more"),
    (join_the_team, "has a part in this by now"),
    (edit_the_entry, "has a part in this by now"),
    (answer_for_it, "has a part in this by now"),
]


@pytest.mark.parametrize(("lose", "why"), LOSSES)
def test_who_could_not_approve_today_is_not_counted(lose, why, waiver, entry, privacy_officer, it_lead):

    lose(privacy_officer, entry)
    check_portfolio()
    assert approve_waiver(waiver, by=it_lead, reason="Fine.").status == WaiverStatus.ASKED
    assert lost_of(waiver) == [why]
    third = make_person("Lena Legal", seat="legal")
    granted = approve_waiver(waiver, by=third, reason="Fine.")
    assert granted.status == WaiverStatus.GRANTED
    assert set(granted.as_policy().approvers) == {it_lead.email, third.email}
    assert lost_of(waiver) == ["could not approve any more when it was granted"]
    assert list(find_changed_waivers()) == []


def test_what_was_granted_stays_so_when_an_approver_loses_the_seat(waiver, privacy_officer, it_lead, entry):
    granted = approve_waiver(waiver, by=it_lead, reason="Fine.")
    lose_the_seat(privacy_officer, entry)
    assert lost_of(waiver) == []
    assert len(granted.as_policy().approvers) == 2


def test_who_can_approve_again_counts_again_and_saying_it_once_more_grants_it(
    waiver, privacy_officer, it_lead, entry, client
):
    lose_the_seat(privacy_officer, entry)
    approve_waiver(waiver, by=it_lead, reason="Fine.")
    give_seat(privacy_officer, "privacy", by=None)
    client.force_login(it_lead)
    assert client.get(reverse("waiver", args=[waiver.pk])).context["form"] is not None
    assert approve_waiver(waiver, by=it_lead, reason="Fine.").status == WaiverStatus.GRANTED


def test_the_approver_is_told_and_every_door_counts_alike(waiver, entry, privacy_officer, it_lead, client):
    lose_the_seat(privacy_officer, entry)
    client.force_login(it_lead)
    said = {"decision": "approve", "reason": "Fine."}
    page = client.post(reverse("decide_waiver", args=[waiver.pk]), said, follow=True).content.decode()
    assert "Pia Privacy holds no seat that may waive any more: this approval does not count." in page
    assert "1 of 2" in page
    assert "1 of 2" in client.get(reverse("waivers")).content.decode()
    told = Program(it_lead).get(f"waivers/{waiver.pk}/").json()["approvals"]
    assert [one["not_counted_because"] for one in told] == ["holds no seat that may waive any more", ""]
    admin = client.get(reverse("admin:governance_waiver_change", args=[waiver.pk])).content.decode()
    assert "Does not count:" in admin


def test_a_request_that_is_over_loses_nothing_more(waiver, it_lead, privacy_officer, entry):
    reject_waiver(waiver, by=it_lead, reason="No.")
    lose_the_seat(privacy_officer, entry)
    assert lost_of(waiver) == []


def test_any_number_costs_the_same_queries(waiver, it_lead, django_assert_num_queries):
    approve_waiver(make_waiver(make_entry(rag_enabled=False)), by=it_lead, reason="Fine.")
    rows = list(Waiver.objects.with_people())
    for number in (1, 2):
        with django_assert_num_queries(5):
            lost_approvals(rows[:number])


def test_an_approval_that_is_made_to_count_is_found(waiver):
    waiver.approvals.update(counted=True)
    assert [one.reason for one in find_changed_waivers()] == ["whose approval counted was changed"]


def test_the_ledger_names_those_on_whose_approvals_it_was_granted(waiver, privacy_officer, it_lead):
    approve_waiver(waiver, by=it_lead, reason="Fine.")
    event = AuditEvent.objects.get(action="waiver.granted")
    assert event.body["approved_by"] == sorted([str(privacy_officer.uid), str(it_lead.uid)])
