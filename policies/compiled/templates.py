"""What operators look like in Python where the operand is a constant; the others call their own answer."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from policies.compiled.rails import Rails
from policies.language.values import Values


class Template(NamedTuple):
    """``true`` and ``false`` with ``{s}`` for the subject and ``{c}`` for the constant, made by ``constant``.

    ``fits`` tells whether the operand is one that the expressions are right for.
    """

    true: str
    false: str
    constant: Callable[[Any], Any] = lambda value: value
    fits: Callable[[Any], bool] = lambda _: True

    def rails(self, subject: str, constant: str) -> Rails:
        return Rails(*(f"({form.format(s=subject, c=constant)})" for form in (self.true, self.false)))


def _ordered(sign: str, opposite: str) -> Template:
    return Template(f"None is not {{s}} {sign} {{c}}", f"None is not {{s}} {opposite} {{c}}")


def _known(operand: Values) -> Any:
    return operand.known


def _all_known(operand: Values) -> bool:
    return operand.complete and bool(operand.known)


def _of_set(true: str, false: str) -> Template:
    return Template(f"{{s}} is not None and {true}", f"{{s}} is not None and {false}", _known, _all_known)


def flag(value: bool) -> Template:
    """Of what can only be true or false no comparison is needed."""
    return Template(f"{{s}} is {value}", f"{{s}} is {not value}")


def _opposite(template: Template) -> Template:
    return template._replace(true=template.false, false=template.true)


_EQUAL: Final = Template("{s} == {c}", "None is not {s} != {c}")
_MEMBER: Final = Template("{s} in {c}", "None is not {s} not in {c}", _known, _all_known)
_MEETS: Final = _of_set("not {s}.known.isdisjoint({c})", "{s}.complete and {s}.known.isdisjoint({c})")

TEMPLATES: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "eq": _EQUAL,
        "ne": _opposite(_EQUAL),
        "in": _MEMBER,
        "not_in": _opposite(_MEMBER),
        "gt": _ordered(">", "<="),
        "gte": _ordered(">=", "<"),
        "lt": _ordered("<", ">="),
        "lte": _ordered("<=", ">"),
        "after": _ordered(">", "<="),
        "before": _ordered("<", ">="),
        "min_length": _ordered(">=", "<"),
        "max_length": _ordered("<=", ">"),
        "intersects": _MEETS,
        "disjoint": _opposite(_MEETS),
        "superset": _of_set("{s}.known >= {c}", "{s}.complete and not {s}.known >= {c}"),
        "subset": _of_set("{s}.complete and {s}.known <= {c}", "not {s}.known <= {c}"),
        "empty": Template(
            "None is not {s} and ({s} == 0) is {c}", "None is not {s} and ({s} == 0) is not {c}"
        ),
    }
)
