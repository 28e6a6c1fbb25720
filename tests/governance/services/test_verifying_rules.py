"""Packs and rule sets are held against their digests, so that texts that nobody proposed show."""

import pytest
from django.core.management import CommandError, call_command

from governance.models import PackVersion, RuleSet
from governance.services.activations import Draft, propose_rules
from governance.services.verifying_rules import find_changed_rules
from policies import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def kept(privacy_officer):
    draft = Draft(settings=Settings(modes={"TST-001": "observe"}))
    return propose_rules(draft, by=privacy_officer, reason="A trial.").rule_set


def reasons():
    return [found.reason for found in find_changed_rules()]


def test_what_the_services_kept_holds(kept):
    assert RuleSet.objects.count() == 2
    assert reasons() == []


def test_texts_and_settings_that_are_not_what_they_are_named_by_are_found(kept):
    pack = PackVersion.objects.get(digest=kept.packs[0])
    pack.pk, pack.digest = None, "1" * 64
    pack.save()
    RuleSet.objects.create(digest="2" * 64, packs=kept.packs, settings=kept.settings)
    RuleSet.objects.create(digest="3" * 64, packs=["4" * 64], settings=kept.settings)
    assert reasons() == [
        "its text is not what it is named by",
        "its packs or settings are not what it is named by",
        f"its pack {'4' * 64} is gone",
    ]
    with pytest.raises(CommandError):
        call_command("verify_ledger")
