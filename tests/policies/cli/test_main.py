"""What a person at a terminal sees of ``muster``, whatever happens."""

import os
import pty
import subprocess
import sys

import pytest

from policies import __version__

DAY = ("--as-of", "2026-06-01")
TOOL = "muster: 1\nkind: tool\nkey: mailer\ntitle: Mail service\nowner_team: crm\n"


@pytest.mark.parametrize("problem", [RuntimeError("the disk is made of cheese"), KeyboardInterrupt()])
def test_nobody_sees_a_stack_trace(muster, gap, monkeypatch, problem):
    def break_down(*_, **__):
        raise problem

    monkeypatch.setattr("policies.cli.check.read_manifests", break_down)
    ran = muster("check", gap)
    assert ran.code == 3
    assert "Traceback" not in ran.err
    assert str(problem) in ran.err


def test_a_terminal_that_lacks_letters_is_no_reason_to_stop(gap):
    command = [sys.executable, "-m", "policies.cli", "check", str(gap), *DAY]
    poor = os.environ | {"PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=poor)
    assert (ran.returncode, ran.stderr) == (1, "")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a person would see: the command writes to a terminal of its own."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "policies.cli", *arguments]
    subprocess.run(command, stdout=slave, check=False, timeout=60, env=os.environ | environment)
    os.close(slave)
    seen = b""
    while True:
        try:
            seen += os.read(master, 65536)
        except OSError:
            os.close(master)
            return seen.decode()


def test_verdicts_are_coloured_on_a_terminal_and_only_there(muster, tmp_path):
    (tmp_path / "tool.yaml").write_text(TOOL)
    path = str(tmp_path / "tool.yaml")
    assert "\033[33mgap\033[0m" in on_a_terminal("check", path, *DAY, NO_COLOR="")
    assert "\033[" not in on_a_terminal("check", path, *DAY, NO_COLOR="1")
    assert "\033[" not in muster("check", path, *DAY).out


def test_a_reader_who_stops_early_is_no_mistake(gap):
    command = f"{sys.executable} -m policies.cli check {gap} | head -c 0"
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert ran.stderr == ""


def test_the_command_says_which_version_it_is(muster):
    assert muster("--version").out == f"muster {__version__}\n"
