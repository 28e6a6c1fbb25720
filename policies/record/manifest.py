"""Reading and validating manifests: the one shape in which things are registered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from policies.errors import ManifestError
from policies.record.consent_mix import mix_problems
from policies.record.fields import KINDS, fields_of
from policies.record.masking import is_sensitive, masked
from policies.record.problems import Problem
from policies.record.schema import manifest_schema, organisation_schema
from policies.yamlio import Loaded, load_yaml


@dataclass(frozen=True)
class Manifest:
    """A manifest as read from ``source``; ``pointer`` is its place in the file."""

    document: dict[str, Any]
    source: str
    loaded: Loaded
    pointer: str = ""

    def position(self, pointer: str) -> tuple[int, int]:
        """Line and column (from 1) of ``pointer``, or of the nearest thing around it."""
        return self.loaded.position(self.pointer + pointer)


def load_manifests(text: str | bytes, *, source: str) -> list[Manifest]:
    """Read one manifest, or a list of them under ``manifests:``. Nothing is validated yet.

    Raises ``YamlError`` for text that is not strict YAML, ``ManifestError`` for another shape.
    """
    loaded = load_yaml(text, source=source)
    value = loaded.value
    if isinstance(value, dict) and isinstance(value.get("manifests"), list):
        items = [(f"/manifests/{index}", item) for index, item in enumerate(value["manifests"])]
    else:
        items = [("", value)]
    for pointer, item in items:
        if not isinstance(item, dict):
            line, column = loaded.position(pointer)
            message, hint = "a manifest is a mapping of fields", "Begin with `muster: 1`, `kind:` and `key:`."
            raise ManifestError(message, source=source, line=line, column=column, hint=hint)
    return [Manifest(item, source, loaded, pointer) for pointer, item in items]


def validate_manifest(document: Mapping[str, Any]) -> list[Problem]:
    """Return every problem of ``document`` against the published schema of its kind; [] when it is valid."""
    kind = document.get("kind")
    if kind not in KINDS:
        hint = _nearest(kind, KINDS) or f"Use one of {', '.join(KINDS)}."
        return [Problem("/kind", "the kind is missing" if kind is None else f"{kind!r} is not a kind", hint)]
    errors = _validator(kind).iter_errors(document)
    return [*(problem for error in errors for problem in _problems(kind, error)), *_mix_problems(document)]


def _mix_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    mix = document.get("consent_mix")
    if document["kind"] == "data_source" and mix is not None and not _says_unknown(mix):
        yield from mix_problems(mix, "/consent_mix")


def _says_unknown(value: Any) -> bool:
    return isinstance(value, Mapping) and "$unknown" in value


def validate_organisation(document: Any) -> list[Problem]:
    """Return every problem of what is said of the organisation; [] when it is valid."""
    errors = _validator("organisation").iter_errors(document)
    return [problem for error in errors for problem in _problems("organisation", error)]


@cache
def _validator(kind: str) -> Draft202012Validator:
    schema = organisation_schema() if kind == "organisation" else manifest_schema(kind)
    return Draft202012Validator(schema, format_checker=FormatChecker(["date", "email"]))


def _problems(kind: str, error: ValidationError) -> Iterator[Problem]:
    error = _most_telling(error)
    pointer = "".join(f"/{_escape(step)}" for step in error.absolute_path)
    # jsonschema types these as "anything or unset"; for an error it raised they are what the schema says.
    expected: Any = error.validator_value
    schema: Any = error.schema
    said: Any = error.instance
    quoted = masked(said) if is_sensitive(kind, pointer) else _short(said)
    match error.validator:
        case "additionalProperties":
            yield from _unknown_fields(kind, said, list(schema["properties"]), pointer)
        case "required":
            name = str(error.message).split("'")[1]
            yield Problem(f"{pointer}/{name}", f"{name} is missing", f"Say {name}.")
        case "enum":
            hint = _nearest(error.instance, expected) or f"Use one of {', '.join(map(str, expected[:12]))}."
            yield Problem(pointer, f"{quoted} is not a value of this field", hint)
        case "type":
            yield Problem(pointer, f"{quoted} is not {_article(expected)}")
        case "pattern" | "format":
            yield Problem(pointer, f"{quoted} has the wrong form", _form(schema))
        case "maxLength":
            yield Problem(pointer, f"the text is longer than {expected} characters", "Shorten it.")
        case _:
            hidden = is_sensitive(kind, pointer)
            yield Problem(pointer, f"{quoted} does not fit here" if hidden else error.message[:200])


def _most_telling(error: ValidationError) -> ValidationError:
    """Inside "this, or nothing, or $unknown": the complaint of the branch that the writer meant."""
    while error.validator == "anyOf" and error.context:
        meant = [inner for inner in error.context if not _is_other_type(inner, error)]
        error = max(meant or error.context[:1], key=lambda inner: len(inner.absolute_path))
    return error


def _is_other_type(inner: ValidationError, outer: ValidationError) -> bool:
    if len(inner.absolute_path) > len(outer.absolute_path):
        return False
    is_unknown_branch = inner.validator in {"required", "additionalProperties"} and "$unknown" in str(
        inner.schema
    )
    said_unknown = isinstance(outer.instance, Mapping) and "$unknown" in outer.instance
    return inner.validator == "type" or (is_unknown_branch and not said_unknown)


def _unknown_fields(kind: str, said: Mapping[str, Any], known: list[str], pointer: str) -> Iterator[Problem]:
    for name in sorted(set(said) - set(known)):
        field = fields_of(kind).get(name) if not pointer else None
        if field is not None and field.derived:
            message, hint = f"{name} is worked out from other fields", "Remove it."
        else:
            message, hint = f"there is no field {name}", _nearest(name, known)
        yield Problem(f"{pointer}/{_escape(name)}", message, hint)


def _nearest(word: Any, words: Any) -> str:
    found = get_close_matches(str(word), [str(known) for known in words], n=1)
    return f"Did you mean {found[0]}?" if found else ""


def _form(schema: Mapping[str, Any]) -> str:
    match schema.get("format"):
        case "date":
            return "Write a date as YYYY-MM-DD."
        case "email":
            return "Write an e-mail address."
        case "uri":
            return "Write an address that begins with https://."
        case _:
            return "Use small letters, digits and hyphens, at most 80."


def _article(types: str | list[str]) -> str:
    words = {
        "string": "text",
        "array": "a list",
        "object": "a mapping",
        "boolean": "true or false",
        "integer": "a whole number",
        "number": "a number",
        "null": "empty",
    }
    return " or ".join(words[name] for name in ([types] if isinstance(types, str) else types))


def _short(value: Any) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _escape(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
