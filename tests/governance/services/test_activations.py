"""Changing the rules: proposed by one person, put in force by another, and never rewritten."""

from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from governance.models import Activation, ActivationStatus, CheckRun, PackVersion, RuleSet
from governance.services.activations import (
    Draft,
    activate_rules,
    propose_rules,
    reject_rules,
    withdraw_rules,
)
from governance.services.proposals import StaleProposal
from governance.services.rule_sets import UnknownRules, _kept, default_packs, packs_in_force, packs_of
from policies import PackError, Settings, read_settings
from registry.models import AuditEvent
from tests.personas import COUNCIL_PACK, make_entry, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]
WARN = Draft(settings=Settings(modes={"TST-001": "warn"}))
OBSERVE = Draft(settings=Settings(modes={"TST-001": "observe"}))
OTHER = Path(COUNCIL_PACK).read_text().replace("version: 1.0.0", "version: 1.1.0")


@pytest.fixture
def colleague_of_council(db):
    return make_person("Leo Lawyer", seat="legal")


def proposed(by, draft=WARN):
    return propose_rules(draft, by=by, reason="We are still asking the teams.")


def test_nothing_changes_before_another_person_activates_it(privacy_officer, it_lead):
    before = packs_in_force().digest
    change = proposed(privacy_officer)
    assert packs_in_force().digest == before == default_packs().digest
    activate_rules(change, by=it_lead, reason="Agreed.")
    assert packs_in_force().digest == change.rule_set.digest != before
    assert packs_in_force().rules[0].mode == "warn"


def test_the_history_keeps_what_is_not_in_force_any_more(privacy_officer, it_lead):
    for number, draft in enumerate((WARN, OBSERVE), 1):
        change = activate_rules(proposed(privacy_officer, draft), by=it_lead, reason="Agreed.")
        assert change.number == number
    assert [one.number for one in Activation.objects.order_by("number")] == [1, 2]
    assert Activation.objects.in_force().get() == change
    assert packs_of(Activation.objects.get(number=1).rule_set.digest).rules[0].mode == "warn"


@pytest.mark.parametrize("act", [activate_rules, reject_rules])
def test_nobody_decides_on_a_change_of_their_own_and_the_attempt_is_recorded(privacy_officer, act):
    change = proposed(privacy_officer)
    with pytest.raises(PermissionDenied, match="You proposed this yourself"):
        act(change, by=privacy_officer, reason="Mine.")
    assert AuditEvent.objects.filter(
        subject=change.subject, action="activation.decision_refused", actor=str(privacy_officer.uid)
    ).exists()


def test_the_database_has_the_last_word_on_that(privacy_officer, it_lead):
    change = proposed(privacy_officer)
    with pytest.raises(IntegrityError, match="nobody_decides_on_rules_of_their_own"), transaction.atomic():
        Activation.objects.filter(pk=change.pk).update(
            status="rejected", decided_by=privacy_officer, decided_at=change.proposed_at
        )


def test_who_wrote_a_pack_can_not_put_it_in_force_for_somebody_else(
    privacy_officer, it_lead, colleague_of_council
):
    withdraw_rules(proposed(it_lead, Draft(text=OTHER)), by=it_lead)
    change = proposed(privacy_officer, Draft(text=OTHER))
    assert change.author == it_lead
    with pytest.raises(PermissionDenied, match="You wrote a pack in this"):
        activate_rules(change, by=it_lead, reason="Looks fine.")
    activate_rules(change, by=colleague_of_council, reason="Looks fine.")
    assert packs_in_force().packs[0].version == "1.1.0"


def test_whoever_wrote_any_of_its_packs_can_not_put_it_in_force(
    privacy_officer, it_lead, colleague_of_council
):
    second = OTHER.replace("id: council-tests", "id: more-tests").replace("TST-", "MOR-")
    for author, text in ((it_lead, OTHER), (colleague_of_council, second)):
        withdraw_rules(proposed(author, Draft(text=text)), by=author)
    kept = PackVersion.objects.filter(author__isnull=False).values_list("digest", flat=True)
    change = proposed(privacy_officer, Draft(packs=list(kept)))
    assert set(change.authors()) == {it_lead, colleague_of_council}
    for author in (it_lead, colleague_of_council):
        with pytest.raises(PermissionDenied, match="You wrote a pack in this"):
            activate_rules(change, by=author, reason="Looks fine.")
        said = {"status": "activated", "number": 1, "decided_by": author, "decided_at": change.proposed_at}
        with pytest.raises(IntegrityError, match="nobody decides on rules that"), transaction.atomic():
            Activation.objects.filter(pk=change.pk).update(**said)
    activate_rules(change, by=make_person("Sam Security", seat="it"), reason="Looks fine.")


def test_who_took_back_the_same_rules_can_not_put_them_in_force_for_somebody_else(privacy_officer, it_lead):
    withdraw_rules(proposed(it_lead), by=it_lead)
    with pytest.raises(PermissionDenied, match="You proposed these very rules before"):
        activate_rules(proposed(privacy_officer), by=it_lead, reason="Looks fine.")


