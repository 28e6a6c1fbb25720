"""The rules that a registry is judged by, in its export: told on the server, used wherever it is read."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from policies.errors import PolicyError
from policies.language.packs import Pack, Packs, combine, load_packs, read_pack
from policies.language.settings import read_settings
from policies.language.tuning import tune


def rules_said(packs: Packs) -> dict[str, Any]:
    """These packs as an export holds them: by digest, with the text of each that Muster does not ship."""
    return {
        "packs": [
            {"id": pack.id, "version": pack.version, "digest": pack.digest}
            | ({} if pack.digest in _shipped() else {"text": pack.text})
            for pack in packs.packs
        ],
        "packs_digest": packs.digest,
        "settings": packs.settings.to_json(),
    }


def rules_of(said: Mapping[str, Any]) -> Packs:
    """The inverse of ``rules_said``. Raises PolicyError where this Muster can't make the same rules of it."""
    if not said["packs_digest"] or not said["packs"]:
        message = "The registry export doesn't say by which rules the registry is judged"
        raise PolicyError(message, hint="Name them with --pack and --settings, or make the export anew.")
    packs = combine(_pack(one) for one in said["packs"])
    if settings := read_settings(json.dumps(said["settings"]), source="settings of the registry export"):
        packs = tune(packs, settings)
    check_same(packs, said)
    return packs


def check_same(packs: Packs, said: Mapping[str, Any]) -> None:
    """Raise PolicyError where ``packs`` are not the rules that the registry says it is judged by."""
    if said["packs_digest"] not in ("", packs.digest):
        raise PolicyError(
            f"These are not the rules of the registry: {packs.digest} here, {said['packs_digest']} there",
            hint="Leave --pack and --settings out to ask the rules of the registry.",
        )


def _pack(said: Mapping[str, Any]) -> Pack:
    if "text" in said:
        return read_pack(said["text"], source=f"{said['id']}.yaml of the registry export")
    if said["digest"] not in _shipped():
        message = f"This Muster has no pack {said['id']} {said['version']} with the digest {said['digest']}"
        raise PolicyError(message, hint="Install the release of Muster that the registry runs on.")
    return _shipped()[said["digest"]]


@cache
def _shipped() -> Mapping[str, Pack]:
    return {pack.digest: pack for pack in load_packs().packs}
