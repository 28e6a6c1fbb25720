"""Names that mean the same: who may say so, what can't be said, and what is kept of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from registry.models import Alias, AuditEvent
from registry.services.aliases import AliasRefused, end_alias, teach_alias
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


@pytest.fixture
def pair():
    return make_entry("tool", title="Voice one"), make_entry("tool", title="Voice two")


def test_an_operator_teaches_an_alias_and_the_ledger_tells_of_it_without_its_names(operator):
    alias = teach_alias("product", "Voice Insights", "Talk  Radar", by=operator, vendor="Tallis")
    assert (alias.also, alias.confirmed_by) == ("Talk Radar", operator)
    event = AuditEvent.objects.get(subject=alias.subject)
    assert event.action == "alias.taught"
    assert "Radar" not in str(event.body)


def test_saying_it_once_more_changes_nothing(operator):
    first = teach_alias("vendor", "Tallis", "Tallis Cloud", by=operator)
    assert teach_alias("vendor", "TALLIS", "tallis cloud", by=operator) == first
    assert AuditEvent.objects.filter(subject=first.subject).count() == 1


def test_a_name_has_one_meaning(operator):
    teach_alias("vendor", "Tallis", "Voxline", by=operator)
    with pytest.raises(AliasRefused, match="means something else"):
        teach_alias("vendor", "Other", "voxline", by=operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alias.objects.create(of="vendor", name="Other", also="VOXLINE")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"of": "brand", "name": "A", "also": "B"}, "of"),
        ({"of": "vendor", "name": " ", "also": "B"}, "name"),
        ({"of": "vendor", "name": "A", "also": ""}, "also"),
        ({"of": "vendor", "name": "Tallis", "also": "tallis "}, "also"),
        ({"of": "vendor", "name": "A", "also": "B", "vendor": "C"}, "vendor"),
        ({"of": "product", "name": "A" * 201, "also": "B"}, "name"),
    ],
)
def test_what_cant_be_an_alias_is_refused_at_its_field(operator, said, field):
    with pytest.raises(AliasRefused) as refusal:
        teach_alias(by=operator, **said)
    assert refusal.value.field == field
    assert not Alias.objects.exists()


def test_members_of_a_team_teach_only_from_two_entries_that_they_see(campaign_manager, pair):
    with pytest.raises(PermissionDenied):
        teach_alias("product", "One", "Two", by=campaign_manager)
    theirs = make_entry("tool", owner_team="service")
    with pytest.raises(PermissionDenied, match="may see"):
        teach_alias("product", "One", "Two", by=campaign_manager, learned_from=(pair[0], theirs))
    assert teach_alias("product", "One", "Two", by=campaign_manager, learned_from=pair).entry == pair[0]


def test_an_alias_is_shown_to_who_sees_both_entries_that_taught_it(
    campaign_manager, service_agent, operator, pair
):
    taught = teach_alias("product", "One", "Two", by=campaign_manager, learned_from=pair)
    told = teach_alias("vendor", "Tallis", "Voxline", by=operator)
    assert set(Alias.objects.visible_to(campaign_manager)) == {taught, told}
    assert set(Alias.objects.visible_to(service_agent)) == {told}


def test_what_ended_counts_no_more_and_can_be_said_anew(operator, campaign_manager):
    alias = teach_alias("vendor", "Tallis", "Voxline", by=operator)
    with pytest.raises(PermissionDenied):
        end_alias(alias, by=campaign_manager)
    end_alias(alias, by=operator)
    assert end_alias(alias, by=operator).ended_by == operator
    assert AuditEvent.objects.filter(subject=alias.subject, action="alias.ended").count() == 1
    assert not Alias.objects.in_force().exists()
    assert teach_alias("vendor", "Other", "Voxline", by=operator).name == "Other"
