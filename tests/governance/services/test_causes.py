"""Whatever an answer can follow from, a pass over everything notices that it has changed."""

from collections.abc import Iterator
from datetime import timedelta
from inspect import isgeneratorfunction

import pytest

from governance.models import CheckRun
from governance.services.activations import Draft, activate_rules, propose_rules
from governance.services.engine import Checker
from governance.services.portfolio import check_portfolio
from governance.services.voting import cast_vote
from governance.services.waivers import approve_waiver, revoke_waiver
from policies import Settings
from policies.record import KINDS
from registry import clock
from registry.models import Entry, Team
from registry.services.organisation import define_kpi, define_purpose, describe_vendor, set_organisation
from tests.assessing import approve, submit
from tests.personas import change_entry, make_entry, make_person, make_submission, make_team, make_waiver
from tests.policies.writing import check_of, rule_of
from tests.portfolio import rules

pytestmark = pytest.mark.django_db
GOOD = "Calls customers who are about to leave."
Cause = Iterator[None]


def words(number: int, kinds: list[str], that: dict, **more) -> dict:
    return rule_of(id=f"TST-00{number}", applies_to=kinds, require=[check_of(that)], **more)


@pytest.fixture(autouse=True)
def everything_is_read(settings, tmp_path):
    """A rule for whatever a record does not say itself."""
    waived = {"allowed": True, "approvals": 1}
    gates = ["submit", "approve", "ci", "schedule"]
    dated = {"refreshed_on": {"after": {"ago": {"param": "oldest"}}}}
    rules(
        settings,
        tmp_path,
        words(1, sorted(KINDS), {"description": {"min_length": 20}}, waiver=waived, gates=gates),
        words(2, ["tool"], {"facts.others.size": {"lte": 0}}),
        words(3, ["tool"], {"facts.alike.size": {"lte": 0}}),
        words(4, ["use_case"], {"facts.decided.items": {"empty": False}}),
        words(5, ["consent_scope"], dated),
        facts={
            "others": {"kind": "peers", "of": "tool", "same": ["tool_category"]},
            "alike": {"kind": "overlap", "of": "tool"},
            "decided": {"kind": "decisions", "of": "use_case"},
        },
        params={"oldest": {"type": "duration", "default": "P30D", "min": "P1D", "max": "P90D"}},
    )


WHAT = ("rule_id", "check_id", "outcome", "disposition", "mode", "blocks", "evidence_digest")


def is_outdated(entry: Entry, checker: Checker) -> bool:
    """Whether the current check is not what one made now comes to; words may be of another day."""
    report, run = checker.under_check(entry.document).report(), entry.checks.filter(is_current=True).first()
    if run is None or (run.as_of == clock.today() and run.report_digest != report.digest):
        return True
    kept = sorted(run.findings.values_list(*WHAT))
    found = sorted(tuple(getattr(one, name) for name in WHAT) for one in report.findings)
    digests = (run.verdict, run.record_digest, run.packs_digest)
    return digests != (report.verdict, report.record_digest, report.packs_digest) or kept != found


def outdated() -> list[str]:
    checker = Checker()
    return [entry.key for entry in Entry.objects.all() if is_outdated(entry, checker)]


def linked(kind: str, field: str, **facts) -> Entry:
    """Something that a use case points at."""
    entry = make_entry(kind, description=GOOD, **facts)
    said = [{"data_source": entry.key}] if field == "data_links" else [entry.key]
    make_entry(description=GOOD, **{field: said})
    return entry


def a_linked_entry_is_edited() -> Cause:
    source = linked("data_source", "data_links")
    yield
    change_entry(source, description="All orders since 2019, with returns.")


def what_a_linked_entry_links_to_is_edited() -> Cause:
    scope = make_entry("consent_scope", description=GOOD)
    linked("data_source", "data_links", consent_scopes=[scope.key])
    yield
    change_entry(scope, description="Consent to newsletters, given in the shop.")


def the_organisation_is_edited() -> Cause:
    make_entry(description=GOOD)
    set_organisation(by=None, legal_name="Acme", jurisdictions=["EU"])
    yield
    set_organisation(by=None, jurisdictions=["US-CA"])


def a_person_leaves() -> Cause:
    person = make_person("Olga Owner")
    make_entry(description=GOOD, business_owner=person.email)
    yield
    person.is_active = False
    person.save()


