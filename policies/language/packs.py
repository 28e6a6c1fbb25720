"""Packs: read, checked as a whole, and named by a digest over what they say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NoReturn

from policies.canonical import digest
from policies.errors import PackError, raise_all
from policies.folder import POLICIES
from policies.language.context import FactSpec, Names, Source
from policies.language.facts import read_facts
from policies.language.folders import is_folder_pack, is_part, load_source, read_folder, refuse_left_out
from policies.language.names import read_names
from policies.language.nodes import paths_in, reads_day
from policies.language.rules import Rule, read_rule
from policies.language.settings import NO_SETTINGS, Settings
from policies.language.validate import check_schema
from policies.limits import LIMITS
from policies.yamlio import load_yaml

Text = tuple[str, str | bytes]


@dataclass(frozen=True)
class Pack:
    """One pack. ``digest`` is over its content, so neither comments nor files nor layout change it."""

    id: str
    version: str
    title: str
    rules: tuple[Rule, ...]
    names: Names
    source: Source
    digest: str

    @property
    def text(self) -> str:
        """The file itself, with its comments, or the files of a folder as one: it reads back as this pack."""
        return self.source.text

    @property
    def files(self) -> frozenset[str]:
        """The names of the files that it stands in."""
        return frozenset({self.source.name, *(rule.source for rule in self.rules)})


@dataclass(frozen=True)
class Packs:
    """The packs that a check uses, in the order of their ids, with the ``settings`` that ``tune`` applied."""

    packs: tuple[Pack, ...]
    settings: Settings = NO_SETTINGS

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for pack in self.packs for rule in pack.rules)

    @cached_property
    def facts(self) -> Mapping[str, FactSpec]:
        return {name: fact for pack in self.packs for name, fact in pack.names.facts.items()}

    @cached_property
    def facts_read(self) -> Mapping[str, frozenset[str]]:
        """The names of the facts that rules and their messages read, by the kind that they are about."""
        read: defaultdict[str, set[str]] = defaultdict(set)
        for rule in self.rules:
            paths = paths_in((rule.when, rule.require, rule.effective_overrides))
            names = {path.steps[0] for path in paths if path.root == "facts"}
            for kind in rule.applies_to:
                read[kind] |= names
        return {kind: frozenset(names) for kind, names in read.items()}

    @cached_property
    def dated(self) -> frozenset[str]:
        """The ids of the rules that may find something else on another day."""
        asks = ((rule.id, (rule.when, rule.require, rule.effective_overrides)) for rule in self.rules)
        return frozenset(name for name, asked in asks if reads_day(asked))

    @cached_property
    def digest(self) -> str:
        return rules_digest([[pack.id, pack.version, pack.digest] for pack in self.packs], self.settings)


def rules_digest(packs: list[list[str]], settings: Settings) -> str:
    """SHA-256 over id, version and digest of each pack and, where there are any, over the settings."""
    return digest({"packs": packs, "settings": settings.to_json()} if settings else packs)


def load_packs(paths: Iterable[Path | str] | None = None) -> Packs:
    """Read packs, or every pack of a folder; without ``paths`` the packs that Muster ships.

    A pack is a file, or a folder with a ``pack.yaml``. Raises PackError (or YamlError) with file, line,
    column and hint, further ones of a file as ``others``.
    """
    if paths is None:
        return _shipped()
    return combine(_load(place) for path in paths for place in pack_places(Path(path)))


@cache
def _shipped() -> Packs:
    """Read once in each process: they are part of the release, and frozen."""
    return read_packs(shipped_texts())


def shipped_texts() -> list[tuple[str, bytes]]:
    """The packs that Muster ships as ``read_packs`` takes them."""
    found = POLICIES.joinpath("packs").iterdir()
    return sorted((entry.name, entry.read_bytes()) for entry in found if is_part(entry.name))


def pack_places(path: Path) -> list[Path]:
    """The packs under ``path``: itself, or what it holds. Raises PackError for a folder without any."""
    if not path.is_dir() or is_folder_pack(path):
        return [path]
    refuse_left_out(path)
    found = sorted(
        one for one in path.iterdir() if (is_folder_pack(one) if one.is_dir() else is_part(one.name))
    )
    if not found:
        raise PackError("This folder holds no pack", source=str(path), hint="Pack files end in .yaml.")
    return found


def _load(place: Path) -> Pack:
    try:
        return _read(read_folder(place) if place.is_dir() else load_source(place))
    except OSError as problem:
        raise PackError(f"This file can't be read: {problem.strerror}", source=str(place)) from None


def read_packs(texts: Iterable[Text]) -> Packs:
    """Packs from (name of the source, text). Raises as ``load_packs`` does."""
    return combine(read_pack(text, source=source) for source, text in texts)


def combine(packs: Iterable[Pack]) -> Packs:
    """Packs that can stand beside each other. Raises PackError where there is none, or they clash."""
    found = sorted(packs, key=lambda pack: pack.id)
    if not found:
        raise PackError("There is no pack to check with", hint="Name a pack file or a folder of them.")
    _check_together(found)
    return Packs(tuple(found))


def read_pack(text: str | bytes, *, source: str) -> Pack:
    """One pack from its text."""
    return _read(Source(load_yaml(text, source=source)))


def _read(at: Source) -> Pack:
    _refuse_too_many_rules(at)
    check_schema(at)
    return build_pack(at)


def _refuse_too_many_rules(at: Source) -> None:
    """Counted before the schema looks at them, since that costs the most."""
    said = at.loaded.value
    rules = said.get("rules") if isinstance(said, dict) else None
    if isinstance(rules, list) and len(rules) > LIMITS.rules:
        at.fail(f"/rules/{LIMITS.rules}", f"More rules than the limit of {LIMITS.rules}", "Split the pack.")


def build_pack(at: Source, params: Mapping[str, Any] | None = None) -> Pack:
    """The pack of a text that meets the schema, with other values than the defaults for ``params``."""
    said = spec = at.loaded.value
    if params:
        changed = {name: said["params"][name] | {"default": value} for name, value in params.items()}
        spec = said | {"params": said["params"] | changed}
    names = read_names(at, spec)
    names = Names(names.params, names.lists, read_facts(at, names, spec))
    rules: list[Rule] = []
    raise_all(_read_rules(at, names, spec, rules))
    return Pack(spec["id"], spec["version"], spec["title"], tuple(rules), names, at, digest(said))


def _read_rules(
    source: Source, names: Names, spec: Mapping[str, Any], rules: list[Rule]
) -> Iterator[PackError]:
    """Put every rule into ``rules``, and yield what is wrong with those that can't be read."""
    for index, one in enumerate(spec["rules"]):
        try:
            rules.append(read_rule(source, names, spec, one, f"/rules/{index}"))
        except PackError as error:
            yield error


def _check_together(packs: list[Pack]) -> None:
    seen: dict[str, str] = {}
    for pack in packs:
        if f"pack {pack.id}" in seen:
            _taken(pack, "/id", f"The pack id {pack.id!r}", seen[f"pack {pack.id}"])
        seen[f"pack {pack.id}"] = pack.source.loaded.source
        for index, rule in enumerate(pack.rules):
            place = f"{rule.source}:{rule.line}"
            if rule.id in seen:
                _taken(pack, f"/rules/{index}/id", f"The rule id {rule.id}", seen[rule.id])
            seen[rule.id] = place
        for name, fact in pack.names.facts.items():
            others = [other for other in packs if other.names.facts.get(name, fact) != fact]
            if others:
                _taken(pack, f"/facts/{name}", f"The fact {name}", others[0].source.loaded.source)


def _taken(pack: Pack, pointer: str, what: str, where: str) -> NoReturn:
    pack.source.fail(pointer, f"{what} is already taken in {where}", "Ids and facts are never used twice.")
