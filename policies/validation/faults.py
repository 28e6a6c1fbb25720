"""What is wrong with a value, in the terms of JSON Schema; whoever asked words it for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Step = str | int
Place = tuple[Step, ...]

_SENTENCES: Final[Mapping[str, str]] = {
    "anyOf": "This fits none of the forms that it may have",
    "dependentRequired": "{0} is missing beside what is said here",
    "format": "This is not a {0}",
    "maxItems": "This lists more than {0}",
    "maxLength": "This is longer than {0} characters",
    "maxProperties": "This says more than {0} things",
    "maximum": "This is more than {0}",
    "minItems": "This lists fewer than {0}",
    "minLength": "This is shorter than {0} characters",
    "minProperties": "This says fewer than {0} things",
    "minimum": "This is less than {0}",
    "not": "This can't be said here",
    "oneOf": "This fits none, or several, of the forms of which it must have one",
    "pattern": "This has the wrong form",
    "required": "{0} is missing",
    "uniqueItems": "Something is listed twice",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A value at ``path`` that does not meet ``keyword`` of its schema, which says ``expected``.

    ``name``: the member that is missing or too much. ``inside``: what is wrong by each form of an ``anyOf``,
    as far as it was asked.
    """

    keyword: str
    expected: Any
    value: Any
    schema: Mapping[str, Any]
    path: Place
    name: str = ""
    inside: tuple["Fault", ...] = ()

    @property
    def pointer(self) -> str:
        """The JSON pointer of the value."""
        return "".join(f"/{escaped(step)}" for step in self.path)

    @property
    def message(self) -> str:
        """A sentence without its full stop, that quotes nothing of the value but names of members."""
        match self.keyword:
            case "additionalProperties":
                return f"{self.name!r} is not known here"
            case "enum":
                return f"This is none of {', '.join(map(str, self.expected))}"
            case "const":
                return f"This is not {self.expected!r}"
            case "type":
                types = [self.expected] if isinstance(self.expected, str) else self.expected
                return f"This is not of the type {' or '.join(types)}"
        return _SENTENCES[self.keyword].format(repr(self.name) if self.name else self.expected)


def escaped(step: Step) -> str:
    """A step as a JSON pointer writes it."""
    return str(step).replace("~", "~0").replace("/", "~1")
