from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.ledger.models import AuditEvent
from registry.models import Entry, Organisation, Revision
from tests.personas import make_entry


@pytest.mark.django_db
def test_a_second_run_changes_nothing_and_says_the_same(shown):
    events, revisions = AuditEvent.objects.count(), Revision.objects.count()
    out = StringIO()
    call_command("demo", "--no-serve", stdout=out)
    again = out.getvalue()
    assert (AuditEvent.objects.count(), Revision.objects.count()) == (events, revisions)
    assert "nothing was changed" in again
    start, end = "What the checks say", "Sign in as"
    assert again[again.index(start) : again.index(end)] == shown[shown.index(start) : shown.index(end)]


@pytest.mark.django_db
def test_the_ledger_of_the_year_holds(shown):
    call_command("verify_ledger", stdout=StringIO())


@pytest.mark.django_db
def test_somebody_elses_register_is_left_alone(shown):
    Organisation.objects.update(legal_name="Another company")
    entries = Entry.objects.count()
    make_entry()
    with pytest.raises(CommandError, match="in use"):
        call_command("demo", "--no-serve", stdout=StringIO())
    assert Entry.objects.count() == entries + 1
