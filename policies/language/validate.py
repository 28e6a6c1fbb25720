"""The JSON Schema of packs at work, with its complaints as sentences about the pack."""

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from policies.errors import PackError
from policies.language.context import Source, nearest
from policies.language.schema import pack_schema

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "empty",
}
_FORMS = {
    "^[A-Z]{2,5}-[0-9]{3}$": "Write it like PRV-001.",
    "^P": "Write a duration like P12M or P90D.",
    "^[0-9]{4}-": "Write a date like 2026-11-22.",
    r"^[0-9]+\.": "Write a version like 1.0.0.",
    r"\S": "Say something.",
}


def schema_errors(source: Source, validator: Any = None) -> list[PackError]:
    """Every place where the text departs from the schema (that of packs), in the order of the file."""
    errors = (validator or _validator()).iter_errors(source.loaded.value)
    found = [_said(source, _innermost(error)) for error in errors]
    return sorted(found, key=lambda error: (error.line, error.column, error.message))


@cache
def _validator() -> Any:
    return Draft202012Validator(pack_schema())


def _innermost(error: ValidationError) -> ValidationError:
    while error.validator in ("if", "then", "else") and error.context:
        error = error.context[0]
    return error


def _said(source: Source, error: ValidationError) -> PackError:
    pointer = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in error.absolute_path)
    value: Any = error.instance
    rule: Any = error.validator_value
    schema: Any = error.schema
    match error.validator:
        case "additionalProperties":
            known = schema["properties"]
            word = next(name for name in value if name not in known)
            return source.error(f"{pointer}/{word}", f"{word!r} is not known here", nearest(word, known))
        case "required":
            missing = next(name for name in rule if name not in value)
            return source.error(pointer, f"{missing!r} is missing", f"Add `{missing}:`.")
        case "enum" | "const":
            words = rule if isinstance(rule, list) else [rule]
            return source.error(pointer, f"{value!r} is not allowed here", nearest(value, words))
        case "type":
            types = [rule] if isinstance(rule, str) else rule
            wanted = " or ".join(_TYPES[name] for name in types)
            return source.error(pointer, f"{_short(value)} stands where {wanted} is expected")
        case "pattern":
            hint = next((text for start, text in _FORMS.items() if str(rule).startswith(start)), "")
            return source.error(pointer, f"{_short(value)} has the wrong form", hint)
        case "maxLength":
            message = f"This has {len(value)} characters, more than the limit of {rule}"
            return source.error(pointer, message, "Say it shorter.")
        case "maximum":
            return source.error(pointer, f"{_short(value)} is more than the limit of {rule}")
    return source.error(pointer, _other(error))


def _other(error: ValidationError) -> str:
    match error.validator:
        case "minItems" | "minProperties":
            return "This is empty"
        case "maxProperties":
            return "Only one form of operand can stand here"
        case "anyOf":
            return "A count or sum needs gte, lte or both"
        case "uniqueItems":
            return "A value is listed twice"
        case "maxLength":
            return f"This is longer than the limit of {error.validator_value} characters"
        case "dependentRequired":
            return "`field` and `unit` belong together"
    return str(error.message)[:200]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
