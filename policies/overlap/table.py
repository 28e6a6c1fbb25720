"""The words and names that ship with Muster, in `aliases.yaml`; read when they are first needed."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from policies.folder import POLICIES
from policies.yamlio import load_yaml


@cache
def shipped() -> Mapping[str, Any]:
    text = (POLICIES / "overlap" / "aliases.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = load_yaml(text, source="aliases.yaml").value
    return table


@cache
def word_list(name: str) -> frozenset[str]:
    return frozenset(shipped()[name])


@cache
def abbreviations() -> Mapping[str, tuple[str, ...]]:
    return {short: tuple(long.split()) for short, long in shipped()["abbreviations"].items()}
