"""Finding and reading the manifests that the user named."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from policies.errors import ManifestError, PolicyError
from policies.limits import LIMITS
from policies.record import Manifest, load_manifests, validate_manifest

STDIN: Final = "-"
SUFFIXES: Final = (".yaml", ".yml", ".json")
# In a folder, a file is ours if it says so. A pack says `muster: pack/1` and is no manifest.
_OURS: Final = re.compile(
    rb"""(^[ \t-]*|[{,]\s*)["']?(muster|manifests)["']?\s*:(?!\s*["']?pack/)""", re.MULTILINE
)


@dataclass
class Found:
    """The manifests that can be checked, and what is wrong with the others."""

    manifests: list[Manifest] = field(default_factory=list)
    problems: list[PolicyError] = field(default_factory=list)


def read_manifests(paths: Iterable[str]) -> Found:
    """Read every manifest under ``paths`` (files, folders with all in them, ``-`` for standard input).

    What can't be read or isn't valid becomes a problem; the others are read all the same.
    """
    found = Found()
    named = list(paths)
    if STDIN in named:
        _take(sys.stdin.buffer.read(LIMITS.text_bytes + 1), "<standard input>", found)
    for path, is_named in _files((one for one in named if one != STDIN), found.problems):
        _read(path, is_named, found)
    _drop_repeated(found)
    if not found.manifests and not found.problems:
        found.problems.append(ManifestError(f"no manifest was found in {', '.join(named)}"))
    return found


def _files(paths: Iterable[str], problems: list[PolicyError]) -> Iterator[tuple[Path, bool]]:
    """Yield each file once, with whether it was named itself and not found in a folder."""
    seen: set[Path] = set()
    for text in paths:
        path = Path(text)
        try:
            inside = sorted(_inside(path)) if path.is_dir() else _named(path)
        except OSError as problem:
            problems.append(_unreadable(text, problem))
            continue
        for one in inside:
            if one.resolve() not in seen:
                seen.add(one.resolve())
                yield one, not path.is_dir()


def _named(path: Path) -> list[Path]:
    """Return the one file. Raises OSError where there is none."""
    path.stat()
    return [path]


def _inside(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in SUFFIXES and path.is_file() and not hidden:
            yield path


def _read(path: Path, named: bool, found: Found) -> None:
    try:
        with path.open("rb") as file:
            text = file.read(LIMITS.text_bytes + 1)
    except OSError as problem:
        found.problems.append(_unreadable(path.as_posix(), problem))
        return
    if named or _OURS.search(text):
        _take(text, path.as_posix(), found)


def _take(text: bytes, source: str, found: Found) -> None:
    """Keep the manifests of one text that are valid, and what is wrong with the others."""
    try:
        manifests = load_manifests(text, source=source)
    except PolicyError as problem:
        found.problems.append(problem)
        return
    for manifest in manifests:
        problems = list(_problems(manifest))
        found.problems += problems
        if not problems:
            found.manifests.append(manifest)


def _unreadable(source: str, problem: OSError) -> ManifestError:
    return ManifestError(f"this can't be read: {problem.strerror}", source=source)


def _problems(manifest: Manifest) -> Iterator[ManifestError]:
    for problem in validate_manifest(manifest.document):
        line, column = manifest.position(problem.pointer)
        yield ManifestError(
            f"{problem.pointer or '/'}: {problem.message}",
            source=manifest.source,
            line=line,
            column=column,
            hint=problem.hint,
        )


def _drop_repeated(found: Found) -> None:
    """Two manifests of one thing: nobody can say which of them a link means, so the second is refused."""
    first: dict[tuple[str, str], Manifest] = {}
    for manifest in found.manifests:
        kind, key = manifest.document["kind"], manifest.document["key"]
        if (before := first.setdefault((kind, key), manifest)) is not manifest:
            line, column = manifest.position("/key")
            found.problems.append(
                ManifestError(
                    f"the {kind.replace('_', ' ')} {key} is already described in {before.source}",
                    source=manifest.source,
                    line=line,
                    column=column,
                    hint="Keep one of the two, or check them apart.",
                )
            )
    found.manifests = list(first.values())
