"""The readiness of data on the portfolio page."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry import clock
from tests.governance.reports.test_readiness import READINESS_PACK, source, user_of
from tests.personas import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules_that_ask_for_readiness(settings):
    settings.MUSTER_PACKS = [str(READINESS_PACK)]


def section_of(page: str) -> str:
    return re.search(r'<section class="card stack" aria-labelledby="ready">.*?</section>', page, re.S)[0]


def test_leaders_see_each_source_drawn_and_in_numbers_with_what_it_holds_back(browse, leader):
    poor = source("Poor", quality=20)
    case = user_of(poor, title="Churn")
    shown = section_of(browse(leader).get(reverse("portfolio")).text)
    assert 'aria-label="Poor: Quality: 20 %, Access: 100 %"' in shown
    assert "holds back 1" in shown and reverse("entry", args=["use_case", case.key]) in shown
    assert f"Proved {clock.today():%-d %b %Y}" in shown
    assert shown.count("Not asked") == 2


def test_what_is_not_known_is_drawn_and_said_as_such(browse, leader):
    user_of(make_entry("data_source", title="Silent"), title="Churn")
    shown = section_of(browse(leader).get(reverse("portfolio")).text)
    assert 'aria-label="Silent: Quality: not known, Knowing who is who: not known' in shown
    assert "perhaps holds back 1" in shown
    assert shown.count('<rect class="bar-gap" x="0.0" width="100.0"') == 4
    assert ">0 %" not in shown


def test_who_sees_no_source_is_told_so(browse, campaign_manager):
    source("Theirs", quality=20, owner_team="service")
    make_entry()
    page = browse(campaign_manager).get(reverse("portfolio")).text
    assert "No data source is registered that you may see." in page
    assert "Theirs" not in page


def test_many_sources_cost_no_more_queries(browse, leader, django_assert_max_num_queries):
    client = browse(leader)
    user_of(source("First", consent_scopes=[make_entry("consent_scope").key]))
    client.get(reverse("portfolio"))
    cache.clear()
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("portfolio"))
    for number in range(12):
        scope = make_entry("consent_scope")
        user_of(source(f"Source {number}", consent_scopes=[scope.key]))
    cache.clear()
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("portfolio"))
