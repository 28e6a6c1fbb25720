"""``--org`` and ``--registry``: what is so beyond the manifests under check."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies.errors import ManifestError, PolicyError
from policies.export import RegistryExport, read_export
from policies.export.schema import LARGEST
from policies.limits import LIMITS
from policies.record.manifest import validate_organisation
from policies.yamlio import load_yaml


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
    errors: list[PolicyError] = []
    for wrong in validate_organisation(loaded.value):
        line, column = loaded.position(wrong.pointer)
        message = f"{wrong.pointer or '/'}: {wrong.message}"
        errors.append(ManifestError(message, source=path, line=line, column=column, hint=wrong.hint))
    if errors:
        errors[0].others = tuple(errors[1:])
        raise errors[0]
    return Organisation(loaded.value, path, loaded.position)


def read_registry(path: str) -> RegistryExport:
    """What a server exported. Raises ManifestError as ``read_organisation`` does."""
    return read_export(_read(path, LARGEST), source=path)


def _read(path: str, most: int) -> bytes:
    """The file, and one byte more than it may have, so that whoever parses it can say so."""
    try:
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except OSError as problem:
        raise ManifestError(f"this can't be read: {problem.strerror}", source=path) from None
