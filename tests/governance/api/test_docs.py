"""The pages about the API say what it does: their commands are run, their tables compared."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.urls import URLPattern
from markdown_it import MarkdownIt

from governance.api.problems import PREFIX, SORTS
from governance.api.urls import urlpatterns
from registry.api.authentication import scope_for
from tests.governance.api.conftest import ALL, Program, manifest

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = (DOCS / "reference/api.md", DOCS / "how-to/check-in-ci.md")
COMMANDS = [
    shlex.split(token.content.replace("\\\n", " "))
    for page in PAGES
    for token in MarkdownIt().parse(page.read_text())
    if token.type == "fence" and token.content.startswith("curl")
]


def test_there_are_commands_to_run():
    assert len(COMMANDS) == 5


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:60])
def test_a_command_in_the_docs_does_what_it_says(campaign_manager, words):
    program = Program(campaign_manager, *ALL)
    address = next(word for word in words if word.startswith("https://"))
    headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "--header")
    assert headers.pop("Authorization") == "Bearer $MUSTER_TOKEN"
    method = "put" if "PUT" in words else "post" if "--data-binary" in words else "get"
    body = {"data": yaml.safe_dump(manifest())} if method != "get" else {}
    kind = {"content_type": headers.pop("Content-Type")} if body else {}
    path = address.removeprefix("https://muster.example.org")
    answer = getattr(program.client, method)(path, **body, **kind, headers=program.headers | headers)
    assert answer.status_code in {200, 201}, answer.content


def test_every_sort_of_problem_is_explained():
    rows = re.findall(rf"\| `{PREFIX}([a-z-]+)` \| (\d+) \|", PAGES[0].read_text())
    assert rows == [(name, str(sort.status)) for name, sort in SORTS.items()]


def test_every_address_is_listed_with_its_methods_and_scopes():
    rows = re.findall(r"\| `([^`]+)` \| (GET|POST|PUT) \| `?([a-z:]+)`? \|", PAGES[0].read_text())
    assert set(rows) == {
        (re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern)), method, scope_of(pattern, method))
        for pattern in urlpatterns
        if isinstance(pattern, URLPattern) and pattern.name
        for method in ("GET", "POST", "PUT")
        if hasattr(pattern.callback.cls, method.lower())
    }


def scope_of(pattern: URLPattern, method: str) -> str:
    view = pattern.callback.cls
    if view.permission_classes[0].__name__ == "HasScope":
        return str(scope_for(view, method))
    return "any"
