"""How far a check of everything is, on the page of the portfolio."""

import pytest
from django.urls import reverse

from governance.models import CheckStatus, Finding, PortfolioCheck, Reading
from governance.services.portfolio import check_portfolio, queue_pass
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def running():
    make_entry()
    queue_pass()
    PortfolioCheck.objects.update(status=CheckStatus.RUNNING, entries=4_000, total=20_000)
    queue_pass()


def test_leaders_see_how_far_it_is_and_the_section_asks_for_itself_again(running, browse, leader):
    page = browse(leader).get(reverse("portfolio")).text
    assert "Checking: 4,000 of 20,000" in page
    assert f'hx-get="{reverse("portfolio")}"' in page

    section = browse(leader).get(reverse("portfolio"), headers=HTMX).text
    assert section.lstrip().startswith("<section") and "<h1" not in section
    assert '<progress class="progress" max="20000" value="4000"' in section


def test_what_waits_is_about_to_be_done_and_what_is_done_leads_to_the_result(browse, leader):
    make_entry()
    queue_pass()
    assert "Everything is about to be checked." in browse(leader).get(reverse("portfolio")).text

    PortfolioCheck.objects.update(status=CheckStatus.DONE)
    assert "Show what came out" in browse(leader).get(reverse("portfolio"), headers=HTMX).text
    assert "Show what came out" not in browse(leader).get(reverse("portfolio")).text


def test_who_sees_only_a_part_is_told_no_numbers_of_everything(running, browse, campaign_manager):
    for headers in ({}, HTMX):
        assert "20,000" not in browse(campaign_manager).get(reverse("portfolio"), headers=headers).text


def test_an_entry_of_which_only_the_verdict_is_known_says_so(browse, auditor, settings, tmp_path):
    entry = make_entry("tool", description="AI")
    check_portfolio()
    entry.checks.update(is_worded=False)
    Finding.objects.all().delete()
    Reading.objects.all().delete()
    settings.MUSTER_PACKS = [str(tmp_path / "gone.yaml")]

    page = browse(auditor).get(f"/entries/tool/{entry.key}/").content.decode()
    assert "not in words yet" in page
    assert "No finding." not in page
