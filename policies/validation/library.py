"""The validator of the library, asked no further than somebody wants to hear, with its errors as faults.

Imported only where a value does not surely fit: few values do not.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any, Final

from jsonschema import Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import ValidationError

from policies.validation.faults import Fault

# It has no types of its own.
_extended: Any = validators.extend
# Of each form that a value might have had, enough to tell which one was meant.
_OF_A_FORM: Final = 5


class Library:
    """What ``Validator`` leaves to it."""

    def __init__(self, schema: Mapping[str, Any], formats: Collection[str]) -> None:
        checker = FormatChecker(formats) if formats else None
        keywords = {"anyOf": _any_of, "$ref": _ref_to(schema.get("$defs", {}))}
        self._validator: Any = _extended(Draft202012Validator, keywords)(schema, format_checker=checker)

    def fits(self, value: Any) -> bool:
        return bool(self._validator.is_valid(value))

    def faults(self, value: Any) -> Iterator[Fault]:
        return _faults(self._validator.iter_errors(value))


def _any_of(validator: Any, forms: list[Any], value: Any, _: Any) -> Iterator[ValidationError]:
    """The library's, but that of each form only so much is worked out as tells whether it was meant."""
    found: list[ValidationError] = []
    for index, form in enumerate(forms):
        errors = list(islice(validator.descend(value, form, schema_path=index), _OF_A_FORM))
        if not errors:
            return
        found += errors
    yield ValidationError("no form fits", context=found)


def _ref_to(definitions: Mapping[str, Any]) -> Callable[..., Iterator[ValidationError]]:
    """The library's, without a search for what can only stand in one place."""

    def ref(validator: Any, name: str, value: Any, _: Any) -> Iterator[ValidationError]:
        schema = definitions[name.removeprefix("#/$defs/")]
        yield from validator.evolve(schema=schema).iter_errors(value)

    return ref


def _faults(errors: Iterable[ValidationError]) -> Iterator[Fault]:
    """A fault for each member that is missing or too much, however many errors the library makes of them."""
    told: set[tuple[Any, ...]] = set()
    for error in errors:
        path = tuple(error.absolute_path)
        for name in _members(error):
            fault = _fault(error, path, name)
            if name and (key := (fault.keyword, id(error.schema), path, name)) in told:
                continue
            told |= {key} if name else set()
            yield fault


def _fault(error: ValidationError, path: tuple[str | int, ...], name: str) -> Fault:
    if error.validator is None or not isinstance(error.schema, Mapping):
        # A schema that nothing meets has no keyword.
        return Fault("not", {}, error.instance, {"not": {}}, path)
    inside = groupby(error.context or (), key=lambda one: one.relative_schema_path[0])
    found = tuple(fault for _, form in inside for fault in islice(_faults(form), _OF_A_FORM))
    asked: Any = error.validator_value
    return Fault(str(error.validator), asked, error.instance, error.schema, path, name, found)


def _members(error: ValidationError) -> list[str]:
    """The members that an error speaks of; one that speaks of none has "" for it."""
    asked: Any = error.validator_value
    value: Any = error.instance
    match error.validator:
        case "required":
            return [name for name in asked if name not in value]
        case "dependentRequired":
            wanted = (needs for name, needs in asked.items() if name in value)
            return [name for needs in wanted for name in needs if name not in value]
        case "additionalProperties" if isinstance(error.schema, Mapping):
            return [name for name in value if name not in error.schema.get("properties", {})]
    return [""]
