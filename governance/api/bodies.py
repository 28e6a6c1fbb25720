"""Small JSON bodies: each member is declared, and anything else is refused."""

import json
from collections.abc import Iterator
from typing import Any, cast

from rest_framework.request import Request
from rest_framework.serializers import ListSerializer, Serializer

from governance.api.problems import Problem


def read_body(request: Request, shape: type[Serializer]) -> dict[str, Any]:
    """What was sent, validated by ``shape``. Raises ``Problem`` with a pointer to each mistake."""
    try:
        said = json.loads(cast(bytes, request.data) or b"{}")
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Problem("malformed", f"This is not JSON: {error}") from None
    if not isinstance(said, dict):
        raise Problem("malformed", "Send a JSON object.")
    body = shape(data=said)
    errors = list(_unknown(body, said, ""))
    if not body.is_valid():
        errors += _mistakes(body.errors, "")
    if errors:
        raise Problem("invalid-request", "What you sent has mistakes.", errors=errors)
    return dict(body.validated_data)


def _unknown(shape: Serializer, said: Any, at: str) -> Iterator[dict[str, str]]:
    """Members that are not declared, in lists of things too."""
    for name, value in said.items() if isinstance(said, dict) else ():
        field = shape.fields.get(name)
        if field is None:
            yield _error(f"{at}/{name}", "There is no such member.")
        elif isinstance(field, ListSerializer) and isinstance(field.child, Serializer):
            for number, one in enumerate(value if isinstance(value, list) else ()):
                yield from _unknown(field.child, one, f"{at}/{name}/{number}")


def _mistakes(found: Any, at: str) -> Iterator[dict[str, str]]:
    inside = found.items() if isinstance(found, dict) else enumerate(found)
    for step, one in inside:
        if isinstance(one, dict | list):
            yield from _mistakes(one, f"{at}/{step}")
        else:
            yield _error(at, str(one))


def _error(pointer: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "detail": detail}
