"""The page of the language shows what is true: each sample on it is evaluated here."""

from datetime import date

import pytest

from policies.engine.findings import Subject
from policies.engine.interpret import evaluate
from policies.language.context import Context, Names, Source
from policies.language.examples import read_example
from policies.language.facts import ABOUT, read_facts
from policies.language.names import read_names
from policies.language.operators import OPERATORS
from policies.language.predicates import parse_predicate
from policies.language.samples import declared, samples
from policies.language.schema import pack_schema
from policies.language.shapes import shape_of
from policies.record.fields import KINDS
from policies.yamlio.loaded import Loaded, Mark

SAMPLES = list(samples())
SOURCE = Source(Loaded({}, "samples.yaml", Mark(1, 1)))
TODAY = date(2026, 11, 22)


def names() -> Names:
    plain = read_names(SOURCE, declared())
    return Names(plain.params, plain.lists, read_facts(SOURCE, plain, declared()))


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_each_sample_comes_to_what_it_says(sample):
    example = read_example(SOURCE, names(), sample.record, list(sample_kinds(sample)), "")
    shape = shape_of(example.record["kind"])
    node = parse_predicate(Context(SOURCE, names(), shape, shape), sample.predicate, "")
    scope = Subject(shape.name, "example", example.record, example.facts, TODAY).scope()
    assert evaluate(node, scope) is sample.truth


def sample_kinds(sample):
    return dict.fromkeys((sample.record.get("kind", "use_case"), *KINDS))


def forms(group) -> set[str]:
    return {sample.form for sample in SAMPLES if sample.group == group}


def test_every_form_of_the_language_has_its_samples():
    schema = pack_schema()["$defs"]
    predicates = set(schema["predicate"]["properties"])
    assert forms("operators") == set(OPERATORS)
    assert forms("combining") | forms("quantifiers") == predicates | {"several keys"}
    assert forms("operands") == set(schema["reference"]["properties"])
    assert forms("facts") == set(ABOUT)


def test_every_form_is_seen_true_false_and_unknown():
    for group, form in {(sample.group, sample.form) for sample in SAMPLES}:
        seen = {sample.truth for sample in SAMPLES if (sample.group, sample.form) == (group, form)}
        assert seen == ({True, False} if form == "exists" else {True, False, None}), form
