"""From manifests on disk to records: each is resolved among the others, as a server does among entries."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from policies.export import RegistryExport
from policies.record import Manifest
from policies.yamlio import load_yaml

Record = dict[str, Any]


def resolve_all(
    manifests: Sequence[Manifest],
    organisation: Mapping[str, Any] | None = None,
    registry: RegistryExport | None = None,
) -> tuple[list[Record], list[Record]]:
    """Return the record of each manifest, in order, and those of all that is known, of the manifests too.

    What no manifest describes, and no ``registry``, stays unknown.
    """
    ours = [one.document for one in manifests]
    known = registry or RegistryExport(None, supporting={"purpose": purposes()})
    if organisation is not None:
        known = replace(known, organisation=organisation)
    records = known.records(ours)
    return [records[one["kind"], one["key"]] for one in ours], list(records.values())


@cache
def purposes() -> Mapping[str, Mapping[str, Any]]:
    """The purposes that ship, by code."""
    text = files("policies").joinpath("taxonomies/purposes.yaml").read_bytes()
    return {one["code"]: one for one in load_yaml(text, source="purposes.yaml").value["purposes"]}
