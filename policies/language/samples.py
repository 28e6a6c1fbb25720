"""Samples of the language: each form with a predicate, a record, and what the one comes to for the other."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from policies.folder import POLICIES
from policies.language.kleene import Truth
from policies.yamlio import load_yaml

TRUTHS: Final[Mapping[Any, Truth]] = {True: True, False: False, "unknown": None}


@dataclass(frozen=True)
class Sample:
    """``record`` may hold ``kind``, ``org`` and ``facts`` beside its fields, as examples of rules do."""

    group: str
    form: str
    predicate: Mapping[str, Any]
    record: Mapping[str, Any]
    truth: Truth

    def __str__(self) -> str:
        return f"{self.group} {self.form} {json.dumps(self.record)}"


@cache
def _said() -> Any:
    text = POLICIES.joinpath("language/samples.yaml").read_bytes()
    return load_yaml(text, source="language/samples.yaml").value


def declared() -> Mapping[str, Any]:
    """What the samples take as declared in their pack: ``params``, ``lists`` and ``facts``."""
    names: Mapping[str, Any] = _said()["pack"]
    return names


def samples() -> Iterator[Sample]:
    """Every sample, form by form."""
    for group, forms in _said().items():
        for form, found in forms.items() if group != "pack" else ():
            for predicate, record, truth in found:
                yield Sample(group, form, predicate, record, TRUTHS[truth])
