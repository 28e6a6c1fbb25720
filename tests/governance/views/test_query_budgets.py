"""Pages ask the database no more for much than for little."""

from collections.abc import Callable, Iterable
from itertools import count

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Activation, Vote
from governance.services.activations import Draft, propose_rules, reject_rules
from governance.services.assessments import start_assessment
from governance.services.comments import add_comment
from governance.services.impact import complete_impacts, queue_impact
from governance.services.portfolio import check_portfolio
from governance.services.waivers import revoke_waiver
from policies import Settings
from tests.assessing import approve, submit
from tests.governance.views.test_law import CREDIT
from tests.personas import change_entry, make_entry, make_person, make_submission, make_waiver

pytestmark = pytest.mark.django_db
_numbers = count()
GOOD = "Calls customers who are about to leave."


def someone(**options):
    return make_person(f"Person {next(_numbers)}", **options)


def queries_of(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def propose(mode: str = "observe") -> Activation:
    draft = Draft(settings=Settings({}, {"TST-001": mode}))
    return propose_rules(draft, by=someone(seat="privacy"), reason="Until spring.")


def changes_of_the_rules() -> None:
    propose()
    reject_rules(propose("warn"), by=someone(seat="it"), reason="Not yet.")


def waivers() -> None:
    asked = make_waiver(make_entry(description="AI", owner_team=f"team-{next(_numbers)}"))
    make_waiver(make_entry(description="AI"), approver=someone(seat="privacy"))
    ended = make_waiver(make_entry(description="AI"), approver=someone(seat="privacy"))
    revoke_waiver(ended, by=someone(seat="privacy"), reason="It was mended.")
    change_entry(asked.entry, title="Changed")
    check_portfolio()


def assessments() -> None:
    drafts = []
    for _ in range(3):
        entry = make_entry(owner_team=f"team-{next(_numbers)}")
        drafts.append(start_assessment(entry, "lia", by=someone(team=entry.owner_team)))
    submit(drafts[1], drafts[1].author)
    approve(submit(drafts[2], drafts[2].author), someone(seat="privacy"))


def cases() -> None:
    make_submission(make_entry(description=GOOD))
    make_submission(make_entry("tool", description=GOOD))
    someone(seat="it")


def use_cases_that_move() -> None:
    make_entry(**CREDIT, owner_team=f"team-{next(_numbers)}")


LISTS = {
    changes_of_the_rules: ("policies/", "policies/propose/", "rules/"),
    waivers: ("waivers/", "waivers/?waiting=me", "waivers/?state=in_force"),
    assessments: ("assessments/", "assessments/?show=me", "assessments/?show=open"),
    cases: ("inbox/", "inbox/?show=others", "inbox/decision/?pk=1&pk=2&pk=3&pk=4&pk=5&pk=6&pk=7&pk=8"),
    use_cases_that_move: ("law/?start=2026-07-26&end=2026-11-26", "rules/ai-act-cases/"),
}


def assert_it_asks_no_more(client: Client, addresses: Iterable[str], grow: Callable[[], None]) -> None:
    """The pages ask the database no more for four times as much as ``grow`` makes at a time."""
    grow()
    for address in addresses:
        client.get(address)
    few = {address: queries_of(client, address) for address in addresses}
    for _ in range(3):
        grow()
    client.get(next(iter(addresses)))  # what is kept of the register is brought up to date
    many = {address: queries_of(client, address) for address in addresses}
    assert not {address: (few[address], asked) for address, asked in many.items() if asked > few[address]}


@pytest.mark.parametrize("grow", LISTS)
def test_lists_ask_no_more_for_more_rows(browse, privacy_officer, grow):
    assert_it_asks_no_more(browse(privacy_officer), [f"/{address}" for address in LISTS[grow]], grow)


def test_what_a_change_of_the_rules_would_do_costs_the_same_for_many_entries(browse, privacy_officer):
    change = propose()

    def grow() -> None:
        make_entry(owner_team=f"team-{next(_numbers)}", description="AI")
        complete_impacts(queue_impact(change).pk)

    assert_it_asks_no_more(browse(privacy_officer), [reverse("rules_change", args=[change.pk])], grow)


def test_the_page_of_a_waiver_costs_the_same_however_many_could_decide(browse, campaign_manager):
    waiver = make_waiver(make_entry(description="AI"))
    address = reverse("waiver", args=[waiver.pk])
    assert_it_asks_no_more(browse(campaign_manager), [address], lambda: someone(seat="privacy"))


def test_the_page_of_an_assessment_costs_the_same_however_many_could_approve(browse, campaign_manager):
    draft = submit(start_assessment(make_entry(), "lia", by=campaign_manager), campaign_manager)
    address = reverse("assessment", args=[draft.pk])
    assert_it_asks_no_more(browse(campaign_manager), [address], lambda: someone(seat="privacy"))


def test_the_page_of_an_entry_costs_the_same_however_much_it_stands_on(browse, campaign_manager, marketing):
    entry, links = make_entry(description="AI"), []

    def go_on() -> None:
        links.append({"data_source": make_entry("data_source").key, "usage": "training"})
        change_entry(entry, by=someone(team=marketing), data_links=links, tools=[make_entry("tool").key])
        check_portfolio()

    address = reverse("entry", args=[entry.kind, entry.key])
    assert_it_asks_no_more(browse(campaign_manager), [address], go_on)


def test_the_review_page_costs_the_same_however_much_was_said_found_and_voted(browse, privacy_officer):
    submission = make_submission(make_entry())
    team = submission.entry.owner_team

    def go_on() -> None:
        add_comment(submission, f"{next(_numbers)}", by=someone(team=team), pointer="/title")
        asked = add_comment(submission, f"{next(_numbers)}", by=privacy_officer)
        add_comment(submission, "An answer.", by=someone(team=team), answers=asked)
        for finding in submission.check_run.findings.order_by("position")[:3]:
            finding.pk, finding.position = None, 1000 + next(_numbers)
            finding.save()
        said = {"verdict": "rejected", "reason": "No.", "review_digest": submission.review_digest}
        Vote.objects.create(submission=submission, round=1, voter=someone(seat="it"), seat="it", **said)

    assert_it_asks_no_more(browse(privacy_officer), [reverse("submission", args=[submission.pk])], go_on)
