"""Who may approve an assessment: nobody with a part in it, whenever they had it."""

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import Assessment
from governance.services.assessments import start_assessment
from registry.models import Entry, User
from tests.assessing import approve, save, submit
from tests.personas import change_entry, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("part", ["writer", "team", "accountable"])
def test_nobody_approves_what_they_have_a_part_in(risky, campaign_manager, privacy_officer, marketing, part):
    if part == "accountable":
        change_entry(risky, accountable_person=privacy_officer.email)
    assessment = start_assessment(Entry.objects.get(pk=risky.pk), "dpia", by=campaign_manager)
    if part == "writer":
        assessment.writers.add(privacy_officer)
    if part == "team":
        from registry.services.people import grant_role

        grant_role(privacy_officer, marketing, "viewer", by=None)
    waiting = submit(assessment, campaign_manager)
    with pytest.raises(PermissionDenied, match="Someone else with the Privacy seat"):
        approve(waiting, privacy_officer)
    assert not Assessment.objects.awaiting_seat_of(privacy_officer).exists()


@pytest.fixture
def colleague_with_seat(marketing) -> User:
    return make_person("Cara Colleague", team=marketing, seat="privacy")


def refused(waiting: Assessment, person: User) -> str:
    with pytest.raises(PermissionDenied) as said:
        approve(waiting, person)
    assert not Assessment.objects.awaiting_seat_of(person).exists()
    return str(said.value)


def test_who_wrote_what_a_renewal_carries_over_can_not_approve_it(
    dpia, risky, campaign_manager, colleague_with_seat, privacy_officer
):
    approve(submit(save(dpia, colleague_with_seat), campaign_manager), privacy_officer)
    colleague_with_seat.memberships.all().delete()
    waiting = submit(start_assessment(risky, "dpia", by=campaign_manager), campaign_manager)
    assert "You helped to write this" in refused(waiting, colleague_with_seat)


def test_leaving_the_team_or_handing_the_entry_over_makes_nobody_a_judge(
    dpia, risky, campaign_manager, colleague_with_seat, marketing, service_team
):
    waiting = submit(dpia, campaign_manager)
    change_entry(risky, owner_team="service")
    waiting = Assessment.objects.get(pk=waiting.pk)
    assert f"You belong to {marketing}" in refused(waiting, colleague_with_seat)
    colleague_with_seat.memberships.all().delete()
    assert "You had a part in this" in refused(waiting, colleague_with_seat)


def test_who_edited_the_entry_can_not_approve_what_was_filled_in_from_it(
    risky, campaign_manager, colleague_with_seat
):
    change_entry(risky, by=colleague_with_seat, description="Calls people twice.")
    colleague_with_seat.memberships.all().delete()
    started = start_assessment(Entry.objects.get(pk=risky.pk), "dpia", by=campaign_manager)
    assert "You edited what is being decided" in refused(
        submit(started, campaign_manager), colleague_with_seat
    )
