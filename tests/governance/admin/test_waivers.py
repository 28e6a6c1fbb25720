"""Waivers in the admin: read, and decided on through the services."""

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Waiver
from tests.personas import make_entry, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def waiver(marketing):
    return make_waiver(make_entry(description="AI"))


def browser_of(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def url(name, *args):
    return reverse(f"admin:governance_waiver_{name}", args=args)


def test_a_council_member_finds_reads_and_approves_it(waiver, privacy_officer):
    browser = browser_of(privacy_officer)
    assert url("change", waiver.pk) in browser.get(url("changelist"), {"state": "mine"}).content.decode()
    assert url("decide", waiver.pk) in browser.get(url("change", waiver.pk)).content.decode()
    said = {"decision": "approve", "reason": "For a month."}
    page = browser.post(url("decide", waiver.pk), said, follow=True).content.decode()
    assert "your approval is recorded" in page
    assert Waiver.objects.get().status == "granted"


def test_an_auditor_reads_and_decides_nothing(waiver, auditor):
    browser = browser_of(auditor)
    assert url("decide", waiver.pk) not in browser.get(url("change", waiver.pk)).content.decode()
    said = {"decision": "approve", "reason": "Mine."}
    page = browser.post(url("decide", waiver.pk), said).content.decode()
    assert "Only holders of these seats" in page and "Mine." in page
    assert Waiver.objects.get().status == "asked"


def test_it_is_never_added_changed_or_deleted_by_hand(waiver, administrator):
    browser = browser_of(administrator)
    for name, args in (("add", ()), ("delete", (waiver.pk,))):
        assert browser.get(url(name, *args)).status_code == 403


def test_the_list_can_be_narrowed_by_state(waiver, administrator):
    browser = browser_of(administrator)
    for state, found in (("asked", True), ("expired", False)):
        page = browser.get(url("changelist"), {"state": state}).content.decode()
        assert (url("change", waiver.pk) in page) is found
