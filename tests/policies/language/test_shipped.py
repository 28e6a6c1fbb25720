"""The packs that ship come along as data, and the data never says anything but their text."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

from policies import load_packs
from policies.language import shipped
from policies.language.packs import shipped_texts
from policies.language.shipped import shipped_data, shipped_packs
from tests.policies.damaging import damaged

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = ROOT / "docs/examples/consent-gap/spring-offers.yaml"
# What a check of one manifest as text has no need of.
UNNEEDED = {
    "jsonschema",
    "policies.asking",
    "policies.cli.lint",
    "policies.compiled.build",
    "policies.compiled.conditions",
    "policies.compiled.tiers",
    "policies.engine.explain",
    "policies.export.reading",
    "policies.language.lints",
    "policies.overlap",
    "policies.replay",
    "policies.reporters.junit",
    "policies.reporters.sarif",
    "policies.testing",
    "rapidfuzz",
    "xml.etree",
}
# Counts the packs among the texts that the YAML parser is given.
COUNTED = """
import sys, yaml
parse, packs = yaml.parse, []
def counted(text, **how):
    packs.extend([text] * text.count("muster: pack/1"))
    return parse(text, **how)
yaml.parse = counted
from policies.cli.main import main
code = main(sys.argv[1:])
print(code, len(packs), *sorted(sys.modules), file=sys.stderr)
"""


def asked(*arguments: object) -> tuple[str, int, int, set[str]]:
    """What ``muster check`` says in a process of its own, with its code, the packs it parsed, its modules."""
    command = [sys.executable, "-c", COUNTED, "check", *map(str, arguments), "--as-of", "2026-12-01"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    code, packs, *modules = ran.stderr.split()
    return ran.stdout, int(code), int(packs), set(modules)


def test_the_first_check_parses_no_pack_and_says_what_the_packs_say():
    form = ("--format", "sarif")
    ours, read = asked(MANIFEST, *form), asked(MANIFEST, *form, "--pack", ROOT / "policies/packs")
    assert ours[:2] == read[:2]
    assert (ours[2], read[2]) == (0, len(shipped_texts()))


def test_a_check_imports_only_what_it_needs():
    modules = asked(MANIFEST)[3]
    assert sorted(modules & UNNEEDED) == []
    assert "policies.engine.check" in modules


def test_every_module_that_is_said_to_be_unneeded_exists():
    assert all(import_module(name) for name in UNNEEDED)


def test_packs_from_data_are_those_from_text():
    found = shipped_packs()
    assert found == load_packs()
    assert found is not load_packs()


def test_of_packs_that_were_changed_the_text_counts(monkeypatch):
    (name, text), *others = shipped_texts()
    monkeypatch.setattr(shipped, "shipped_texts", lambda: [(name, text + b"#"), *others])
    assert shipped_packs() is load_packs()


@damaged("texts")
def test_of_packs_with_damaged_data_the_text_counts(monkeypatch, tmp_path, damage):
    (tmp_path / "shipped.json").write_text(damage(shipped_data()))
    monkeypatch.setattr(shipped, "_NAME", str(tmp_path / "shipped.json"))
    assert shipped_packs() is load_packs()


def test_of_packs_without_data_the_text_counts(monkeypatch):
    monkeypatch.setattr(shipped, "_NAME", "none.json")
    assert shipped_packs() is load_packs()
