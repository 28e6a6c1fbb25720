"""Waivers are held against the ledger, so that a forged one shows."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from governance.models import Waiver, WaiverApproval
from governance.services.verifying_waivers import find_changed_waivers
from governance.services.waivers import reject_waiver, revoke_waiver, withdraw_waiver
from registry import clock
from tests.personas import make_entry, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def waiver(privacy_officer):
    return make_waiver(make_entry(description="AI"), approver=privacy_officer)


def reasons():
    return [found.reason for found in find_changed_waivers()]


def test_what_the_services_wrote_holds(waiver, privacy_officer, campaign_manager):
    assert reasons() == []
    revoke_waiver(waiver, by=privacy_officer, reason="Enough.")
    reject_waiver(make_waiver(waiver.entry), by=privacy_officer, reason="No.")
    withdraw_waiver(make_waiver(waiver.entry), by=campaign_manager)
    assert reasons() == []


@pytest.mark.parametrize(
    ("forged", "told"),
    [
        ({"expires_on": clock.today() + timedelta(days=170)}, "what was asked for was changed"),
        ({"compensating_control": "Nothing."}, "what was asked for was changed"),
        ({"evidence": {}}, "what was asked for was changed"),
        ({"status": "asked"}, "its state was changed"),
        ({"granted_on": clock.today() - timedelta(days=1)}, "the day it was granted was changed"),
        ({"ended_why": "All is well."}, "why it ended was changed"),
    ],
)
def test_a_forged_waiver_is_found(waiver, forged, told):
    Waiver.objects.filter(pk=waiver.pk).update(**forged)
    assert told in reasons()
    with pytest.raises(CommandError):
        call_command("verify_ledger")


def test_a_slipped_in_approval_and_a_slipped_in_waiver_are_found(waiver, it_lead):
    WaiverApproval.objects.create(waiver=waiver, approver=it_lead, seat="it", reason="Fine.")
    assert reasons() == ["who approved it, or why, was changed"]
    waiver.pk = None
    waiver.save()
    assert "the ledger tells of no such waiver" in reasons()


def test_a_waiver_that_is_gone_is_found(waiver):
    WaiverApproval.objects.all().delete()
    Waiver.objects.all().delete()
    assert reasons() == ["the waiver that the ledger tells of is gone"]
