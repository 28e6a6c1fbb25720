"""Small JSON bodies: each member is declared, and anything else is refused."""

import json
from typing import Any, cast

from rest_framework.request import Request
from rest_framework.serializers import Serializer

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
    errors = [_error(name, "There is no such member.") for name in said if name not in body.fields]
    if not body.is_valid():
        errors += [_error(name, str(text)) for name, texts in body.errors.items() for text in texts]
    if errors:
        raise Problem("invalid-request", "What you sent has mistakes.", errors=errors)
    return dict(body.validated_data)


def _error(name: str, detail: str) -> dict[str, str]:
    return {"pointer": f"/{name}", "detail": detail}
