"""The organisation's table of names in the admin."""

import pytest
from django.urls import reverse

from registry.models import Alias
from registry.services.aliases import teach_alias
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def test_an_operator_adds_an_alias_and_ends_it(client, operator):
    client.force_login(operator)
    said = {"of": "product", "vendor": "Tallis", "name": "Voice Insights", "also": "Talk Radar"}
    assert client.post(reverse("admin:registry_alias_add"), said).status_code == 302
    alias = Alias.objects.get()
    page = client.get(reverse("admin:registry_alias_change", args=[alias.pk])).content.decode()
    assert "Talk Radar" in page and "End it" in page
    assert client.post(reverse("admin:registry_alias_end", args=[alias.pk])).status_code == 302
    assert not Alias.objects.in_force().exists()


def test_what_cant_be_one_is_said_above_the_form(client, operator):
    client.force_login(operator)
    teach_alias("vendor", "Tallis", "Voxline", by=operator)
    said = {"of": "vendor", "vendor": "", "name": "Other", "also": "Voxline"}
    page = client.post(reverse("admin:registry_alias_add"), said).content.decode()
    assert "means something else already" in page
    assert Alias.objects.count() == 1


def test_an_operator_is_not_shown_what_entries_taught(client, operator, campaign_manager):
    pair = make_entry("tool", title="Voice one"), make_entry("tool", title="Voice two")
    secret = teach_alias("product", "Hushbox", "Quietline", by=campaign_manager, learned_from=pair)
    client.force_login(operator)
    assert "Hushbox" not in client.get(reverse("admin:registry_alias_changelist")).content.decode()
    assert client.get(reverse("admin:registry_alias_change", args=[secret.pk])).status_code in {302, 404}


def test_who_answers_for_nothing_is_kept_out(client, auditor):
    client.force_login(auditor)
    assert client.get(reverse("admin:registry_alias_changelist")).status_code == 403
