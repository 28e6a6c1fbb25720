"""The register in parts: the same records as all at once, and no more of them at a time."""

import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies.record import Resolver
from registry import streaming
from registry.documents import Register
from registry.services.entries import save_manifests
from registry.services.organisation import define_kpi, set_organisation
from registry.streaming import StreamedRegister
from tests.manifests import random_manifests
from tests.personas import change_entry, make_entry, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    make_team("t")
    define_kpi("k", "KPI", by=None)
    set_organisation(by=None, legal_name="Acme", jurisdictions=["EU"])

    def fill(number):
        save_manifests(random_manifests(1, number, {"team": ["t"], "kpi": ["k"]}), by=None)

    return fill


def test_records_are_those_of_the_register_as_a_whole(register, monkeypatch):
    monkeypatch.setattr(streaming, "CHUNK", 7)
    monkeypatch.setattr(streaming, "_MOST_KEPT", 5)
    register(60)

    found = sorted(StreamedRegister().streamed(), key=lambda record: (record["kind"], record["key"]))
    assert found == Register().records()


def test_one_record_is_found_by_its_name(register):
    register(20)
    whole = {(record["kind"], record["key"]): record for record in Register().records()}
    found = StreamedRegister()

    assert {name: found.find_record(*name) for name in whole} == whole
    assert found.find_record("tool", "nobody-has-this") is None


def test_the_latest_revision_is_read():
    entry = make_entry(description="Then")
    change_entry(entry, description="Now")

    (chunk,) = StreamedRegister().chunks()
    assert [(row.entry, row.revision, row.manifest["description"]) for row in chunk] == [(entry.pk, 2, "Now")]


def test_nothing_is_kept_of_what_was_read_once_all_of_it_was_given(register):
    register(10)
    read = StreamedRegister()
    records = read.streamed()
    assert next(records) and read._kept
    assert len(list(records)) == 9
    assert not (read._kept or read._records or read._resolver._shared)


def test_what_is_kept_does_not_grow_with_the_register(register, monkeypatch):
    monkeypatch.setattr(streaming, "CHUNK", 10)
    monkeypatch.setattr(streaming, "_MOST_KEPT", 20)
    monkeypatch.setattr(sys.modules[Resolver.__module__], "_MOST_SHARED", 40)

    def most_kept():
        read = StreamedRegister()
        kept = [(len(read._kept), len(read._resolver._shared)) for _ in read.streamed()]
        return max(manifests for manifests, _ in kept), max(shared for _, shared in kept)

    register(300)
    manifests, shared = most_kept()
    assert manifests <= 120
    assert shared <= 50


def test_a_chunk_takes_the_same_few_queries_however_much_it_links_to(register):
    register(100)

    with CaptureQueriesContext(connection) as captured:
        read = [len(chunk) for chunk in StreamedRegister().chunks(50)]
    assert read == [50, 50]
    assert len(captured) <= 7


def test_what_a_chunk_holds_itself_is_not_read_again_to_be_linked_to(register):
    register(100)

    with CaptureQueriesContext(connection) as captured:
        for _ in StreamedRegister().streamed():
            pass
    assert len([one for one in captured if '"document"' in one["sql"]]) == 1


def test_what_a_record_took_in_is_found_as_it_was_then_though_it_changed_meanwhile():
    user, source = make_entry(), make_entry("data_source", description="Then")
    change_entry(user, data_links=[{"data_source": source.key}])
    read = StreamedRegister()
    chunks = read.chunks(1)
    (row,) = next(chunks)
    taken_in = read.whole_record(row.manifest)["data_links"][0]["data_source"]
    change_entry(source, description="Now")

    ((own,),) = chunks
    assert own.manifest["description"] == "Now"
    assert read.find_record("data_source", source.key)["description"] == taken_in["description"] == "Then"
