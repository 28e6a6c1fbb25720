"""What the repository promises about itself: honest commands, whole locks, current generated files."""

import re
import tomllib
from pathlib import Path

import pytest

from policies import load_packs
from policies.release import DOCUMENTATION
from tools.generate import generated

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
DATA = sorted(
    path.relative_to(ROOT)
    for path in (ROOT / "policies").rglob("*")
    if path.suffix in {".yaml", ".json"} and "__pycache__" not in path.parts
)
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def test_the_locked_requirements_satisfy_what_the_wheel_asks_for():
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements/run.txt").read_text(), re.MULTILINE))
    asked = {re.split(r"[>=<~ ]", need)[0].lower() for need in PROJECT["project"]["dependencies"]}
    assert asked <= locked


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_by_hash_and_names_no_address(lock):
    text = lock.read_text()
    pinned = re.findall(r"^[a-z0-9](?:.*\\\n)*.*", text, re.MULTILINE)
    assert pinned
    assert all("==" in entry and "--hash=sha256:" in entry for entry in pinned)
    assert not re.search(r"https?:|file:|--index|--find-links|@ ", text)


def test_the_documentation_is_where_the_wheel_says_it_is():
    assert PROJECT["project"]["urls"]["Documentation"] == DOCUMENTATION


def test_versions_agree_between_the_locks():
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in re.findall(r"^([a-z0-9.-]+)==(\S+)", lock.read_text(), re.MULTILINE):
            versions.setdefault(name, set()).add(version)
    assert not {name: found for name, found in versions.items() if len(found) > 1}


def test_the_readme_starts_with_the_two_commands_and_they_exist():
    commands = re.findall(r"^make ([a-z0-9-]+)", (ROOT / "README.md").read_text(), re.MULTILINE)
    targets = re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert commands[:2] == ["run", "test"]
    assert set(commands) <= set(targets)


def test_every_setting_an_operator_has_is_in_the_example():
    settings = (ROOT / "governance/config/settings.py").read_text()
    read = set(re.findall(r"""env(?:\.\w+|iron\.Env\(\))?\(\s*"([A-Z_]+)\"""", settings))
    listed = set(re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read == listed


def test_the_packs_that_ship_are_the_packs_in_the_repository():
    files = {
        path.name for path in DATA if path.parent.name == "packs" and not path.name.endswith(".test.yaml")
    }
    assert files
    assert len(load_packs().packs) == len(files)


@pytest.mark.parametrize(("path", "text"), generated().items(), ids=lambda value: getattr(value, "name", ""))
def test_what_follows_from_the_code_is_committed_as_the_code_has_it(path, text):
    assert path.read_text() == text, "run `make generated`"


def test_no_page_of_a_pack_outlives_it():
    written = set((ROOT / "docs/reference/rules").glob("*.md"))
    assert written == {path for path in generated() if path.parent.name == "rules"}
