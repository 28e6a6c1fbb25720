"""The public names of the engine: each is there, whatever was imported before, and is what checkers see."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

import policies

TREE = ast.parse(Path(policies.__file__).read_text())


@pytest.mark.parametrize("name", policies.__all__)
def test_a_public_name_is_what_its_module_calls_so(name):
    module = import_module(f"policies.{policies._HOME_OF[name]}")
    assert getattr(policies, name) is getattr(module, name)


def test_type_checkers_see_the_same_names_from_the_same_modules():
    seen = {
        alias.name: node.module.removeprefix("policies.")
        for node in ast.walk(TREE)
        if isinstance(node, ast.ImportFrom) and node.module.startswith("policies.") and node.col_offset
        for alias in node.names
    }
    assert seen == policies._HOME_OF
    assert sorted(seen) == sorted(policies.__all__)


def test_the_names_are_listed_before_any_was_asked_for():
    assert set(policies.__all__) <= set(dir(policies))


def test_another_name_is_not_there():
    with pytest.raises(AttributeError, match="nonsense"):
        policies.nonsense  # noqa: B018
