"""The council's inbox in a real browser: by keys alone, in bulk without scripts, and open to everybody."""

from pprint import pformat

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from governance.models import Submission, Vote
from tests.e2e.test_pages import TAGS, look_at
from tests.governance.reports.test_inbox import FAST_TRACK, submitted

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("one_rule", "shipped_charter")]
INBOX = reverse("inbox")


class Counted:
    """A keyboard that counts: each key or chord, and each text that is typed, is one interaction."""

    def __init__(self, page) -> None:
        self.page, self.interactions = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.interactions += 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.interactions += 1
        self.page.keyboard.type(text)


def test_from_the_inbox_to_a_recorded_vote_takes_four_interactions_and_each_case_after_it_too(
    visit, privacy_officer
):
    cases = [submitted(days, title=f"Case {days}", **FAST_TRACK) for days in (9, 7, 5, 3, 1)]
    with visit(privacy_officer) as visitor:
        page = visitor.open(INBOX)
        for number, case in enumerate(cases):
            keys = Counted(page)
            keys.press("j" if number else "v")
            expect(page.get_by_role("heading", name=case.entry.title, level=1)).to_be_visible()
            expect(page.get_by_label("Single keys")).to_be_visible()
            keys.press("a")
            expect(page.get_by_label("Reason")).to_be_focused()
            keys.type(f"Reviewed: {case.entry.title}, just the ordinary duties.")
            keys.press("Control+Enter")
            expect(page.get_by_text("Your vote is recorded.")).to_be_visible()
            expect(page.get_by_label("Single keys")).to_be_visible()
            assert keys.interactions <= 4
        expect(page.get_by_text("Nothing else waits for you.")).to_be_visible()
        assert (visitor.complaints, visitor.refused()) == ([], [])
    assert [vote.reason.split(":")[1].split(",")[0].strip() for vote in Vote.objects.order_by("at")] == [
        case.entry.title for case in cases
    ]
    assert set(Submission.objects.values_list("status", flat=True)) == {"approved"}


def test_keys_lead_through_the_list_to_changes_and_comments_and_are_text_in_a_field(visit, privacy_officer):
    first, second = submitted(9, title="Case one"), submitted(1, title="Case two")
    with visit(privacy_officer) as visitor:
        page = visitor.open(INBOX)
        page.keyboard.press("j")
        page.keyboard.press("j")
        expect(page.get_by_role("link", name="Case two")).to_be_focused()
        page.keyboard.press("k")
        expect(page.get_by_role("link", name="Case one")).to_be_focused()
        page.keyboard.press("j")
        page.keyboard.press("c")
        expect(page).to_have_url(f"{visitor.base}{reverse('submission', args=[second.pk])}#comments")
        # Shown by the script that listens to keys.
        expect(page.get_by_label("Single keys")).to_be_visible()
        page.keyboard.press("k")
        expect(page.get_by_role("heading", name="Case one", level=1)).to_be_visible()
        expect(page.get_by_label("Single keys")).to_be_visible()
        page.keyboard.press("r")
        expect(page.get_by_label("Request changes")).to_be_checked()
        page.keyboard.press("r")
        expect(page.get_by_label("Reject")).to_be_checked()
        page.get_by_label("Reason").focus()
        page.keyboard.type("jkvarc?")
        expect(page.get_by_label("Reason")).to_have_value("jkvarc?")
        expect(page.get_by_label("Reject")).to_be_checked()
        assert (visitor.complaints, visitor.refused()) == ([], [])
    assert not Vote.objects.filter(submission=first).exists()


def test_the_list_of_keys_keeps_the_focus_and_gives_it_back_and_keys_stay_off_once_turned_off(
    visit, privacy_officer
):
    submitted(title="Case one")
    with visit(privacy_officer) as visitor:
        page = visitor.open(INBOX)
        page.keyboard.press("j")
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Keys")
        expect(dialog).to_be_visible()
        for _ in range(4):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(page.get_by_role("link", name="Case one")).to_be_focused()

        page.get_by_label("Single keys").uncheck()
        page.reload()
        expect(page.get_by_label("Single keys")).not_to_be_checked()
        page.keyboard.press("?")
        page.keyboard.press("v")
        expect(dialog).to_be_hidden()
        expect(page).to_have_url(f"{visitor.base}{INBOX}")
        page.get_by_role("button", name="All keys").press("Enter")
        expect(dialog).to_be_visible()
        assert (visitor.complaints, visitor.refused()) == ([], [])


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_cases_of_low_risk_are_chosen_seen_and_voted_on_together(visit, privacy_officer, scripts):
    fine, other = submitted(title="Opening hours", **FAST_TRACK), submitted(title="Shelf plan", **FAST_TRACK)
    grave = submitted(title="Churn rescue")
    with visit(privacy_officer, java_script_enabled=scripts) as visitor:
        page = visitor.open(INBOX)
        expect(page.get_by_role("checkbox", name="Choose Churn rescue")).to_have_count(0)
        page.get_by_role("checkbox", name="Choose Opening hours").check()
        page.get_by_role("checkbox", name="Choose Shelf plan").check()
        page.get_by_role("button", name="Decide on what I chose…").click()
        expect(page.get_by_role("heading", name="Decide on 2 cases", level=1)).to_be_visible()
        page.get_by_label("Approve", exact=True).check()
        page.get_by_label("Reason").fill("People wrote every rule.")
        page.get_by_role("button", name="Record 2 votes").click()
        expect(page.get_by_text("Opening hours: your vote is recorded. It is approved.")).to_be_visible()
        assert not visitor.complaints
    statuses = dict(Submission.objects.values_list("pk", "status"))
    assert statuses == {fine.pk: "approved", other.pk: "approved", grave.pk: "in_review"}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_neither_the_inbox_nor_what_it_leads_to_has_anything_wrong_with_it(
    visit, privacy_officer, scheme, width
):
    fine, vague = submitted(8, **FAST_TRACK), submitted(**FAST_TRACK | {"description": "AI"})
    tool = submitted(kind="tool")
    together = f"{reverse('decide_together')}?pk={fine.pk}&pk={vague.pk}"
    paths = [INBOX, f"{INBOX}?show=others", f"{INBOX}?q=zebra", together]
    paths += [reverse("submission", args=[one.pk]) for one in (fine, tool)]
    problems: dict[str, object] = {}
    with visit(privacy_officer, color_scheme=scheme, viewport={"width": width, "height": 800}) as visitor:
        look_at(visitor, paths, problems)
        page = visitor.open(INBOX)
        page.get_by_role("button", name="All keys").click()
        assert not Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert not problems, pformat(problems, width=140)
