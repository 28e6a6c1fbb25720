"""Reading a registry export: strict JSON, against its schema, with the place of what is wrong."""

import json
from functools import cache
from typing import Any

from policies.errors import ManifestError, raise_all
from policies.export.registry import RegistryExport
from policies.export.schema import LARGEST, VERSION, registry_schema
from policies.validation import Fault, Validator


def read_export(text: bytes, *, source: str) -> RegistryExport:
    """The export in ``text``. Raises ManifestError, with the further problems of the file as ``others``."""
    document = _load(text, source)
    if not isinstance(document, dict) or document.get("muster") != VERSION:
        hint = "Make one with `manage.py export_registry`, or take it from /api/v1/registry-export/."
        raise ManifestError(f"this is not a registry export ({VERSION})", source=source, hint=hint)
    raise_all(_problem(fault, source) for fault in _validator().faults(document))
    return RegistryExport.from_json(document)


def _load(text: bytes, source: str) -> Any:
    if len(text) > LARGEST:
        limit = f"{LARGEST // (1024 * 1024)} MB"
        raise ManifestError(f"the file is larger than the limit of {limit}", source=source)
    try:
        return json.loads(text.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_refuse)
    except json.JSONDecodeError as problem:
        raise ManifestError(
            f"this is not JSON: {problem.msg}", source=source, line=problem.lineno, column=problem.colno
        ) from None
    except (UnicodeDecodeError, RecursionError, ValueError) as problem:
        raise ManifestError(f"this is not JSON that can be read: {problem}", source=source) from None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {double} stands twice")
    return found


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no number")


@cache
def _validator() -> Validator:
    return Validator(registry_schema(), formats=("date",))


def _problem(fault: Fault, source: str) -> ManifestError:
    return ManifestError(f"{fault.pointer or '/'}: {fault.message}", source=source)
