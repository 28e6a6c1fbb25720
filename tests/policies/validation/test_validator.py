"""Our validator says what another one says, of every sort of schema that we publish, and asks little."""

import copy
import json
import random
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from policies.assessments.schema import outline_schema
from policies.export.schema import registry_schema
from policies.language.schema import pack_schema
from policies.language.settings import settings_schema
from policies.law.schema import law_schemas
from policies.record import manifest_schema
from policies.validation import Fault, Validator
from policies.yamlio import load_yaml
from tests.policies.export.test_reading import TOOL, export
from tests.policies.waivers.test_apply import waiver

ROOT = Path(__file__).resolve().parents[3]
FORMATS = ("date", "email")


def read(path: str) -> Any:
    return load_yaml((ROOT / path).read_bytes(), source=path).value


SUBJECTS: dict[str, tuple[dict, Any]] = {
    "pack": (pack_schema(), read("policies/packs/tooling.yaml")),
    "own pack": (pack_schema(), read("docs/examples/own-pack/pack.yaml")),
    "use case": (manifest_schema("use_case"), read("docs/examples/consent-gap/spring-offers.yaml")),
    "data source": (manifest_schema("data_source"), read("docs/examples/consent-gap/newsletter-list.yaml")),
    "outline": (outline_schema(), read("policies/assessments/lia.yaml")),
    "calendar": (law_schemas()["law-calendar.schema.json"], read("policies/law/calendar.yaml")),
    "settings": (
        settings_schema(),
        {"muster": "settings/1", "params": {"a": {"b": 1}}, "modes": {"X": "warn"}},
    ),
    "registry": (registry_schema(), export(manifests=[TOOL], waivers=[waiver().to_json()])),
}
ODD: tuple[Any, ...] = (None, True, 0, 1, 1.0, -1, 2.5, "", "x", " ", "2026-02-30", "2026-11-22", "a" * 501)
ODD += ([], {}, [1, 1], [1, True], [1, 1.0], {"$unknown": ""}, {"$unknown": "asked"})


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield from places(one, (*path, step))


def damaged(good: Any, chance: random.Random) -> Any:
    """``good`` with a few members replaced, removed, added or said twice."""
    value = copy.deepcopy(good)
    for _ in range(chance.randint(1, 3)):
        *way, last = chance.choice([path for path in places(value) if path] or [("muster",)])
        around = reduce(lambda inner, step: inner[step], way, value)
        odd = copy.deepcopy(chance.choice(ODD))
        match chance.choice(["replace", "remove", "add", "twice"]):
            case "remove" if value:
                del around[last]
            case "twice" if isinstance(around, list):
                around.append(copy.deepcopy(around[last]))
            case "add" if isinstance(around, list):
                around.append(odd)
            case "add":
                around[chance.choice(["other", "$unknown", "gte", "^"])] = odd
            case _:
                around[last] = odd
    return value


def ours(fault: Fault) -> tuple:
    return fault.keyword, () if fault.keyword == "not" else fault.path, str(fault.expected)


def theirs(error: Any) -> tuple:
    if error.validator is None:  # what may not be said at all; the other one forgets where it stands
        return "not", (), "{}"
    return error.validator, tuple(error.absolute_path), str(error.validator_value)


@pytest.mark.parametrize("name", SUBJECTS)
def test_what_it_finds_is_what_another_validator_finds(name):
    schema, good = SUBJECTS[name]
    validator = Validator(schema, formats=FORMATS)
    other = Draft202012Validator(schema, format_checker=FormatChecker(FORMATS))
    assert validator.fits(good) and not list(validator.faults(good))

    chance = random.Random(name)  # noqa: S311
    for value in (damaged(good, chance) for _ in range(80)):
        expected = list(other.iter_errors(value))
        assert validator.fits(value) is not bool(expected)
        # It names each member too much by itself, and the other all of them at once.
        assert {ours(fault) for fault in validator.faults(value)} == set(map(theirs, expected)), value


def forms(*said: str) -> Validator:
    inner = {"type": "object", "properties": dict.fromkeys(said, {"type": "string"}), "required": list(said)}
    return Validator({"anyOf": [{"type": "null"}, inner | {"additionalProperties": False}]})


def test_of_several_forms_each_says_what_is_wrong():
    (fault,) = forms("a", "b").faults({"a": 1, "c": 2})
    assert fault.keyword == "anyOf"
    assert [(one.keyword, one.path, one.name) for one in fault.inside] == [
        ("type", (), ""),
        ("type", ("a",), ""),
        ("required", (), "b"),
        ("additionalProperties", (), "c"),
    ]


class Looked(dict):
    """A mapping that counts how often it is asked for a member."""

    times = 0

    def items(self):
        Looked.times += 1
        return super().items()


@pytest.mark.parametrize("most", [1, 5])
def test_what_nobody_wants_to_hear_of_is_not_worked_out(most):
    member = {"type": "object", "properties": {"a": {"type": "string"}}}
    validator = Validator({"type": "array", "items": member})
    Looked.times = 0
    found = list(validator.faults([Looked(a=1) for _ in range(10_000)], most))
    assert [fault.path for fault in found] == [(number, "a") for number in range(most)]
    # Twice where something is wrong (is it? and what?), and at the first to know that anything is.
    assert Looked.times <= 2 * most + 2


def test_a_keyword_that_it_does_not_know_is_never_passed_over():
    with pytest.raises(KeyError, match="contains"):
        Validator({"properties": {"a": {"contains": {}}}}).fits({"a": []})
    with pytest.raises(KeyError, match="uuid"):
        Validator({"format": "uuid"}, formats=("uuid",)).fits("")


def inside(schema: Any) -> Iterator[dict]:
    """The schema and every schema in it."""
    if isinstance(schema, dict):
        yield schema
        for name in ("properties", "$defs"):
            for one in schema.get(name, {}).values():
                yield from inside(one)
        for name in ("items", "additionalProperties", "propertyNames", "if", "then", "else"):
            yield from inside(schema.get(name))
        for name in ("anyOf", "oneOf"):
            for one in schema.get(name, ()):
                yield from inside(one)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "policies/schemas").glob("*.json")), ids=lambda path: path.name
)
def test_every_keyword_of_every_published_schema_is_known(path):
    schema = json.loads(path.read_text())
    for one in inside(schema):
        # Whatever it comes to: a keyword that is not known, or a definition that is not there, would raise.
        Validator(one | {"$defs": schema.get("$defs", {})}, formats=FORMATS).fits({"a": [None]})


@pytest.mark.parametrize(
    ("schema", "value", "sentence"),
    [
        ({"minimum": 3}, 2, "This is less than 3"),
        ({"maxItems": 1}, [1, 2], "This lists more than 1"),
        ({"uniqueItems": True}, [[1], [1.0]], "Something is listed twice"),
        ({"required": ["a"]}, {}, "'a' is missing"),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, "'b' is missing beside what is said here"),
        ({"additionalProperties": False}, {"a": 1}, "'a' is not known here"),
        ({"const": 1}, True, "This is not 1"),
        ({"type": ["string", "null"]}, 1, "This is not of the type string or null"),
        ({"properties": {"a": False}}, {"a": 1}, "This can't be said here"),
    ],
)
def test_a_fault_is_a_sentence(schema, value, sentence):
    assert [fault.message for fault in Validator(schema).faults(value)] == [sentence]
