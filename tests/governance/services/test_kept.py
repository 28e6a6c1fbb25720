"""Facts that are kept between requests: those that reading everything anew would give, whatever happened."""

from functools import cache
from random import Random

import pytest
from django.db import transaction

from governance.services import kept
from governance.services.engine import Checker, held_for
from policies import FactIndex, Packs, load_packs
from policies.facts import EVERYWHERE
from registry import clock
from registry.models import Entry, Organisation, Team, User
from registry.services.aliases import aliases_in_force
from registry.services.entries import normalise, save_manifests
from registry.services.organisation import define_kpi, set_organisation
from tests.manifests import random_manifests
from tests.personas import change_entry, make_entry, make_person, make_team
from tests.policies.writing import packs_of, rule_of
from tests.racing import at_once

# Facts that hang on what others link to, and on what is held of them.
LINKED = {
    "colleagues": {"kind": "peers", "of": "use_case", "same": ["owner_team.lead.name"]},
    "personal": {
        "kind": "peers",
        "of": "use_case",
        "where": {"some": {"in": "data_links", "where": {"data_source.contains_personal_data": True}}},
    },
    "approved": {
        "kind": "peers",
        "of": "use_case",
        "where": {"some": {"in": "assessments", "where": {"status": ["approved", "waived", "not_required"]}}},
    },
    "active": {"kind": "peers", "of": "tool", "where": {"accountable_person.is_active": True}},
    "sized": {"kind": "groups", "of": "data_source", "by": "owner_team.function"},
}
KNOWN = {"team": ["marketing", "service"], "kpi": ["k"], "person": ["ann@example.org", "ben@example.org"]}


@pytest.fixture
def register(db, settings):
    settings.MUSTER_PACKS = []
    make_team("service")
    make_person("Ann", team="marketing")
    make_person("Ben")
    define_kpi("k", "KPI", by=None)
    set_organisation(by=None, legal_name="Acme", jurisdictions=["EU"])
    save_manifests(random_manifests(1, 40, KNOWN), by=None)


@cache
def rules():
    return Packs((*load_packs().packs, *packs_of(rule_of(), facts=LINKED).packs))


def by_name(records):
    return {(one["kind"], one["key"]): one for one in records}


def agrees(also=(), reader=None):
    """What is kept gives the facts of every record that reading all of it anew gives."""
    checker, day = Checker(also, visible_to=reader, packs=rules()), clock.today()
    records = by_name(checker.register.records())
    held = {**held_for((checker.packs,), checker.register, day), EVERYWHERE: {"aliases": aliases_in_force()}}
    anew = FactIndex(records.values(), checker.packs, day, held)
    assert all(checker.facts.for_record(one) == anew.for_record(one) for one in records.values())
    for name in records:
        found = checker.register.record_in(*name)
        assert found == records[name], name
    return True


def drafts(seed, number, share=0.3):
    chance = Random(seed)  # noqa: S311 - chance that can be repeated is the point
    return [normalise(one) for one in random_manifests(seed, number, KNOWN) if chance.random() < share]


def leave_and_come_back(seed):
    """Whom nobody knows can't have approved an assessment."""
    ben = User.objects.filter(name="Ben")
    ben.update(email="ben@example.com")
    assert agrees()
    ben.update(email="ben@example.org")


def test_facts_follow_every_change(register):
    chance = Random(5)  # noqa: S311 - as above
    kept._kept.clear()
    acts = [
        lambda seed: save_manifests(drafts(seed, 40, 0.05), by=None),
        lambda seed: make_entry(owner_team="service"),
        lambda seed: Team.objects.filter(key="service").update(lead=User.objects.first()),
        lambda seed: User.objects.update(is_active=seed % 2 == 0),
        lambda seed: Organisation.objects.update(headcount=seed),
        leave_and_come_back,
    ]
    for seed in range(2, 20):
        chance.choice(acts)(seed)
        assert agrees()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_asked_about_stands_in_its_place_for_who_asks_and_for_nobody_else(register, seed):
    ann, everybody = User.objects.get(name="Ann"), make_person("Root", is_superuser=True)
    asked = drafts(seed + 50, 45)
    assert agrees()
    assert agrees(asked, ann)
    assert agrees(drafts(seed + 90, 45), everybody)
    assert agrees((), ann)
    assert agrees()


def test_what_was_rolled_back_leaves_nothing_behind(register):
    class Undone(Exception):
        pass

    agrees()
    for _ in range(2):
        with pytest.raises(Undone), transaction.atomic():
            save_manifests(drafts(7, 40), by=None)
            assert agrees()
            raise Undone
        assert agrees()


def test_a_change_is_laid_over_what_is_kept_and_many_are_read_anew(register):
    kept._kept.clear()
    assert agrees()
    (first,) = kept._kept.values()
    change_entry(Entry.objects.first(), title="Another")
    assert agrees()
    assert list(kept._kept.values()) == [first]

    save_manifests(random_manifests(8, 40, KNOWN), by=None)
    assert agrees()
    (second,) = kept._kept.values()
    assert second is not first


def test_no_more_is_kept_than_for_two_days(register, later):
    for days in range(4):
        later(days)
        assert agrees()
    assert len(kept._kept) == 2


def test_of_records_only_what_facts_compare_is_kept(register, monkeypatch):
    """However large the register is: its manifests are read again by chunks."""
    monkeypatch.setattr("registry.manifests._MOST_KEPT", 5)
    monkeypatch.setattr("registry.manifests.CHUNK", 7)
    assert agrees()
    assert agrees(drafts(9, 45))


@pytest.mark.django_db(transaction=True)
def test_many_ask_while_others_write(settings):
    settings.MUSTER_PACKS = []
    people = [make_person(f"P{number}", team=f"team-{number}") for number in range(3)]
    entries = [make_entry("tool", owner_team=f"team-{number}", tool_category="cdp") for number in range(3)]
    manifests = [normalise(entry.document | {"status": "sanctioned"}) for entry in entries]

    def ask(number):
        found = []
        for _ in range(6):
            checker = Checker([manifests[number]], visible_to=people[number])
            found.append(checker.under_check(manifests[number]).report())
        return found

    def write():
        for title in "abcdef":
            change_entry(entries[0], title=title)

    *answers, written = at_once(*[lambda number=number: ask(number) for number in range(3)], write)
    assert written is None
    assert all(len(found) == 6 for found in answers)
    for number, reader in enumerate(people):
        others = {entry.key for entry in entries} - {entries[number].key}
        told = "".join(str(one.to_json()) for one in answers[number])
        assert not [key for key in others if key in told], reader
    assert agrees()
