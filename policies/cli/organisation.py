"""``--org`` and ``--registry``: what is so beyond the manifests under check."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies.cli.say import say_problem
from policies.errors import ManifestError, raise_all
from policies.export.registry import RegistryExport
from policies.export.schema import LARGEST
from policies.limits import LIMITS
from policies.record.manifest import validate_organisation
from policies.release import this_release
from policies.yamlio import Loaded, load_yaml


@dataclass(frozen=True)
class Organisation:
    """The facts, and where each of them stands in the file that says them."""

    facts: dict[str, Any]
    source: str
    position: Callable[[str], tuple[int, int]]


def read_organisation(path: str) -> Organisation:
    """The facts in a YAML or JSON file, one member for each field of the organisation.

    Raises ManifestError (with every problem of the file as ``others``) or YamlError, with line and column.
    """
    text = _read(path, LIMITS.text_bytes)
    loaded = load_yaml(text, source=path)
    raise_all(_wrong_with(loaded))
    return Organisation(loaded.value, path, loaded.position)


def _wrong_with(loaded: Loaded) -> Iterator[ManifestError]:
    for wrong in validate_organisation(loaded.value):
        line, column = loaded.position(wrong.pointer)
        message = f"{wrong.pointer or '/'}: {wrong.message}"
        yield ManifestError(message, source=loaded.source, line=line, column=column, hint=wrong.hint)


def read_registry(path: str | None) -> RegistryExport | None:
    """What a server exported, with a remark where another release did so.

    Raises ManifestError as ``read_organisation`` does.
    """
    if path is None:
        return None
    from policies.export.reading import read_export  # few files are checked beside an export

    registry = read_export(_read(path, LARGEST), source=path)
    remark = this_release().apart_from(registry.engine) if registry.engine else ""
    if remark:
        hint = "Answers can differ from the server's."
        say_problem(ManifestError(remark, source=path, hint=hint), sys.stderr)
    return registry


def _read(path: str, most: int) -> bytes:
    """The file, and one byte more than it may have, so that whoever parses it can say so."""
    try:
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except OSError as problem:
        raise ManifestError(f"this can't be read: {problem.strerror}", source=path) from None
