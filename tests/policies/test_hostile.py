"""Each limit on what nobody vouches for: the refusal names it, and nothing of the pack is evaluated."""

import json

import pytest

from policies import PolicyError, Settings, check, load_packs, tune
from policies.engine.findings import Subject
from policies.engine.interpret import evaluate
from policies.language.values import WrongTypeError
from policies.limits import LIMITS
from policies.record import validate_manifest
from tests.policies.writing import TODAY, check_of, pack_text, packs_of, parsed, rule_of

GOOD = pack_text(rule_of())
NESTED = {"some": {"in": "data_source.consent_scopes", "where": {"some": {"in": "permitted_purposes"}}}}


def pack_with(that) -> str:
    return pack_text(rule_of(require=[check_of(that)]))


def of_yaml(line: str) -> str:
    """The good pack, with one more line before it that a reader of YAML could be hurt by."""
    return f"{line}\n" + "\n".join(f"{name}: {json.dumps(value)}" for name, value in json.loads(GOOD).items())


HOSTILE = {
    "256 kB": (of_yaml("description: " + "x" * LIMITS.text_bytes), "limit of 256 kB"),
    "depth": (of_yaml("description: " + "[" * 21 + "]" * 21), "limit of 20 levels"),
    "depth without end": ("[" * 100_000, "limit of 20 levels"),
    "nodes": (of_yaml("description: [" + "1," * 20_000 + "]"), "limit of 20,000 values"),
    "anchor": (of_yaml("description: &name x"), "Anchors"),
    "alias": (of_yaml("description: *name"), "Aliases"),
    "tag": (of_yaml("description: !!python/object/apply:os.system [x]"), "Tags"),
    "merge key": (of_yaml("<<: {description: x}"), "Merge keys"),
    "duplicate key": (of_yaml("id: twice"), "Duplicate key"),
    "two documents": (f"{GOOD}\n---\n{GOOD}", "Only one document"),
    "rules": (
        pack_text(*({"id": f"TST-{number:03}"} for number in range(501))),
        "limit of 500",
    ),
    "leaves": (pack_with({"all": [{"title": str(number)} for number in range(65)]}), "limit of 64"),
    "quantifiers": (pack_with({"some": {"in": "data_links", "where": NESTED}}), "limit of 2"),
    "pattern length": (pack_with({"title": {"matches": "a" * 201}}), "limit of 200"),
    "look ahead": (pack_with({"title": {"matches": "(?=a)a"}}), "RE2 can't read this pattern: invalid perl"),
    "back reference": (pack_with({"title": {"matches": r"(a)\1"}}), "RE2 can't read this pattern"),
    "repeats of repeats": (pack_with({"title": {"matches": "((a{1000}){1000}){9}"}}), "RE2 can't read"),
}


@pytest.mark.parametrize(("text", "limit"), HOSTILE.values(), ids=HOSTILE)
def test_a_pack_beyond_a_limit_is_refused_by_name_and_evaluates_nothing(text, limit, tmp_path):
    (tmp_path / "good.yaml").write_text(pack_text(rule_of(id="OTH-001"), id="other"))
    (tmp_path / "hostile.yaml").write_text(text)
    with pytest.raises(PolicyError, match=limit) as refused:
        load_packs([tmp_path])
    assert refused.value.source.endswith("hostile.yaml")
    assert refused.value.line >= 1


@pytest.mark.parametrize(
    "that",
    [
        {"all": [{"title": str(number)} for number in range(LIMITS.leaves_a_rule)]},
        {"title": {"matches": "a" * LIMITS.pattern_length}},
        {"some": {"in": "data_links", "where": {"some": {"in": "data_source.consent_scopes"}}}},
    ],
)
def test_what_lies_at_a_limit_is_taken(that):
    assert packs_of(rule_of(require=[check_of(that)])).rules


def test_a_pattern_that_burns_other_engines_is_answered_at_once():
    packs = packs_of(rule_of(require=[check_of({"title": {"matches": "^(a+)+$"}})]))
    report = check({"kind": "use_case", "key": "x", "title": "a" * 50_000 + "!"}, packs, as_of=TODAY)
    assert [finding.outcome for finding in report.findings] == ["fail"]


class Asked(dict):
    """A mapping that counts how often it is asked for a member."""

    times = 0

    def get(self, *arguments):
        Asked.times += 1
        return super().get(*arguments)


@pytest.mark.parametrize(("length", "times"), [(LIMITS.steps_a_rule + 1, 0), (10, 10)])
def test_a_list_that_is_too_long_is_refused_before_anything_in_it_is_looked_at(length, times):
    node = parsed({"every": {"in": "data_links", "satisfies": {"usage": "training"}}})
    record = {"data_links": [Asked(usage="training") for _ in range(length)]}
    Asked.times = 0
    scope = Subject("use_case", "x", record, {}, TODAY).scope()
    if times:
        assert evaluate(node, scope) is True
    else:
        with pytest.raises(WrongTypeError, match="limit of 10,000"):
            evaluate(node, scope)
    assert Asked.times == times


WRONG = {
    "misspelt": {"severty": "high"},
    "no such field": {"require": [check_of({"no_such_field": True})]},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_of_very_many_mistakes_the_first_are_told_and_that_there_are_more(change):
    most = LIMITS.mistakes_told
    for number in (most, most + 1, 300):
        rules = (rule_of(id=f"TST-{index:03}") | change for index in range(number))
        with pytest.raises(PolicyError) as refused:
            packs_of(*rules)
        told = [refused.value, *refused.value.others]
        assert len(told) == min(number, most + 1)
        assert ("There are more mistakes" in told[-1].message) is (number > most)
        assert len({error.line for error in told}) == len(told)


@pytest.mark.parametrize(
    "change",
    [
        {"severity": "h" * 200_000},
        {"applies_to": ["h" * 200_000]},
        {"require": [check_of({"purposes": {"subset": {"list": "h" * 200_000}}})]},
    ],
)
def test_a_word_of_any_length_makes_no_long_message(change):
    with pytest.raises(PolicyError) as refused:
        packs_of(rule_of(**change))
    assert len(str(refused.value)) < 300


def test_so_are_those_of_settings_and_of_manifests():
    modes = {f"TST-{number:03}": "warn" for number in range(2, 900)}
    with pytest.raises(PolicyError) as refused:
        tune(packs_of(), Settings(modes=modes))
    assert len(refused.value.others) == LIMITS.mistakes_told
    said = {"muster": 1, "kind": "tool", "key": "x", "title": "X", "owner_team": "us"}
    problems = validate_manifest(said | {f"f{number}": 1 for number in range(900)})
    assert len(problems) == LIMITS.mistakes_told + 1
    assert problems[-1].message == f"there are more mistakes than these {LIMITS.mistakes_told}"


def test_a_rule_that_takes_too_many_steps_is_an_error_that_names_the_limit():
    every = {"every": {"in": "data_links", "satisfies": {"usage": "training"}}}
    packs = packs_of(rule_of(require=[check_of(every)]))
    record = {
        "kind": "use_case",
        "key": "x",
        "data_links": [{"usage": "training"}] * (LIMITS.steps_a_rule + 1),
    }
    [finding] = check(record, packs, as_of=TODAY).findings
    assert finding.outcome == "error"
    assert f"limit of {LIMITS.steps_a_rule:,}" in finding.message
