"""Reading and validating manifests: the one shape in which things are registered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any, Final

from policies.errors import ManifestError
from policies.limits import LIMITS
from policies.record.consent_mix import mix_problems
from policies.record.fields import KINDS, fields_of
from policies.record.masking import is_sensitive, masked
from policies.record.problems import Problem
from policies.record.schema import manifest_schema, organisation_schema
from policies.validation import Fault, Validator
from policies.validation.faults import escaped
from policies.yamlio import Loaded, load_yaml

_HOW_TO_CHECK: Final = ("as_of", "gate", "stage", "store")
_ASKED_ELSEWHERE: Final = "How to check is said in the address (?as_of=2027-01-31) or by an option (--as-of)."


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
        _check_alone(value, loaded)
        items = [(f"/manifests/{index}", item) for index, item in enumerate(value["manifests"])]
    else:
        items = [("", value)]
    for pointer, item in items:
        if not isinstance(item, dict):
            line, column = loaded.position(pointer)
            message, hint = "a manifest is a mapping of fields", "Begin with `muster: 1`, `kind:` and `key:`."
            raise ManifestError(message, source=source, line=line, column=column, hint=hint)
    return [Manifest(item, source, loaded, pointer) for pointer, item in items]


def _check_alone(value: Mapping[str, Any], loaded: Loaded) -> None:
    """Raise ``ManifestError`` for anything beside ``manifests``: nothing would act on it."""
    for name in value:
        if name != "manifests":
            line, column = loaded.position(f"/{escaped(name)}")
            message = f"{_short(name)} can't stand beside manifests"
            hint = (
                _ASKED_ELSEWHERE if name in _HOW_TO_CHECK else _nearest(name, _HOW_TO_CHECK) or "Remove it."
            )
            raise ManifestError(message, source=loaded.source, line=line, column=column, hint=hint)


def validate_manifest(document: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with ``document`` by the published schema of its kind; [] when it is valid.

    Of very many problems only the first are told, and that there are more.
    """
    kind = document.get("kind")
    if kind not in KINDS:
        message = "the kind is missing" if kind is None else f"{_short(kind)} is not a kind"
        hint = "" if kind is None else _nearest(kind, KINDS)
        return [Problem("/kind", message, hint or f"Use one of {', '.join(KINDS)}.")]
    return _told(chain(_faulty(kind, document), _mix_problems(document)))


def _mix_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    mix = document.get("consent_mix")
    if document["kind"] == "data_source" and mix is not None and not _says_unknown(mix):
        yield from mix_problems(mix, "/consent_mix")


def _says_unknown(value: Any) -> bool:
    return isinstance(value, Mapping) and "$unknown" in value


def validate_organisation(document: Any) -> list[Problem]:
    """Return what is wrong with what is said of the organisation; [] when it is valid."""
    return _told(_faulty("organisation", document))


def _told(problems: Iterator[Problem]) -> list[Problem]:
    told = list(islice(problems, LIMITS.mistakes_told))
    if next(problems, None) is not None:
        told.append(Problem("", f"there are more mistakes than these {len(told)}", "Mend these first."))
    return told


def _faulty(kind: str, document: Any) -> Iterator[Problem]:
    return (_problem(kind, fault) for fault in _validator(kind).faults(document))


@cache
def _validator(kind: str) -> Validator:
    schema = organisation_schema() if kind == "organisation" else manifest_schema(kind)
    return Validator(schema, formats=("date", "email"))


def _problem(kind: str, fault: Fault) -> Problem:
    fault = _most_telling(fault)
    pointer, expected, name = fault.pointer, fault.expected, fault.name
    quoted = masked(fault.value) if is_sensitive(kind, pointer) else _short(fault.value)
    match fault.keyword:
        case "additionalProperties":
            return _unknown_field(kind, name, list(fault.schema["properties"]), pointer)
        case "required":
            return Problem(f"{pointer}/{name}", f"{name} is missing", f"Say {name}.")
        case "enum":
            hint = _nearest(fault.value, expected) or f"Use one of {', '.join(map(str, expected[:12]))}."
            return Problem(pointer, f"{quoted} is not a value of this field", hint)
        case "type":
            return Problem(pointer, f"{quoted} is not {_article(expected)}")
        case "pattern" | "format":
            return Problem(pointer, f"{quoted} has the wrong form", _form(fault.schema))
        case "maxLength":
            return Problem(pointer, f"the text is longer than {expected} characters", "Shorten it.")
    return Problem(pointer, f"{fault.message[:1].lower()}{fault.message[1:]}")


def _most_telling(fault: Fault) -> Fault:
    """Inside "this, or nothing, or $unknown": the complaint of the branch that the writer meant."""
    while fault.keyword == "anyOf" and fault.inside:
        meant = [inner for inner in fault.inside if not _is_other_type(inner, fault)]
        fault = max(meant or fault.inside[:1], key=lambda inner: len(inner.path))
    return fault


def _is_other_type(inner: Fault, outer: Fault) -> bool:
    if len(inner.path) > len(outer.path):
        return False
    is_unknown_branch = inner.keyword in {"required", "additionalProperties"} and "$unknown" in str(
        inner.schema
    )
    said_unknown = isinstance(outer.value, Mapping) and "$unknown" in outer.value
    return inner.keyword == "type" or (is_unknown_branch and not said_unknown)


def _unknown_field(kind: str, name: str, known: list[str], pointer: str) -> Problem:
    field = fields_of(kind).get(name) if not pointer else None
    if field is not None and field.derived:
        message, hint = f"{name} is worked out from other fields", "Remove it."
    else:
        message, hint = f"there is no field {name}", _nearest(name, known)
    return Problem(f"{pointer}/{escaped(name)}", message, hint)


def _nearest(word: Any, words: Any) -> str:
    from difflib import get_close_matches  # few words are misspelt

    found = get_close_matches(str(word)[: LIMITS.slug_length], [str(known) for known in words], n=1)
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
