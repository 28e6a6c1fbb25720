"""``manage.py check_portfolio``: everything checked, said in a few lines."""

import pytest
from django.core.management import CommandError, call_command

from governance.models import CheckRun, CheckStatus, PortfolioCheck
from governance.services.portfolio import queue_pass
from registry import clock
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


def test_while_another_is_running_it_says_so_and_checks_nothing(capsys):
    make_entry()
    queue_pass()
    PortfolioCheck.objects.update(status=CheckStatus.RUNNING, heard_at=clock.now())

    call_command("check_portfolio")
    assert capsys.readouterr().out == "Another check of everything is running. This one is done after it.\n"
    assert not CheckRun.objects.current().exists()


def test_rules_that_cant_be_used_are_an_error(settings, tmp_path):
    (tmp_path / "broken.yaml").write_text("muster: pack/1")
    settings.MUSTER_PACKS = [str(tmp_path / "broken.yaml")]

    with pytest.raises(CommandError, match="can't use the rules in force"):
        call_command("check_portfolio")
    assert PortfolioCheck.objects.get().status == CheckStatus.QUEUED
