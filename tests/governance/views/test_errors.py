"""Pages for what went wrong, and headers that every page carries."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.views import defaults

from tests.governance.views.conftest import url_of
from tests.personas import make_entry

pytestmark = pytest.mark.django_db


def test_what_is_not_there_gets_a_page_in_style(browse, campaign_manager):
    response = browse(campaign_manager).get("/no/such/page/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_a_refusal_says_why(browse, viewer):
    response = browse(viewer).get(url_of(make_entry(), "edit_entry"))
    assert response.status_code == 403
    assert "Only members of Marketing can change this." in response.content.decode()


def test_a_form_from_elsewhere_is_refused_and_the_page_says_what_to_do(campaign_manager):
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("sign_in"), {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "Please send it again" in response.content.decode()


@pytest.mark.parametrize(("view", "status"), [(defaults.server_error, 500), (defaults.bad_request, 400)])
def test_a_page_for_when_little_works_needs_nothing_to_work(rf, view, status):
    request = rf.get("/")
    response = view(request) if status == 500 else view(request, ValueError("bad"))
    assert response.status_code == status
    assert "Muster" in response.content.decode()


@pytest.mark.parametrize(
    "name", ["home", "entries", "register", "submissions", "portfolio", "report", "tokens"]
)
def test_no_page_has_inline_style_or_script_or_refers_to_another_site(browse, campaign_manager, name):
    make_entry(notice_url="https://example.com/privacy")
    response = browse(campaign_manager).get(reverse(name))
    page = response.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)", page)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page)
    assert "'unsafe" not in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"


def test_the_form_and_the_entry_have_neither(browse, campaign_manager):
    entry = make_entry(description="AI", data_links=[])
    for address in (url_of(entry), url_of(entry, "edit_entry"), url_of(entry, "submit_entry")):
        page = browse(campaign_manager).get(address).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
