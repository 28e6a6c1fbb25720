"""The packs that ship are kept as data, and nobody but their owner can change what they say."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest

from policies import load_packs
from policies.cli import cache
from policies.cli.cache import shipped_packs
from policies.language.packs import shipped_texts

# What a check of one manifest as text has no need of.
UNNEEDED = {
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


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Path:
    """The file that will hold the packs."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("MUSTER_CACHE")
    return tmp_path / "cache" / "muster" / "packs.json"


@pytest.fixture
def changed(kept) -> Path:
    """A cache that somebody changed and sealed again, so that it is noticed whether it is believed."""
    shipped_packs()
    seal, body = kept.read_bytes().split(b"\n")
    data = json.loads(body)
    data["packs"][0][2] = "Changed"
    texts = shipped_texts()
    key = cache._key(texts, sorted(cache._ROOT.rglob("*.py")))
    assert cache._seal(key, body) == seal
    body = json.dumps(data).encode()
    kept.write_bytes(cache._seal(key, body) + b"\n" + body)
    assert shipped_packs().packs[0].title == "Changed"
    return kept


def asked(*arguments: object) -> tuple[str, int, int, set[str]]:
    """What ``muster check`` says in a process of its own, with its code, the packs it parsed, its modules."""
    command = [sys.executable, "-c", COUNTED, "check", *map(str, arguments), "--as-of", "2026-12-01"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    code, packs, *modules = ran.stderr.split()
    return ran.stdout, int(code), int(packs), set(modules)


def test_a_second_check_parses_no_pack_and_says_the_same(kept, gap):
    before, after = (asked(gap / "spring-offers.yaml", "--format", "sarif") for _ in range(2))
    assert before[:2] == after[:2]
    assert (before[2], after[2]) == (len(shipped_texts()), 0)


def test_a_check_imports_only_what_it_needs(kept, gap):
    shipped_packs()
    modules = asked(gap / "spring-offers.yaml")[3]
    assert sorted(modules & UNNEEDED) == []
    assert "policies.engine.check" in modules


def test_every_module_that_is_said_to_be_unneeded_exists():
    assert all(import_module(name) for name in UNNEEDED)


def test_packs_from_the_cache_are_those_from_text(kept):
    first, second = shipped_packs(), shipped_packs()
    assert kept.is_file()
    assert first == second == load_packs()
    assert second.packs[0] is not load_packs().packs[0]


@pytest.mark.parametrize(
    "damage",
    [
        lambda said: said[: len(said) // 2],
        lambda said: b"",
        lambda said: said.replace(b"blocker", b"info", 1),
        lambda said: said.replace(b"\n", b"\n ", 1),
        lambda said: b"\xff" * 100,
        lambda said: b"0" * 64 + said[64:],
    ],
    ids=["cut", "empty", "another severity", "a blank", "no text", "another seal"],
)
def test_what_is_damaged_is_noticed_and_written_anew(kept, damage):
    shipped_packs()
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    assert shipped_packs() == load_packs()
    assert kept.read_bytes() == whole


def test_what_is_sealed_but_no_pack_is_written_anew(changed):
    body = b'{"rows": [["Popen", "id"]], "packs": [], "sources": []}'
    key = cache._key(shipped_texts(), sorted(cache._ROOT.rglob("*.py")))
    changed.write_bytes(cache._seal(key, body) + b"\n" + body)
    assert shipped_packs() == load_packs()
    assert b"Popen" not in changed.read_bytes()


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_is_not_believed(changed, mode):
    changed.chmod(mode)
    assert shipped_packs() == load_packs()
    assert changed.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_may_write_is_neither_believed_nor_written(changed, mode):
    said = changed.read_bytes()
    changed.parent.chmod(mode)
    assert shipped_packs() == load_packs()
    assert changed.read_bytes() == said


def test_what_belongs_to_somebody_else_is_not_believed(changed, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert shipped_packs() == load_packs()


@pytest.mark.parametrize("link", ["file", "folder"])
def test_no_link_is_followed(changed, tmp_path, link):
    one = changed if link == "file" else changed.parent
    one.rename(tmp_path / "elsewhere")
    one.symlink_to(tmp_path / "elsewhere")
    assert shipped_packs() == load_packs()


def test_a_pipe_is_not_waited_for(changed):
    changed.unlink()
    os.mkfifo(changed, 0o600)
    assert shipped_packs() == load_packs()
    assert changed.is_file()


def test_a_folder_in_its_place_is_left_alone(changed):
    changed.unlink()
    changed.mkdir()
    assert shipped_packs() == load_packs()
    assert list(changed.parent.iterdir()) == [changed]


def test_another_release_or_other_packs_have_another_key():
    texts, code = shipped_texts(), sorted(cache._ROOT.rglob("*.py"))
    keys = {
        cache._key(texts, code),
        cache._key(texts[1:], code),
        cache._key([(texts[0][0], texts[0][1] + b"#"), *texts[1:]], code),
        cache._key(texts, code[1:]),
    }
    assert len(keys) == 4


def test_the_cache_can_be_turned_off(changed, monkeypatch):
    monkeypatch.setenv("MUSTER_CACHE", "off")
    changed.unlink()
    assert shipped_packs() == load_packs()
    assert not changed.exists()


@pytest.mark.parametrize("lacking", ["owners", "a home", "its code"])
def test_where_something_is_lacking_there_is_no_cache(kept, monkeypatch, tmp_path, lacking):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    if lacking == "owners":
        monkeypatch.delattr(os, "geteuid")
    elif lacking == "a home":
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setattr(Path, "home", homeless)
    else:
        monkeypatch.setattr(cache, "_ROOT", tmp_path)
    assert shipped_packs() == load_packs()
    assert not kept.exists()


def test_nobody_hears_of_a_cache_that_can_not_be_written(monkeypatch, muster, gap):
    monkeypatch.delenv("MUSTER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    ran = muster("check", gap, "--as-of", "2026-12-01")
    assert (ran.code, ran.err) == (1, "")


def test_a_disk_that_is_full_leaves_nothing_behind(kept, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert shipped_packs() == load_packs()
    assert list(kept.parent.iterdir()) == []


def test_many_may_write_at_the_same_time(kept):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: shipped_packs(), range(16)))
    assert all(one == load_packs() for one in found)
    assert list(kept.parent.iterdir()) == [kept]
    assert shipped_packs() == load_packs()


def test_without_an_absolute_folder_it_lies_in_the_home(kept, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    shipped_packs()
    assert (tmp_path / ".cache" / "muster" / "packs.json").is_file()
