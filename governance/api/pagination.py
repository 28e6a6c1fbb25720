"""Pages that stay right while rows come and go: the next page starts where the last one ended."""

from typing import Any, Final

from rest_framework.pagination import Cursor as Position
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from governance.api.problems import Problem

MOST: Final = 200
_LARGEST_ID: Final = 2**63 - 1


class Cursor(CursorPagination):
    """``?cursor=`` and ``?limit=``. Rows come in the order in which they were made."""

    ordering = "pk"
    page_size = 50
    max_page_size = MOST
    page_size_query_param = "limit"
    template = None

    def decode_cursor(self, request: Request) -> Position | None:
        """The place to go on from. Raises ``Problem`` for a cursor that we did not write."""
        try:
            cursor = super().decode_cursor(request)
            if cursor is None or cursor.position is None or 0 < int(cursor.position) <= _LARGEST_ID:
                return cursor
        except Exception as error:
            raise _strange() from error
        raise _strange()

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri", "example": None}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }


class FindingCursor(Cursor):
    """Pages of findings, with the number of entries that these say nothing of."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = super().get_paginated_response_schema(schema)
        words = "Entries that are not checked as they stand, so that none of their findings is listed."
        page["required"].append("not_checked")
        page["properties"]["not_checked"] = {"type": "integer", "minimum": 0, "description": words}
        return page


def _strange() -> Problem:
    error = {"parameter": "cursor", "detail": "This cursor does not come from an answer of ours."}
    return Problem("invalid-request", "Follow the links `next` and `previous`.", errors=[error])
