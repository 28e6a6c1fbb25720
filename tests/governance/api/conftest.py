"""Programs that call the API with a token of somebody's."""

import json
from typing import Any

import pytest
from django.test import Client

from registry.models import Scope, User
from registry.services.tokens import issue_token

API = "/api/v1/"
ALL = tuple(Scope.values)


class Program:
    """Calls the API for ``user``; without a user it brings no token."""

    def __init__(self, user: User | None, *scopes: str, secret: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        if user is not None:
            secret = issue_token(user, "test", scopes or ALL, by=user)[1]
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(API + path, headers=self.headers | named(headers))

    def post(self, path: str, body: Any, content_type: str = "", **headers: str) -> Any:
        return self._send("post", path, body, content_type, headers)

    def put(self, path: str, body: Any, content_type: str = "", **headers: str) -> Any:
        return self._send("put", path, body, content_type, headers)

    def _send(self, method: str, path: str, body: Any, content_type: str, headers: dict[str, str]) -> Any:
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        usual = "application/yaml" if isinstance(body, str | bytes) else "application/json"
        send = getattr(self.client, method)
        every = self.headers | named(headers)
        return send(API + path, data, content_type=content_type or usual, headers=every)


def named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def pages(program: Program, path: str) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    rows, following = [], f"{API}{path}"
    while following:
        answer = program.client.get(following, headers=program.headers).json()
        rows += answer["results"]
        following = answer["next"]
    return rows


def manifest(kind: str = "tool", key: str = "mailer", **facts: Any) -> dict[str, Any]:
    return {"muster": 1, "kind": kind, "key": key, "title": "Mail service", "owner_team": "marketing"} | facts


@pytest.fixture
def member(campaign_manager: User) -> Program:
    """A program with every scope that acts for a member of marketing."""
    return Program(campaign_manager)
