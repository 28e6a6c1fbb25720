"""Runs the command in this process and hands over what a shell would see."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from policies.cli.main import main

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def muster(capsys) -> Callable[..., Ran]:
    def run(*arguments: object) -> Ran:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def gap() -> Path:
    return EXAMPLES / "consent-gap"


@pytest.fixture
def repaired() -> Path:
    return EXAMPLES / "consent-fixed"
