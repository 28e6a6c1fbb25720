"""Every link in the docs leads somewhere, and every code block is run or read by what it is for."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from policies import load_packs
from policies.cli.main import _parser
from policies.record.manifest import load_manifests, validate_manifest
from policies.yamlio import load_yaml

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z0-9-]+):", MAKEFILE, flags=re.MULTILINE))
# Commands that a reader types and that mean nothing inside a test run: fetching, installing, serving.
TAKEN_ON_TRUST = {"cd", "celery", "curl", "export", "git", "gunicorn", "pip", "python3"}


class Block(NamedTuple):
    """A fenced block: the page and line it stands on, its language and its text."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@cache
def tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text())


def links(page: Path) -> Iterator[str]:
    """Yield the target of every link and image on ``page``."""
    for block in tokens(page):
        for token in block.children or ():
            target = token.attrGet("href") or token.attrGet("src")
            if target:
                yield str(target)


@cache
def anchors(page: Path) -> set[str]:
    """Give the names that headings get on the usual hosts of Markdown."""
    found = tokens(page)
    headings = (found[i + 1].content for i, token in enumerate(found) if token.type == "heading_open")
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def blocks(*languages: str) -> list[Block]:
    """Give every fenced block in one of ``languages``."""
    return [
        Block(page, (token.map or [0])[0] + 1, token.info.strip(), token.content)
        for page in PAGES
        for token in tokens(page)
        if token.type == "fence" and (token.info.strip() in languages)
    ]


def by_place(found: list[Block]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("block", found, ids=str)


@pytest.mark.parametrize("document", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    for link in links(document):
        if link.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link} names no heading"


def test_every_code_block_says_what_it_is():
    known = {"console", "mermaid", "python", "sh", "text", "yaml"}
    wrong = [
        f"{page.relative_to(ROOT)}:{(token.map or [0])[0] + 1}"
        for page in PAGES
        for token in tokens(page)
        if token.type == "code_block" or (token.type == "fence" and token.info.strip() not in known)
    ]
    assert not wrong


@by_place(blocks("yaml"))
def test_yaml_in_the_docs_is_valid_for_what_it_is(block, tmp_path):
    if "muster: pack/1" in block.text:
        pack = tmp_path / "pack.yaml"
        pack.write_text(block.text)
        assert load_packs([pack]).rules
    elif "muster: 1" in block.text:
        for manifest in load_manifests(block.text, source=str(block)):
            assert not validate_manifest(manifest.document)
    else:
        assert load_yaml(block.text, source=str(block)).value


def scripts(said: object) -> Iterator[str]:
    """Yield what a build of GitHub (``run``) or GitLab (``script``) hands to a shell."""
    if isinstance(said, dict):
        for name, value in said.items():
            if name in ("run", "script", "before_script"):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from scripts(value)
    elif isinstance(said, list):
        for value in said:
            yield from scripts(value)


RECIPES = [block for block in blocks("yaml") if "runs-on:" in block.text or "script:" in block.text]


@by_place(RECIPES)
def test_what_a_build_in_the_docs_runs_can_be_read_by_its_shell_and_by_muster(block):
    for script in scripts(load_yaml(block.text, source=str(block)).value):
        read = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True)  # noqa: S607
        assert read.returncode == 0, read.stderr
        for command in re.findall(r"\bmuster (?=[a-z]+ )([^>|&;\n]*)", script):
            words = shlex.split(command)
            assert _parser(words).parse_args(words).run


def test_there_are_recipes_for_both_hosts():
    assert sum("runs-on:" in block.text for block in RECIPES) >= 3
    assert sum("runs-on:" not in block.text for block in RECIPES) >= 3


@by_place(blocks("sh"))
def test_commands_in_the_docs_exist(block, django_commands):
    for line in block.text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if not words or Path(words[0]).name in TAKEN_ON_TRUST:
            continue
        if words[0] == "make":
            assert words[1] in TARGETS, f"make has no target {words[1]}"
        elif "manage.py" in words:
            command = words[words.index("manage.py") + 1]
            assert command in django_commands, f"manage.py has no command {command}"
        else:
            assert words[0] == "muster" or words[1] == "-m", f"{line} is not one of our commands"


@pytest.fixture(scope="session")
def django_commands() -> dict[str, str]:
    from django.core.management import get_commands

    return get_commands()


@by_place(blocks("python"))
def test_python_does_what_it_asserts(block):
    ran = subprocess.run(  # noqa: S603 - text of our own docs
        [sys.executable, "-c", block.text], cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


@by_place(blocks("console"))
def test_sessions_in_the_docs_print_what_they_show(block):
    """A line of three dots stands for any lines."""
    for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block.text, flags=re.MULTILINE):
        words = [sys.executable, "-m", "policies.cli", *shlex.split(command)[1:]]
        assert command.startswith("muster "), f"{command} is not run by this test"
        shown = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
        wanted = ".*".join(re.escape(part) for part in expected.split("...\n"))
        assert re.fullmatch(wanted, shown.stdout + shown.stderr, flags=re.DOTALL), shown.stdout + shown.stderr
