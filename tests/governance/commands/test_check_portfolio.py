"""``manage.py check_portfolio``: everything checked, said in a few lines."""

import pytest
from django.core.management import call_command

from governance.models import CheckRun
from tests.personas import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_rule")]


def test_it_checks_everything_and_sums_up(capsys):
    for description in ("AI", "AI", "Calls customers who are about to leave."):
        make_entry(description=description)
    make_entry("tool")

    call_command("check_portfolio")

    said = capsys.readouterr()
    assert CheckRun.objects.current().count() == 4
    assert said.err == "[##############################] 4/4\n"
    assert "4 checked, 4 of them asked again." in said.out
    assert [line.split() for line in said.out.splitlines() if line.startswith(("Use case", "Tool"))] == [
        ["Use", "case", "1", "0", "0", "2"],
        ["Tool", "0", "0", "1", "0"],
    ]
    assert "2  TST-001   high     fails" in said.out
    assert "1  TST-001   high     not enough said" in said.out


def test_an_empty_register_is_no_error(capsys):
    call_command("check_portfolio")

    assert capsys.readouterr().out == "0 checked, 0 of them asked again.\n"
