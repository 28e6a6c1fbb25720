"""``manage.py law_changes``."""

import pytest
from django.core.management import CommandError, call_command

from tests.personas import make_entry

pytestmark = pytest.mark.django_db


def test_it_lists_the_entries_that_an_amendment_moves(capsys):
    known = {"ai_technique": "classical_ml", "art5_practices": [], "annex_i_product": False}
    entry = make_entry(**known, annex_iii_points=["5-b"])
    make_entry(**known, annex_iii_points=[], art50_triggers=[])
    call_command("law_changes", "--from", "2026-07-01", "--to", "2026-11-26")
    said = capsys.readouterr().out
    assert "1 use case whose tier or deadline moves:" in said
    tier = "High risk by area of use (Annex III)"
    assert f"{entry.key}: {tier}, 2026-08-02 -> {tier}, 2027-12-02" in said


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(CommandError, match="before"):
        call_command("law_changes", "--from", "2026-07-02", "--to", "2026-07-01")