@pytest.mark.parametrize("who", ["campaign_manager", "auditor", "leader"])
def test_only_the_council_and_operators_propose_and_an_attempt_is_recorded(who, request):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied, match="Only the council and operators"):
        proposed(person)
    assert AuditEvent.objects.filter(action="activation.proposal_refused", actor=str(person.uid)).exists()
    assert not Activation.objects.exists()


@pytest.mark.parametrize("who", ["campaign_manager", "auditor", "leader", "operator"])
def test_only_holders_of_a_seat_decide_on_rules(who, request, privacy_officer):
    change = proposed(privacy_officer)
    with pytest.raises(PermissionDenied, match="Only who holds one of these seats"):
        activate_rules(change, by=request.getfixturevalue(who), reason="Why not.")


def test_a_change_is_not_activated_on_other_rules_than_it_was_proposed_on(
    privacy_officer, it_lead, colleague_of_council
):
    first, second = proposed(privacy_officer), proposed(privacy_officer, OBSERVE)
    activate_rules(first, by=it_lead, reason="Agreed.")
    with pytest.raises(StaleProposal, match="Propose it anew"):
        activate_rules(second, by=it_lead, reason="Agreed.")
    with pytest.raises(StaleProposal, match="activated already"):
        reject_rules(first, by=colleague_of_council, reason="Too late.")


def test_a_change_says_why_and_changes_something(privacy_officer):
    with pytest.raises(ValueError, match="Say why"):
        propose_rules(WARN, by=privacy_officer, reason="  ")
    with pytest.raises(ValueError, match="changes nothing"):
        propose_rules(Draft(), by=privacy_officer, reason="To see.")


def test_a_pack_with_mistakes_is_refused_with_each_of_them_and_nothing_is_kept(privacy_officer):
    kept = PackVersion.objects.count()
    broken = OTHER.replace("severity:", "severty:").replace("gates:", "gtaes:")
    with pytest.raises(PackError) as refused:
        proposed(privacy_officer, Draft(text=broken, source="council.yaml"))
    every = [refused.value, *refused.value.others]
    assert len(every) >= 2
    assert all(one.line > 1 and one.source == "council.yaml" for one in every)
    assert PackVersion.objects.count() == kept


def test_only_who_proposed_withdraws(privacy_officer, it_lead):
    change = proposed(privacy_officer)
    with pytest.raises(PermissionDenied, match="Only who proposed"):
        withdraw_rules(change, by=it_lead)
    assert withdraw_rules(change, by=privacy_officer).status == ActivationStatus.WITHDRAWN


def test_new_rules_have_everything_checked_again(
    privacy_officer, it_lead, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        entry = make_entry()
    assert CheckRun.objects.current().get(entry=entry).verdict in {"fail", "gap"}
    change = proposed(privacy_officer)
    with django_capture_on_commit_callbacks(execute=True):
        activate_rules(change, by=it_lead, reason="Agreed.")
    run = CheckRun.objects.current().get(entry=entry)
    assert run.packs_digest == change.rule_set.digest
    assert run.verdict not in {"fail", "gap"}


def test_a_refused_pack_or_setting_names_the_rule(privacy_officer):
    wrong = read_settings("muster: settings/1\nmodes: {TST-999: warn}\n", source="settings.yaml")
    with pytest.raises(PackError, match="There is no rule 'TST-999'"):
        proposed(privacy_officer, Draft(settings=wrong))


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (PackVersion, {"text": "muster: pack/1"}),
        (RuleSet, {"settings": {}}),
        (Activation, {"reason": "Other."}),
    ],
)
def test_the_database_lets_nobody_rewrite_packs_rules_or_reasons(model, change, privacy_officer):
    proposed(privacy_officer)
    rows = model.objects.filter(pk=model.objects.latest("pk").pk)
    for attack in (partial(rows.update, **change), rows.delete):
        with pytest.raises(DatabaseError, match="are never|protected"), transaction.atomic():
            attack()


def test_a_decided_change_stays_decided(privacy_officer, it_lead):
    change = activate_rules(proposed(privacy_officer), by=it_lead, reason="Agreed.")
    with pytest.raises(DatabaseError, match="activations are never"), transaction.atomic():
        Activation.objects.filter(pk=change.pk).update(status="rejected", number=None)


def test_rules_that_are_not_what_their_digest_says_are_not_used(privacy_officer, it_lead):
    with pytest.raises(UnknownRules):
        packs_of("0" * 64)
    change = proposed(privacy_officer)
    forged = RuleSet.objects.create(
        digest="f" * 64, packs=change.rule_set.packs, settings={"muster": "settings/1"}
    )
    with pytest.raises(UnknownRules, match="is something else"):
        packs_of(forged.digest)
    _kept.cache_clear()


def test_the_packs_of_a_release_are_kept_when_it_is_installed():
    assert set(PackVersion.objects.values_list("pack", flat=True)) >= {"consent", "privacy"}
    assert not PackVersion.objects.exclude(author=None).exists()
