"""A pack that is wrong evaluates nothing and says why; a rule that breaks on an entry is seen everywhere."""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from django.urls import reverse

from governance.models import Activation, CheckRun, CheckStatus, Finding, PackVersion, RuleSet
from governance.services.activations import Draft, activate_rules, propose_rules
from governance.services.portfolio import check_portfolio
from governance.services.proposals import ProposalRefused
from governance.services.rule_sets import (
    UnreadableRules,
    default_packs,
    keep_shipped_packs,
    packs_in_force,
)
from governance.services.voting import DecisionBlocked, cast_vote
from policies import Settings
from policies.cli.check import FORMATS
from policies.cli.main import main
from tests.governance.api.conftest import Program, manifest
from tests.governance.views.conftest import url_of
from tests.personas import COUNCIL_PACK, make_entry, make_submission
from tests.policies.writing import check_of, pack_text, rule_of

pytestmark = pytest.mark.django_db
SHIPPED = Path(__file__).resolve().parents[2] / "policies/packs"
WRONG = "'blokker' is not allowed here"


@pytest.fixture
def broken(settings, tmp_path):
    """The packs that ship, with one letter missing in one of them."""
    folder = tmp_path / "packs"
    shutil.copytree(SHIPPED, folder)
    pack = folder / "consent.yaml"
    pack.write_text(pack.read_text().replace("severity: blocker", "severity: blokker", 1))
    settings.MUSTER_PACKS = [str(folder)]
    return folder


def test_nothing_is_checked_by_what_is_left_and_everyone_is_told_why(
    broken, marketing, django_capture_on_commit_callbacks, client, administrator
):
    with django_capture_on_commit_callbacks(execute=True):
        entry = make_entry("tool")
    assert check_portfolio().entries == 0
    assert {run.status for run in CheckRun.objects.all()} == {CheckStatus.QUEUED}
    assert not Finding.objects.exists()

    program = Program(administrator)
    asked = [program.post("policy-checks/", manifest()), program.get("policies/")]
    for answer in asked:
        assert (answer.status_code, WRONG in answer.json()["detail"]) == (503, True)
        assert "nothing is checked" in answer.json()["detail"]

    client.force_login(administrator)
    page = client.get(reverse("policies"))
    assert (page.status_code, "nothing is checked" in page.content.decode()) == (200, True)
    assert client.get(reverse("rules")).status_code == 503
    for address in (reverse("home"), reverse("report"), url_of(entry), url_of(entry, "edit_entry")):
        assert client.get(address).status_code == 200


def test_the_command_asks_none_of_the_rules_either(broken, tmp_path, capsys):
    file = tmp_path / "tool.yaml"
    file.write_text(yaml.safe_dump(manifest()))
    for command in (["check"], ["explain", "DUP-001"]):
        assert main([*command, str(file), "--pack", str(broken)]) == 2
        ran = capsys.readouterr()
        assert (ran.out, WRONG in ran.err) == ("", True)


def test_what_was_put_in_force_stays_whatever_becomes_of_the_packs_that_ship(
    one_rule, privacy_officer, it_lead, settings, broken
):
    settings.MUSTER_PACKS = [str(COUNCIL_PACK)]
    draft = Draft(settings=Settings(modes={"TST-001": "warn"}))
    change = activate_rules(
        propose_rules(draft, by=privacy_officer, reason="A trial."), by=it_lead, reason="Yes."
    )
    settings.MUSTER_PACKS = [str(broken)]
    assert packs_in_force().digest == change.rule_set.digest
    with pytest.raises(UnreadableRules, match="blokker"):
        default_packs()


def test_a_release_whose_packs_are_wrong_keeps_none_of_them_and_says_so(broken, caplog):
    kept = set(PackVersion.objects.values_list("digest", flat=True))
    (broken / "value.yaml").write_text(
        (broken / "value.yaml").read_text().replace("version: 1.", "version: 9.")
    )
    keep_shipped_packs(paths=(str(broken),))
    assert set(PackVersion.objects.values_list("digest", flat=True)) == kept
    assert WRONG in caplog.text


