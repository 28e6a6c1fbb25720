"""What the gates of a rule can block, in words."""

import pytest
from django.urls import reverse

from governance.gates import ASKED, what_it_blocks
from governance.services.portfolio import check_portfolio
from policies.language.schema import GATES
from tests.governance.views.conftest import url_of
from tests.personas import make_entry
from tests.policies.writing import check_of, pack_text, rule_of


@pytest.mark.parametrize(
    ("gates", "said"),
    [
        (["approve"], "blocks approval"),
        (["schedule", "ci", "approve"], "blocks approval and releases"),
        (["submit", "approve", "deploy", "ci", "schedule"], "blocks approval, the next stage and releases"),
        (["deploy", "schedule"], "blocks the next stage"),
        (["ci"], "blocks releases"),
        (["schedule"], "blocks nothing by itself"),
        (["submit", "schedule"], "blocks nothing by itself"),
    ],
)
def test_what_a_rule_can_block_follows_from_its_gates(gates, said):
    assert what_it_blocks(gates) == said


def test_every_gate_has_its_words():
    assert set(ASKED) == set(GATES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("gates", "said"),
    [
        (["schedule"], "Blocks nothing by itself"),
        (["approve", "deploy"], "Blocks approval and the next stage"),
    ],
)
def test_pages_of_a_finding_and_of_its_rule_say_it(
    gates, said, settings, tmp_path, client, campaign_manager, administrator
):
    pack = tmp_path / "pack.yaml"
    pack.write_text(pack_text(rule_of(gates=gates, require=[check_of({"description": {"min_length": 20}})])))
    settings.MUSTER_PACKS = [str(pack)]
    entry = make_entry(description="AI")
    check_portfolio()
    run = entry.checks.get(is_current=True)
    entries, admin = url_of(entry), reverse("admin:governance_checkrun_change", args=[run.pk])
    for person, address in ((campaign_manager, entries), (administrator, admin)):
        client.force_login(person)
        text = client.get(address).content.decode()
        assert (said in text, "Blocks approval" in text) == (True, said.startswith("Blocks approval"))
    page = client.get(reverse("rule", args=["TST-001"])).content.decode()
    assert f"It {said[0].lower()}{said[1:]}" in page
