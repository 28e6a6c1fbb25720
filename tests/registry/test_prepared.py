"""A query that is written once answers as one that is written each time."""

import pytest
from django.db.models import F

from registry.models import Entry, Revision
from registry.prepared import Prepared
from tests.personas import make_entry, make_team

pytestmark = pytest.mark.django_db


def test_rows_objects_and_what_they_lead_to_are_those_of_the_query():
    team = make_team("ours")
    entries = [make_entry("tool", owner_team=team) for _ in range(3)]
    make_entry("tool", owner_team=make_team("theirs"))
    objects = Prepared(lambda key: Entry.objects.select_related("owner_team").filter(owner_team__key=key))
    rows = Prepared(lambda key: Entry.objects.filter(owner_team__key=key).values_list("key", "created_at"))
    assert {one.pk: one.owner_team for one in objects("ours")} == {one.pk: team for one in entries}
    assert sorted(rows("ours")) == sorted((one.key, one.created_at) for one in entries)
    assert objects("nobody's") == rows("nobody's") == []


def test_it_is_asked_anew_each_time_in_one_query_with_as_many_values_as_there_are(
    django_assert_num_queries,
):
    keys = Prepared(
        lambda *names: Entry.objects.filter(key__in=names).order_by("key").values_list("key", flat=True)
    )
    first, other = sorted(make_entry("tool").key for _ in range(2))
    assert (keys(first), keys(other), keys(other, first)) == ([first], [other], [first, other])
    Entry.objects.filter(key=other).update(title="Another")
    third = make_entry("tool").key
    with django_assert_num_queries(2):
        assert keys(first, other, third) == sorted([first, other, third])
        assert keys("no such key") == []


def test_values_are_told_from_what_the_query_says_itself_and_never_read_as_its_text():
    make_entry("tool", key="quoted")
    of_kind = Revision.objects.order_by().filter(number=F("entry__revision_count"))
    latest = Prepared(
        lambda key, kind: of_kind.filter(entry__kind=kind, entry__key=key).union(
            of_kind.filter(entry__key=key, entry__kind="tool")
        )
    )
    assert [one.document["key"] for one in latest("quoted", "tool")] == ["quoted"]
    assert latest("quoted' OR 1=1 --", "tool") == latest("%s", "tool") == []
