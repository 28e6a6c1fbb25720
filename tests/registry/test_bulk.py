"""Rows written many at a time are those that would be written one by one."""

import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import CharField, TextField
from django.forms import model_to_dict

from governance.models import CheckRun, Finding, Reading
from registry import clock
from registry.bulk import among, insert_alike, update_each
from registry.models import Entry
from tests.personas import make_entry

pytestmark = pytest.mark.django_db


def test_rows_are_as_the_orm_writes_them():
    entries = [make_entry("tool"), make_entry("tool")]
    CheckRun.objects.all().delete()
    own = [
        {"entry_id": one.pk, "revision": 1, "counts": {"pass": number}, "verdict": "gap"}
        for number, one in enumerate(entries)
    ]
    shared = {
        "as_of": datetime.date(2026, 7, 30),
        "status": "done",
        "claim": uuid4(),
        "is_current": True,
        "trigger": "schedule",
        "finished_at": clock.now(),
        "queued_at": clock.now(),
    }
    insert_alike(CheckRun, own, shared)
    written = {run.entry_id: model_to_dict(run, exclude=["id"]) for run in CheckRun.objects.all()}
    CheckRun.objects.all().delete()
    for row in own:
        CheckRun.objects.create(**row, **shared)
    assert written == {run.entry_id: model_to_dict(run, exclude=["id"]) for run in CheckRun.objects.all()}


def test_a_row_that_is_there_already_is_refused_as_the_orm_refuses_it():
    row = {"entry_id": make_entry("tool").pk, "revision": 1, "digest": "d", "facts": b"", "error": ""}
    insert_alike(Reading, [row], {})
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_alike(Reading, [row | {"revision": 2}], {})
    assert Reading.objects.get().revision == 1


def test_what_looks_like_a_part_of_a_statement_is_written_as_it_is():
    entries = [make_entry("tool") for _ in range(3)]
    odd = ['it\'s "odd" {a,b}', "NULL", "\\N %s, ä\n"]
    rows = [
        {
            "entry_id": one.pk,
            "revision": 1,
            "digest": "d",
            "facts": said.encode() + b"\x00",
            "projection": said,
            "projected_by": "",
            "error": said,
        }
        for one, said in zip(entries, odd, strict=True)
    ]
    insert_alike(Reading, rows, {})
    written = Reading.objects.order_by("pk").values_list("error", "projection", "facts")
    assert [(error, said, bytes(facts)) for error, said, facts in written] == [
        (one, one, one.encode() + b"\x00") for one in odd
    ]


@pytest.mark.parametrize(
    "said", [None, [], {"x": None}, ["\\N", "a\tb\n", 'it\'s "odd"'], "text", "", 0, False, 0.1]
)
def test_what_json_says_is_written_as_the_orm_writes_it(said):
    run = CheckRun.objects.create(entry=make_entry("tool"), revision=1, trigger="api", as_of=clock.today())
    fields = [one for one in Finding._meta.concrete_fields if one.name != "id"]
    row = {one.attname: "" if isinstance(one, CharField | TextField) else 1 for one in fields}
    row |= {"run_id": run.pk, "blocks": True, "refs": [], "gates": [], "pointers": [said], "waiver": said}
    insert_alike(Finding, [row], {})
    Finding.objects.create(**row | {"position": 2})
    one, other = Finding.objects.order_by("position").values()
    assert one == other | {"id": one["id"], "position": 1}


def test_what_cant_be_written_leaves_the_transaction_as_it_was():
    row = {"entry_id": make_entry("tool").pk, "revision": 1, "digest": "d", "facts": b"", "error": ""}
    with pytest.raises(KeyError):
        insert_alike(Reading, [row, {"entry_id": row["entry_id"]}], {})
    assert not Reading.objects.exists()


def test_nothing_is_written_in_a_transaction_that_can_only_be_undone():
    row = {"entry_id": make_entry("tool").pk, "revision": 1, "digest": "d", "facts": b"", "error": ""}
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            insert_alike(Reading, [row], {})


def test_keys_are_found_as_by_a_list_of_them():
    entries = [make_entry("tool") for _ in range(3)]
    some = [entries[2].pk, entries[0].pk]
    assert set(Entry.objects.filter(pk__in=among(some)).values_list("pk", flat=True)) == set(some)
    CheckRun.objects.bulk_create(
        CheckRun(entry=one, revision=1, trigger="api", as_of=clock.today()) for one in entries
    )
    assert set(CheckRun.objects.filter(entry__in=among(some)).values_list("entry", flat=True)) == set(some)
    assert not Entry.objects.filter(pk__in=among([])).exists()


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_alike(CheckRun, [], {})
        update_each(CheckRun, [], ["status"])


def test_each_row_gets_its_own_values_and_keeps_the_rest():
    entries = [make_entry("tool") for _ in range(2)]
    said = [{"vendor": "nobody knows"}, {}]
    rows = [
        {"id": one.pk, "not_said": why, "description": one.key}
        for one, why in zip(entries, said, strict=True)
    ]
    update_each(Entry, rows, ["not_said", "description"])
    written = Entry.objects.order_by("pk").values("id", "not_said", "description", "title")
    assert list(written) == [row | {"title": one.title} for one, row in zip(entries, rows, strict=True)]


def test_all_rows_are_written_or_none():
    entry = make_entry("tool")
    CheckRun.objects.all().delete()
    rows = [{"entry_id": entry.pk, "revision": number, "counts": {}} for number in (1, 2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_alike(CheckRun, rows, {"as_of": clock.today(), "is_current": True, "trigger": "api"})
    assert not CheckRun.objects.exists()
