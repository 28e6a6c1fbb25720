"""``ETag``, ``If-Match`` and ``If-None-Match`` (RFC 9110): nobody overwrites what they have not seen."""

from django.utils.http import parse_etags
from rest_framework.request import Request

from governance.api.problems import Problem
from registry.models import Entry


def etag(entry: Entry) -> str:
    """The digest of the manifest that stands. It names the manifest, not the checks and votes around it."""
    return f'"{entry.manifest_digest}"'


def expected_digest(request: Request, entry: Entry | None) -> str | None:
    """What ``save_manifest`` has to find: "" for nothing, None for whatever is there.

    ``entry`` is what the sender can see at this address. Raises ``Problem``: 412 where the header and the
    registry disagree, 428 for a change that does not say which version it changes.
    """
    match, none_match = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    if none_match is not None and (match is not None or none_match.strip() != "*"):
        detail = "Send either If-None-Match: * to register, or If-Match with an ETag to change."
        raise Problem("invalid-request", detail)
    if entry is None:
        if match is not None:
            raise Problem("stale", "There is nothing here to change.")
        return ""
    if none_match is not None:
        raise Problem("stale", "This is registered already.", headers={"ETag": etag(entry)})
    if match is None:
        raise Problem("precondition-required", "Send If-Match with the ETag of the manifest that you change.")
    seen = parse_etags(match)
    if "*" in seen:
        return None
    if etag(entry) not in seen:
        raise Problem("stale", "It was changed since you read it.", headers={"ETag": etag(entry)})
    return entry.manifest_digest
