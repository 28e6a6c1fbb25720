"""The ledger can be added to and nothing else, and shows when someone found a way round that."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger.models import AuditEvent
from registry.ledger.triggers import EVENTS
from registry.ledger.verifying import find_breaks
from registry.ledger.writing import Happening, event_digest, record, record_many

pytestmark = pytest.mark.django_db


def chain(length=4, subject="entry:a"):
    return [record("thing.changed", subject, by=None, number=number) for number in range(length)]


def breaks():
    return [
        (found.sequence, found.reason)
        for found in find_breaks(AuditEvent.objects.order_by("subject", "sequence"))
    ]


@pytest.fixture
def unguarded():
    """A database whose triggers an intruder has removed."""
    EVENTS.remove()
    yield
    EVENTS.install()


def test_events_of_a_subject_follow_from_each_other():
    events = chain()
    assert [event.sequence for event in events] == [1, 2, 3, 4]
    assert [event.previous for event in events[1:]] == [event.digest for event in events[:-1]]
    assert breaks() == []


def test_subjects_have_chains_of_their_own():
    events = record_many([Happening("a", "one"), Happening("a", "two"), Happening("b", "one")], by=None)
    assert [(event.subject, event.sequence) for event in events] == [("one", 1), ("two", 1), ("one", 2)]
    assert record("c", "one", by=None).sequence == 3


@pytest.mark.parametrize("attack", [lambda rows: rows.update(action="x"), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_or_delete_events(attack):
    chain()
    with pytest.raises(DatabaseError, match="audit events are never"), transaction.atomic():
        attack(AuditEvent.objects.filter(sequence=2))
    assert AuditEvent.objects.count() == 4


@pytest.mark.parametrize("recursive", ["OFF", "ON"])
def test_an_event_can_not_be_replaced_either(recursive):
    if connection.vendor == "sqlite":
        connection.cursor().execute(f"PRAGMA recursive_triggers = {recursive}")
    event = chain()[0]
    statement = "INSERT OR REPLACE INTO" if connection.vendor == "sqlite" else "INSERT INTO"
    columns = "id, subject, sequence, action, actor, at, body, previous, digest"
    replaced = [event.pk, "entry:a", 1, "x", "x", event.at, "{}", "", "0"]
    sql = f"{statement} registry_auditevent ({columns}) VALUES ({', '.join(['%s'] * 9)})"  # noqa: S608
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(sql, replaced)
    assert breaks() == []


@pytest.mark.postgres
def test_postgresql_refuses_to_truncate_the_ledger():
    chain()
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute("TRUNCATE registry_auditevent")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "x"),
        ("actor", "x"),
        ("body", {}),
        ("at", "2020-01-01T00:00:00+00:00"),
        ("subject", "entry:b"),
    ],
)
@pytest.mark.usefixtures("unguarded")
def test_a_changed_event_is_found(column, value):
    chain()
    AuditEvent.objects.filter(sequence=2).update(**{column: value})
    assert breaks()


@pytest.mark.usefixtures("unguarded")
def test_a_removed_event_is_found():
    chain()
    AuditEvent.objects.filter(sequence=2).delete()
    assert breaks()[0] == (3, "event 2 is missing or out of place")


@pytest.mark.usefixtures("unguarded")
def test_an_event_rewritten_with_a_fitting_digest_is_found_by_the_one_after_it():
    second = chain()[1]
    second.body = {"number": 99}
    AuditEvent.objects.filter(pk=second.pk).update(body=second.body, digest=event_digest(second))
    assert breaks() == [(3, "does not follow from the event before it")]


@pytest.mark.usefixtures("unguarded")
def test_the_command_names_what_is_broken_and_fails(capsys):
    chain()
    AuditEvent.objects.filter(sequence=3).update(actor="someone else")
    with pytest.raises(CommandError) as failure:
        call_command("verify_ledger")
    assert failure.value.returncode == 1
    assert "entry:a #3: was changed after it was written" in capsys.readouterr().err


def test_the_command_counts_what_it_verified(capsys):
    chain()
    call_command("verify_ledger")
    assert "4 event(s) verified" in capsys.readouterr().out


def test_an_empty_ledger_is_not_called_verified():
    with pytest.raises(CommandError, match="nothing to verify"):
        call_command("verify_ledger")


@pytest.mark.django_db(transaction=True)
def test_an_event_is_only_written_inside_the_transaction_it_tells_of():
    with pytest.raises(RuntimeError, match="in the transaction"):
        record("thing.changed", "entry:a", by=None)


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5),
            inner,
            max_size=3,
        )
    ),
    max_leaves=10,
)


@given(body=_json)
def test_what_is_read_back_has_the_digest_of_what_was_written(body):
    with transaction.atomic():
        written = record("x", "entry:a", by=None, body=body)
        read = AuditEvent.objects.get(pk=written.pk)
        assert event_digest(read) == written.digest
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", ["before", "after a flush"])
def test_the_database_guards_the_ledger_also_after_it_was_flushed(_time):
    with transaction.atomic():
        chain()
    with pytest.raises(DatabaseError, match="audit events are never"):
        AuditEvent.objects.filter(sequence=2).update(action="x")
