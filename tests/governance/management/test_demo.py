import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.ledger.models import AuditEvent
from registry.models import Revision
from tests.personas import make_entry

pytestmark = pytest.mark.django_db


def run_demo() -> str:
    out = StringIO()
    call_command("demo", "--no-serve", stdout=out)
    return out.getvalue()


def test_a_second_run_changes_nothing_and_says_the_same():
    started = time.monotonic()
    first = run_demo()
    assert time.monotonic() - started < 60  # 20 s on a quiet machine
    events, revisions = AuditEvent.objects.count(), Revision.objects.count()
    second = run_demo()
    assert (AuditEvent.objects.count(), Revision.objects.count()) == (events, revisions)
    assert "nothing was changed" in second
    start, end = "What the checks say", "Sign in as"
    assert first[first.index(start) : first.index(end)] == second[second.index(start) : second.index(end)]


def test_the_summary_names_the_planted_problems_and_signs_people_in():
    said = run_demo()
    assert "100% duplicate Tallis Cloud Voice Insights / Voice Insights Enterprise Edition" in said
    assert "VAL-003" in said or "DUP-001" in said
    assert "Ines Halloran" in said and "?sesame=" in said
    assert "Oskar Dietl" not in said
    call_command("verify_ledger", stdout=StringIO())


def test_a_register_in_use_is_left_alone():
    make_entry()
    with pytest.raises(CommandError, match="in use"):
        run_demo()
