"""The pages of the rules in force."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from governance.services.rule_sets import packs_in_force
from tests.policies.writing import pack_text, rule_of

pytestmark = pytest.mark.django_db


def test_every_rule_in_force_has_a_page_with_law_checks_and_examples(browse, viewer):
    client = browse(viewer)
    listed = client.get(reverse("rules")).content.decode()
    for rule in packs_in_force().rules:
        address = reverse("rule", args=[rule.id])
        assert address in listed
        page = client.get(address)
        assert page.status_code == 200
        assert [text for _, texts in page.context["examples"] for text in texts]
        assert all(ref.split(" ")[0] in page.content.decode() for ref in rule.refs)
        assert all(clauses for _, clauses in page.context["checks"])


def test_the_page_says_from_when_a_rule_counts_and_when_another_day_does(browse, viewer, settings, tmp_path):
    pack = tmp_path / "dated.yaml"
    overrides = [{"if": {"title": "a"}, "from": {"milestone": "annex_i"}}]
    pack.write_text(pack_text(rule_of(effective_from="2026-01-31", effective_overrides=overrides)))
    settings.MUSTER_PACKS = [str(pack)]
    page = browse(viewer).get(reverse("rule", args=["TST-001"])).content.decode()
    assert "<dt>In force from</dt><dd>2026-01-31, or another day" in page
    words = " ".join(strip_tags(page).split())
    assert "From the day of “High-risk systems in regulated products (Annex I)”, if “Title” is “a”" in words


def test_when_a_rule_is_asked_is_said_in_words(browse, viewer):
    rule = next(one for one in packs_in_force().rules if "submit" in one.gates)
    page = browse(viewer).get(reverse("rule", args=[rule.id]))
    assert "Before the council sees it" in page.text


def test_a_rule_that_is_not_in_force_has_no_page_and_nobody_reads_them_unknown(browse, viewer):
    assert browse(viewer).get(reverse("rule", args=["ABC-999"])).status_code == 404
    assert browse(None).get(reverse("rules")).status_code == 302