def a_team_is_edited() -> Cause:
    make_entry(description=GOOD, owner_team=make_team("service"))
    yield
    Team.objects.filter(key="service").update(function="service")


def a_vendor_is_edited() -> Cause:
    describe_vendor("Vendor", by=None, country="NL")
    linked("tool", "tools", vendor="Vendor")
    yield
    describe_vendor("Vendor", by=None, country="US")


def a_kpi_is_edited() -> Cause:
    define_kpi("churn", "Churn", by=None)
    make_entry(description=GOOD, kpi_links=[{"kpi": "churn"}])
    yield
    define_kpi("churn", "Churn", by=None, definition_version="2")


def a_purpose_is_edited() -> Cause:
    define_purpose("retention", "Retention", by=None)
    make_entry(description=GOOD, purposes=["retention"])
    yield
    define_purpose("retention", "Retention", by=None, is_marketing=True)


def an_assessment_is_approved(risky, dpia, campaign_manager, privacy_officer) -> Cause:
    waiting = submit(dpia, campaign_manager)
    yield
    approve(waiting, privacy_officer)


def an_assessment_expires(later, risky, dpia, campaign_manager, privacy_officer) -> Cause:
    until = clock.today() + timedelta(days=30)
    approve(submit(dpia, campaign_manager), privacy_officer, valid_until=until)
    yield
    later(31)


def a_waiver_is_granted(privacy_officer) -> Cause:
    waiver = make_waiver(make_entry(description="AI"))
    yield
    approve_waiver(waiver, by=privacy_officer, reason="For now.")


def a_waiver_is_revoked(privacy_officer) -> Cause:
    waiver = make_waiver(make_entry(description="AI"), approver=privacy_officer)
    yield
    revoke_waiver(waiver, by=privacy_officer, reason="No longer.")


def a_waiver_ends(later, privacy_officer) -> Cause:
    make_waiver(make_entry(description="AI"), approver=privacy_officer)
    yield
    later(31)


def the_council_decides(privacy_officer) -> Cause:
    submission = make_submission(make_entry(description=GOOD))
    yield
    cast_vote(
        submission, "approved", by=privacy_officer, reason="Good.", seen_digest=submission.review_digest
    )


def an_entry_is_registered_that_others_are_compared_with() -> Cause:
    make_entry("tool", description=GOOD, tool_category="crm")
    yield
    make_entry("tool", description="Keeps what was agreed with whom, and when.", tool_category="crm")


def a_near_duplicate_is_registered() -> Cause:
    make_entry("tool", title="Mailbird", description="Sends newsletters to customers of the shop.")
    yield
    make_entry("tool", title="Mailbird", description="Sends newsletters to customers of the shop.")


def rules_are_changed(settings: Settings, people) -> None:
    proposer, activator = people
    change = propose_rules(Draft(settings=settings), by=proposer, reason="It fits us.")
    activate_rules(change, by=activator, reason="Agreed.")


def a_parameter_is_overridden(privacy_officer, it_lead) -> Cause:
    make_entry(
        "consent_scope",
        description=GOOD,
        refreshed_on=(clock.today() - timedelta(days=20)).isoformat(),
    )
    yield
    rules_are_changed(Settings(params={"test": {"oldest": "P10D"}}), (privacy_officer, it_lead))


def a_rule_gets_another_mode(privacy_officer, it_lead) -> Cause:
    make_entry(description="AI")
    yield
    rules_are_changed(Settings(modes={"TST-001": "warn"}), (privacy_officer, it_lead))


def a_day_passes(later) -> Cause:
    refreshed = (clock.today() - timedelta(days=29)).isoformat()
    make_entry("consent_scope", description=GOOD, refreshed_on=refreshed)
    yield
    later(3)


CAUSES = [one for one in list(globals().values()) if isgeneratorfunction(one)]


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.__name__)
def test_a_pass_notices_that(cause, request):
    named = cause.__code__.co_varnames[: cause.__code__.co_argcount]
    happening = cause(*map(request.getfixturevalue, named))
    next(happening)
    check_portfolio()
    assert outdated() == []

    next(happening, None)
    CheckRun.objects.waiting().delete()
    assert outdated(), "nothing comes out otherwise, so there is nothing to notice"
    check_portfolio()
    assert outdated() == []
