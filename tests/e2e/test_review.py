"""Reviewing in a browser: comments at fields by keyboard, with scripts and without, on accessible pages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from governance.models import Comment
from governance.services.comments import add_comment
from governance.services.looks import mark_looked
from governance.services.submissions import resubmit, start_review
from governance.services.voting import cast_vote
from tests.personas import change_entry, make_entry, make_submission

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def submission(campaign_manager, privacy_officer):
    """In its second round, with a linked source that gained sensitive data and comments of both sides."""
    source = make_entry("data_source", title="Calls", data_categories=["user.contact"])
    entry = make_entry(retention_months=24, data_links=[{"data_source": source.key}])
    first = make_submission(entry, by=campaign_manager)
    mark_looked(first, by=privacy_officer)
    asked = add_comment(first, "Why two years?", by=privacy_officer, pointer="/retention_months")
    add_comment(first, "By law.", by=campaign_manager, answers=asked)
    seen = first.review_digest
    cast_vote(first, "changes_requested", by=privacy_officer, reason="See.", seen_digest=seen)
    change_entry(source, data_categories=["user.contact", "user.health_and_medical"])
    change_entry(entry, by=campaign_manager, retention_months=12)
    return start_review(resubmit(first, by=campaign_manager).pk)


@pytest.mark.parametrize("with_scripts", [True, False])
def test_a_comment_is_made_at_its_field_by_keyboard(visit, privacy_officer, submission, with_scripts):
    with visit(privacy_officer, java_script_enabled=with_scripts) as visitor:
        page = visitor.open(reverse("submission", args=[submission.pk]))
        page.get_by_role("link", name="Comment on Data is kept for").press("Enter")
        words = page.get_by_role("textbox", name="Comment")
        words.focus()
        page.keyboard.type("Better.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Better.")).to_be_visible()
        assert page.url.endswith(f"#c-{Comment.objects.get(text='Better.').pk}")
        assert not visitor.complaints
        assert not with_scripts or not visitor.refused()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_what_changed_and_what_is_brought_in_have_nothing_wrong_with_them(
    visit, privacy_officer, submission, scheme, width
):
    named = ("comment", "submission")
    sections = ("precedents", "overlaps", "lineage")
    paths = [reverse(name, args=[submission.pk]) for name in named]
    paths += [reverse("submission_section", args=[submission.pk, name]) for name in sections]
    with visit(privacy_officer, color_scheme=scheme, viewport={"width": width, "height": 800}) as visitor:
        for path in paths:
            page = visitor.open(path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            found = Axe().run(page).response["violations"]
            assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in found], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            assert not visitor.complaints and not visitor.refused()
