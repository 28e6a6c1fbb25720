"""From manifests on disk to records: each is resolved among the others, as a server does among entries."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from policies.record import Manifest, resolve
from policies.yamlio import load_yaml

Record = dict[str, Any]


def resolve_all(manifests: Sequence[Manifest], organisation: Mapping[str, Any] | None = None) -> list[Record]:
    """Return the record of each manifest, in order. What no manifest describes stays unknown."""
    known = {(one.document["kind"], one.document["key"]): one.document for one in manifests}

    def lookup(kind: str, key: str) -> Mapping[str, Any] | None:
        return purposes().get(key) if kind == "purpose" else known.get((kind, key))

    return [resolve(one.document, lookup, org=organisation) for one in manifests]


@cache
def purposes() -> Mapping[str, Mapping[str, Any]]:
    """The purposes that ship, by code."""
    text = files("policies").joinpath("taxonomies/purposes.yaml").read_bytes()
    return {one["code"]: one for one in load_yaml(text, source="purposes.yaml").value["purposes"]}
