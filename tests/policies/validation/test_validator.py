"""What does not meet a schema is told place by place, in sentences, and no further than it is asked."""

import pytest

from policies.validation import Validator


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

    def __contains__(self, name):
        Looked.times += 1
        return super().__contains__(name)


@pytest.mark.parametrize("most", [1, 5])
def test_what_nobody_wants_to_hear_of_is_not_worked_out(most):
    member = {"type": "object", "properties": {"a": {"type": "string"}}}
    validator = Validator({"type": "array", "items": member})
    Looked.times = 0
    found = list(validator.faults([Looked(a=1) for _ in range(10_000)], most))
    assert [fault.path for fault in found] == [(number, "a") for number in range(most)]
    assert most <= Looked.times <= most + 1


def test_of_a_form_no_more_is_worked_out_than_tells_whether_it_was_meant():
    member = {"type": "object", "properties": {"a": {"type": "string"}}}
    schema = {"anyOf": [{"type": "null"}, {"type": "array", "items": {"$ref": "#/$defs/member"}}]}
    Looked.times = 0
    (fault,) = Validator(schema | {"$defs": {"member": member}}).faults([Looked(a=1) for _ in range(10_000)])
    assert [one.path for one in fault.inside] == [(), (0, "a"), (1, "a"), (2, "a"), (3, "a"), (4, "a")]
    assert Looked.times == 5


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
