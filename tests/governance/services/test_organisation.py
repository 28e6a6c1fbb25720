"""The organisation itself is checked: each night with the portfolio, and when it changes."""

from datetime import timedelta

import pytest

from governance.models import OrganisationCheck
from governance.services.portfolio import check_portfolio
from registry import clock
from registry.models import AuditEvent
from registry.services.organisation import set_organisation
from tests.personas import check_organisation, make_entry

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "legal_name": "Example Goods B.V.",
    "ai_policy_url": "https://example.org/ai",
    "concern_channel_url": "https://example.org/speak-up",
}


def outcomes(check):
    return {(said["rule_id"], said["outcome"]) for said in check.report["findings"]}


def test_an_installation_without_an_organisation_has_nothing_to_check():
    assert check_organisation() is None
    assert not OrganisationCheck.objects.exists()


def test_packs_that_ask_nothing_of_it_leave_no_check(one_rule):
    set_organisation(by=None, **ADDRESSES)
    assert check_organisation() is None


def test_a_policy_that_nobody_looked_at_for_a_year_is_found():
    set_organisation(by=None, **ADDRESSES, ai_policy_reviewed_on=clock.today() - timedelta(days=400))
    assert ("GOV-003", "fail") in outcomes(check_organisation())


def test_the_newest_check_stands():
    set_organisation(by=None, **ADDRESSES)
    assert ("GOV-003", "unknown") in outcomes(check_organisation())
    set_organisation(by=None, ai_policy_reviewed_on=clock.today())
    newer = check_organisation()
    assert OrganisationCheck.objects.first() == newer
    assert newer.report["verdict"] == "pass"


def test_it_counts_the_tools_that_were_registered():
    set_organisation(by=None, **ADDRESSES, ai_policy_reviewed_on=clock.today(), single_sourcing_limit=1)
    for _ in range(2):
        make_entry("tool", tool_category="crm", status="sanctioned")
    assert outcomes(check_organisation()) == {("DUP-002", "fail")}


def test_the_check_of_the_portfolio_includes_it():
    set_organisation(by=None, **ADDRESSES)
    check_portfolio()
    assert OrganisationCheck.objects.count() == 1


def test_it_is_checked_again_once_a_change_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_organisation(by=None, **ADDRESSES)
    assert OrganisationCheck.objects.count() == 1


def test_what_the_organisation_says_of_itself_has_everything_checked_again(
    one_rule, django_capture_on_commit_callbacks
):
    entry = make_entry()
    with django_capture_on_commit_callbacks(execute=True):
        set_organisation(by=None, **ADDRESSES, jurisdictions=["EU"])
    before = entry.checks.get(is_current=True)
    with django_capture_on_commit_callbacks(execute=True):
        set_organisation(by=None, jurisdictions=["US-CA"])
    assert entry.checks.get(is_current=True).queued_at > before.queued_at


def test_the_ledger_tells_where_the_organisation_was_and_is(one_rule):
    set_organisation(by=None, **ADDRESSES, jurisdictions=["EU"])
    set_organisation(by=None, jurisdictions=["US-CA"])
    event = AuditEvent.objects.filter(action="organisation.changed").order_by("sequence").last()
    assert event.body["jurisdictions"] == {"before": ["EU"], "after": ["US-CA"]}
