"""``manage.py compare_entries``: what it says, and what it leaves to another worker."""

import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.models import OverlapPair, OverlapPass
from tests.personas import make_entry

pytestmark = pytest.mark.django_db
SAME = {"title": "Voice Insights", "vendor": "Tallis", "product": "Voice Insights"}


def compare(*said: str) -> tuple[str, str]:
    out, progress = StringIO(), StringIO()
    call_command("compare_entries", *said, stdout=out, stderr=progress)
    return out.getvalue(), progress.getvalue()


def test_what_waits_is_compared_and_counted():
    make_entry("tool", **SAME)
    make_entry("tool", **SAME)
    assert compare() == ("1 pairs of entries look alike.\n", "2/2 compared\n")
    assert compare() == ("1 pairs of entries look alike.\n", "")


def test_everything_is_compared_once_more_where_that_is_asked_for_and_nothing_changes():
    make_entry("tool", **SAME)
    make_entry("tool", **SAME)
    compare()
    before = list(OverlapPair.objects.values())
    assert compare("--anew")[1] == "2/2 compared\n"
    assert list(OverlapPair.objects.values()) == before


def test_while_another_worker_is_at_it_nothing_is_done():
    make_entry("tool", **SAME)
    OverlapPass.objects.create(claim=uuid.uuid4())
    with pytest.raises(CommandError, match="Another comparison is running"):
        compare()
