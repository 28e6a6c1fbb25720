"""The JSON Schema of packs at work, with its complaints as sentences about the pack."""

from functools import cache

from policies.errors import PackError, raise_all
from policies.language.context import Source, nearest, short
from policies.language.operators import OPERATORS
from policies.language.schema import pack_schema
from policies.limits import LIMITS
from policies.validation import Fault, Validator
from policies.validation.faults import escaped

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


def check_schema(source: Source, validator: Validator | None = None) -> None:
    """Raise PackError where the text departs from the schema (that of packs), in the order of the file."""
    # One more than is told, so that it can be said that there are more.
    faults = (validator or _validator()).faults(source.loaded.value, LIMITS.mistakes_told + 1)
    found = [_said(source, fault) for fault in faults]
    raise_all(sorted(found, key=lambda error: (error.line, error.column, error.message)))


@cache
def _validator() -> Validator:
    return Validator(pack_schema())


def _said(source: Source, fault: Fault) -> PackError:
    pointer, value, rule, name = fault.pointer, fault.value, fault.expected, fault.name
    match fault.keyword:
        case "additionalProperties":
            known = fault.schema["properties"]
            hint = nearest(name, known)
            if not hint and known.keys() == OPERATORS.keys():
                hint = f"Use one of {', '.join(known)}."
            return source.error(f"{pointer}/{escaped(name)}", fault.message, hint)
        case "required":
            return source.error(pointer, fault.message, f"Add `{name}:`.")
        case "enum" | "const":
            words = rule if isinstance(rule, list) else [rule]
            return source.error(pointer, f"{short(value)} is not allowed here", nearest(value, words))
        case "type":
            types = [rule] if isinstance(rule, str) else rule
            wanted = " or ".join(_TYPES[name] for name in types)
            return source.error(pointer, f"{short(value)} stands where {wanted} is expected")
        case "pattern":
            hint = next((text for start, text in _FORMS.items() if str(rule).startswith(start)), "")
            return source.error(pointer, f"{short(value)} has the wrong form", hint)
        case "maxLength":
            message = f"This has {len(value)} characters, more than the limit of {rule}"
            return source.error(pointer, message, "Say it shorter.")
        case "maximum":
            return source.error(pointer, f"{short(value)} is more than the limit of {rule}")
    return source.error(pointer, _other(fault))


def _other(fault: Fault) -> str:
    match fault.keyword:
        case "minItems" | "minProperties":
            return "This is empty"
        case "maxProperties":
            return "Only one form of operand can stand here"
        case "anyOf":
            return "A count or sum needs gte, lte or both"
        case "uniqueItems":
            return "A value is listed twice"
        case "dependentRequired":
            return "`field` and `unit` belong together"
    return fault.message