@pytest.fixture
def foreign(one_rule, privacy_officer):
    """A change that was proposed by another release, with a pack about a field that there was once."""
    text = COUNCIL_PACK.read_text().replace("description:", "once_a_field:")
    said = {"pack": "council-tests", "version": "0.9.0", "title": "Old", "text": text}
    pack = PackVersion.objects.create(digest="5" * 64, **said)
    rules = RuleSet.objects.create(digest="6" * 64, packs=[pack.digest], settings=Settings().to_json())
    return Activation.objects.create(
        rule_set=rules, based_on=default_packs().digest, reason="As then.", proposed_by=privacy_officer
    )


def test_what_this_release_cannot_read_is_not_put_in_force(foreign, it_lead, client):
    with pytest.raises(ProposalRefused, match=r"nothing would be checked.*once_a_field"):
        activate_rules(foreign, by=it_lead, reason="Agreed.")
    client.force_login(it_lead)
    shown = client.get(reverse("rules_change", args=[foreign.pk]))
    assert "once_a_field" in shown.content.decode()
    said = {"act": "activate", "reason": "Agreed."}
    page = client.post(reverse("decide_rules", args=[foreign.pk]), said)
    assert "This was not done" in page.content.decode()
    answer = Program(it_lead).post(f"policies/changes/{foreign.pk}/activation/", {"reason": "Agreed."})
    assert (answer.status_code, "once_a_field" in answer.json()["detail"]) == (409, True)
    assert packs_in_force().digest == default_packs().digest


LINK = {"usage": "training", "data_source": "readers"}


@pytest.fixture
def breaking(settings, tmp_path):
    """A rule that looks at each link once for each of them: too much for an entry with very many."""
    again = {"some": {"in": "$.data_links", "where": {"usage": "training"}}}
    that = {"every": {"in": "data_links", "satisfies": again}}
    pack = tmp_path / "pack.yaml"
    pack.write_text(pack_text(rule_of(gates=["approve", "ci"], require=[check_of(that)])))
    settings.MUSTER_PACKS = [str(pack)]
    return manifest("use_case", "offers", data_links=[LINK] * 200)


LIMIT = "looks at more entries than the limit of 10,000"


def test_a_rule_that_breaks_fails_the_build_and_says_so_in_every_format(breaking, settings, tmp_path, capsys):
    file = tmp_path / "use.json"
    file.write_text(json.dumps(breaking))
    for form in FORMATS:
        asked = ["check", str(file), "--pack", *settings.MUSTER_PACKS, "--format", form]
        assert main(asked) == 3
        assert LIMIT in capsys.readouterr().out, form


def test_so_it_does_through_the_api_and_on_every_page(
    breaking, client, marketing, campaign_manager, privacy_officer
):
    answer = Program(campaign_manager).post("policy-checks/", breaking).json()
    (finding,) = answer["entries"][0]["findings"]
    assert (answer["verdict"], finding["outcome"], finding["blocks"]) == ("gap", "error", True)
    assert answer["entries"][0]["counts"]["error"] == 1

    source = make_entry("data_source")
    links = [{"usage": "training", "data_source": source.key}] * 200
    entry = make_entry(data_links=links)
    check_portfolio()
    assert Finding.objects.get(run__entry=entry, run__is_current=True).outcome == "error"
    client.force_login(campaign_manager)
    page = client.get(url_of(entry)).content.decode()
    assert LIMIT in page and "Can't be checked" in page
    assert (
        Program(campaign_manager).get("findings/?outcome=error").json()["results"][0]["rule_id"] == "TST-001"
    )
    submission = make_submission(entry)
    with pytest.raises(DecisionBlocked):
        cast_vote(
            submission, "approved", by=privacy_officer, reason="Fine.", seen_digest=submission.review_digest
        )
