"""The pages of the rules in force."""

import pytest
from django.urls import reverse

from governance.services.rule_sets import packs_in_force

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


def test_a_rule_that_is_not_in_force_has_no_page_and_nobody_reads_them_unknown(browse, viewer):
    assert browse(viewer).get(reverse("rule", args=["ABC-999"])).status_code == 404
    assert browse(None).get(reverse("rules")).status_code == 302
