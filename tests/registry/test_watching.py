"""What is kept in memory is told to stand by its rows, whoever changes them."""

import pytest
from django.db import transaction

from policies.canonical import digest
from registry import manifests
from registry.around import around_now
from registry.manifests import manifests_now
from registry.models import Entry, Organisation, Revision, Team, User
from registry.services.organisation import set_organisation
from registry.watching import Watched, Written
from tests.personas import change_entry, make_entry, make_person, make_team

pytestmark = pytest.mark.django_db


def said_now():
    """What is kept, beside what there is."""
    kept = dict(manifests_now().items())
    assert kept == {(one.kind, one.key): one.document for one in Entry.objects.all()}
    return kept


class Undone(Exception):
    pass


def test_nothing_is_made_again_while_it_stands():
    make_entry()
    assert manifests_now() is manifests_now()
    assert around_now() is around_now()


def test_each_save_is_seen(marketing):
    assert said_now() == {}
    entry = make_entry(title="One")
    assert [said["title"] for said in said_now().values()] == ["One"]
    change_entry(entry, title="Two")
    assert [said["title"] for said in said_now().values()] == ["Two"]


def test_what_was_rolled_back_is_gone_though_its_number_is_given_again():
    entry = make_entry(title="One")
    said_now()
    with pytest.raises(Undone), transaction.atomic():
        change_entry(entry, title="Two")
        make_entry("tool")
        assert len(said_now()) == 2
        raise Undone
    assert [said["title"] for said in said_now().values()] == ["One"]
    entry.refresh_from_db()
    change_entry(entry, title="Three")
    assert [said["title"] for said in said_now().values()] == ["Three"]


def test_a_revision_that_is_committed_late_is_seen_though_it_is_not_the_newest():
    """Two write at once: the one that began first comes second."""
    first, second = make_entry(title="First"), make_entry(title="Second")
    newest = Revision.objects.order_by("pk").last()
    said = first.document | {"title": "Late"}
    late = Revision(pk=newest.pk + 1, entry=first, number=2, document=said, digest=digest(said))
    change_entry(second, title="Early")
    Revision.objects.filter(entry=second, number=2).update(id=newest.pk + 2)
    assert {said["title"] for said in said_now().values()} == {"First", "Early"}

    late.save(force_insert=True)
    Entry.objects.filter(pk=first.pk).update(revision_count=2)
    assert {said["title"] for said in said_now().values()} == {"Late", "Early"}


@pytest.mark.parametrize(
    "change",
    [
        lambda: Team.objects.update(function="finance"),
        lambda: User.objects.update(is_active=False),
        lambda: make_team("another"),
        lambda: make_person("Somebody Else"),
        lambda: Organisation.objects.update(sector="retail"),
        lambda: Team.objects.update(lead=User.objects.get()),
    ],
)
def test_a_change_around_entries_is_seen_also_past_all_services(change, marketing):
    set_organisation(by=None, legal_name="Acme")
    make_person("Ann", team=marketing)
    before = around_now()
    change()
    assert around_now() != before


def test_what_changes_while_it_is_read_is_read_again_and_only_kept_once_it_stands():
    make_person("Ann")
    made = []

    def make(_):
        made.append(sorted(User.objects.values_list("name", flat=True)))
        if len(made) == 1:
            make_person("Ben")
        return made[-1]

    watched = Watched(lambda: [User.objects.order_by("pk").values_list("name")], make)
    assert watched.now() == ["Ann", "Ben"]
    assert watched.now() is made[-1]
    assert len(made) == 2


def test_no_more_manifests_are_kept_than_fit(monkeypatch):
    monkeypatch.setattr(manifests, "_MOST_KEPT", 3)
    monkeypatch.setattr(manifests, "CHUNK", 2)
    for _ in range(7):
        make_entry()
    assert len(said_now()) == 7
    assert len(manifests._kept._documents) == 3


def test_a_query_that_is_written_once_for_each_is_asked_anew_each_time(django_assert_num_queries):
    written = Written()

    def keys(team):
        return [
            key for (key,) in written.rows(team.pk, lambda: team.entries.order_by("key").values_list("key"))
        ]

    ours, theirs = make_team("ours"), make_team("theirs")
    first, other = make_entry("tool", owner_team=ours), make_entry("tool", owner_team=theirs)
    assert (keys(ours), keys(theirs)) == ([first.key], [other.key])
    second = make_entry("tool", owner_team=ours)
    with django_assert_num_queries(1):
        assert keys(ours) == sorted([first.key, second.key])
