"""The demonstration's entries as records, without a database."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from governance.demo.content import load_content
from policies.record import resolve
from policies.yamlio import load_yaml

TODAY = date(2026, 3, 31)


@cache
def records() -> dict[str, dict[str, Any]]:
    """Every record by ``kind/key``, as of ``TODAY``."""
    content = load_content(TODAY)
    said = content.organisation
    text = (files("policies") / "taxonomies/purposes.yaml").read_text(encoding="utf-8")
    supporting: dict[str, dict[str, Mapping[str, Any]]] = {
        "team": {team["key"]: team for team in said["teams"]},
        "person": {person["email"]: person for person in said["people"]},
        "vendor": {vendor["name"]: vendor for vendor in said["vendors"]},
        "purpose": {row["code"]: row for row in [*load_yaml(text).value["purposes"], *said["purposes"]]},
        "kpi": {kpi["key"]: kpi for kpi in content.kpis},
    }

    def find(kind: str, key: str) -> Mapping[str, Any] | None:
        return content.manifests.get((kind, key)) or supporting.get(kind, {}).get(key)

    return {
        f"{kind}/{key}": resolve(manifest, find, org=said["organisation"])
        for (kind, key), manifest in content.manifests.items()
    }
