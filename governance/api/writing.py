"""``PUT`` of a manifest: what stands at the address becomes what was sent."""

from typing import Any

from rest_framework.request import Request

from governance.api.manifests import read_manifests, refuse
from governance.api.preconditions import expected_digest
from governance.api.problems import Problem
from policies.record import Manifest
from policies.record import Problem as Wrong
from registry.models import Entry, User
from registry.services.entries import InvalidManifest, save_manifest


def put_manifest(request: Request, kind: str, key: str, *, by: User) -> tuple[Entry, bool]:
    """Save the one manifest in the body as the entry ``kind``/``key``; the second value says: it is new.

    Raises ``Problem``, ``PermissionDenied``, ``StaleManifest``.
    """
    manifest = _one_manifest(request, kind, key)
    entry = Entry.objects.visible_to(by).filter(kind=kind, key=key).first()
    expected = expected_digest(request, entry)
    if entry is None and Entry.objects.filter(kind=kind, key=key).exists():
        raise Problem("conflict", "This key is taken. Choose another.")
    try:
        saved = save_manifest(manifest.document, by=by, expected_digest=expected)
    except InvalidManifest as error:
        refuse((manifest, wrong) for _, wrong in error.problems)
        raise
    return saved, entry is None


def _one_manifest(request: Request, kind: str, key: str) -> Manifest:
    manifests = read_manifests(request)
    if len(manifests) != 1:
        raise Problem("invalid-manifest", "Send one manifest: the one of this address.")
    said: dict[str, Any] = manifests[0].document
    for name, wanted in (("kind", kind), ("key", key)):
        if said[name] != wanted:
            wrong = Wrong(f"/{name}", f"the address is that of the {name} {wanted}", f"Write {wanted}.")
            refuse([(manifests[0], wrong)])
    return manifests[0]
