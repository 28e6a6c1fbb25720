"""Manifests in requests: read strictly, validated, every problem with its place."""

from collections.abc import Iterable
from typing import Any, Final

from rest_framework.request import Request

from governance.api.problems import Problem
from policies.record import Manifest, load_manifests, validate_manifest
from policies.record import Problem as Wrong

# Enough for a repository; what has more is an import, or several requests.
MOST: Final = 50


def read_manifests(request: Request, *, source: str = "") -> list[Manifest]:
    """The manifests in the body, all valid and each thing described once.

    Raises ``Problem``, ``YamlError`` and ``ManifestError``.
    """
    body = request.data
    if not isinstance(body, bytes) or not body.strip():
        raise Problem("malformed", "The body is empty: send a manifest.")
    manifests = load_manifests(body, source=source)
    if not 1 <= len(manifests) <= MOST:
        raise Problem("invalid-manifest", f"Send between 1 and {MOST} manifests, not {len(manifests)}.")
    refuse((manifest, wrong) for manifest in manifests for wrong in validate_manifest(manifest.document))
    _refuse_repeated(manifests)
    return manifests


def refuse(found: Iterable[tuple[Manifest, Wrong]]) -> None:
    """Raise ``Problem`` with every place, if there is any."""
    errors = [_place(manifest, wrong) for manifest, wrong in found]
    if errors:
        raise Problem("invalid-manifest", f"Mistakes in what you sent: {len(errors)}.", errors=errors)


def _refuse_repeated(manifests: list[Manifest]) -> None:
    seen: set[tuple[str, str]] = set()
    for manifest in manifests:
        name = (manifest.document["kind"], manifest.document["key"])
        if name in seen:
            refuse([(manifest, Wrong("/key", "this kind and key stand twice", "Send each thing once."))])
        seen.add(name)


def _place(manifest: Manifest, wrong: Wrong) -> dict[str, Any]:
    line, column = manifest.position(wrong.pointer)
    pointer = manifest.pointer + wrong.pointer
    place = {"pointer": pointer, "detail": wrong.message, "hint": wrong.hint}
    return place | {"line": line, "column": column}
