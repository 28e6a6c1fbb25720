"""Everything that can go wrong, as RFC 9457 has it. Clients tell problems apart by ``type``."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from rest_framework.exceptions import APIException

MEDIA_TYPE: Final = "application/problem+json"
PREFIX: Final = "urn:muster:problem:"


class Sort(NamedTuple):
    """One sort of problem: its HTTP status and the title that never changes."""

    status: int
    title: str


SORTS: Final = MappingProxyType(
    {
        "malformed": Sort(400, "The text can't be read"),
        "invalid-request": Sort(400, "A parameter or a header is wrong"),
        "unauthenticated": Sort(401, "A token is needed"),
        "forbidden": Sort(403, "You may not do this"),
        "not-found": Sort(404, "Not found"),
        "method-not-allowed": Sort(405, "This address does not do that"),
        "not-acceptable": Sort(406, "This can't be given in the format asked for"),
        "conflict": Sort(409, "This doesn't fit how things stand"),
        "stale": Sort(412, "It was changed in the meantime"),
        "too-large": Sort(413, "The text is too large"),
        "unsupported-media-type": Sort(415, "This format can't be read"),
        "invalid-manifest": Sort(422, "The manifest is not valid"),
        "invalid-rules": Sort(422, "These rules can't be used"),
        "precondition-required": Sort(428, "Say which version you change"),
        "internal": Sort(500, "Something broke here"),
        "unavailable": Sort(503, "Not available at the moment"),
    }
)


class Problem(APIException):
    """Raised by views. ``errors`` are places: pointer or parameter, detail, hint, line and column.

    ``more`` are further members, which ``ProblemSerializer`` declares.
    """

    def __init__(
        self,
        sort: str,
        detail: str,
        *,
        errors: Iterable[Mapping[str, Any]] = (),
        headers: Mapping[str, str] = MappingProxyType({}),
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.sort = sort
        self.sentence = detail
        self.errors = [dict(error) for error in errors]
        self.headers, self.more = dict(headers), more
        self.status_code = SORTS[sort].status

    def body(self) -> dict[str, Any]:
        status, title = SORTS[self.sort]
        said = {"type": PREFIX + self.sort, "title": title, "status": status, "detail": self.sentence}
        return said | ({"errors": self.errors} if self.errors else {}) | self.more
