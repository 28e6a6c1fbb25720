"""What the law says, to whom."""

from datetime import date

import pytest

from policies import PackError
from policies.language.references import wrong_reference
from policies.law.provisions import VOCABULARIES, read_provisions, shipped_provisions
from policies.record.fields import vocabulary
from policies.yamlio import load_yaml

BEFORE, AFTER = date(2026, 1, 10), date(2026, 11, 26)


@pytest.mark.parametrize(("group", "words"), VOCABULARIES.items())
def test_every_word_of_the_vocabulary_has_its_provision(group, words):
    named = {one.id for one in shipped_provisions().on(group, AFTER)}
    assert named == set(vocabulary(words)) - {"unclassified"}


def test_the_practices_added_in_2026_were_not_law_before():
    new = {"A5-1-ba", "A5-1-bb"}
    assert not new & {one.id for one in shipped_provisions().on("practices", BEFORE)}
    assert new <= {one.id for one in shipped_provisions().on("practices", AFTER)}


def test_literacy_was_reworded_and_is_one_duty_on_each_day():
    for day in (BEFORE, AFTER):
        found = [one for one in shipped_provisions().duties if one.id == "literacy" and one.valid.covers(day)]
        assert len(found) == 1
    wordings = {one.title for one in shipped_provisions().duties if one.id == "literacy"}
    assert len(wordings) == 2


def test_every_duty_is_somebodys():
    assert all(duty.roles or duty.when for duty in shipped_provisions().duties)


def test_every_article_of_the_law_is_one_that_exists():
    named = shipped_provisions().titles()
    assert not [article for article in named if wrong_reference(article)]


SOMETIME = {
    "id": "stop",
    "title": "Stop",
    "for": ["AIProvider"],
    "when": {"includes_employees": True},
    "article": "AI Act Art 5(1)",
    "from": "2024-08-01",
    "source": "act",
}


NOBODYS = {name: value for name, value in SOMETIME.items() if name not in {"for", "when"}}


def text_with(path, value):
    """The shipped file with one value changed."""
    import json
    from importlib.resources import files

    shipped = files("policies").joinpath("law/provisions.yaml").read_bytes()
    spec = load_yaml(shipped, source="shipped").value
    *steps, last = path
    at = spec
    for step in steps:
        at = at[step]
    at[last] = value
    return json.dumps(spec, indent=1)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("tiers", 1, "begins"), "annex_3", "'annex_3' is not a milestone of the law"),
        (("practices", 0, "id"), "A5-1-z", "'A5-1-z' is not allowed here"),
        (("duties", 0, "when"), {"eu_ai_teer": "minimal"}, "'eu_ai_teer' is not a field of use case"),
        (("duties", 0, "when"), {"facts.ai_act.tier": "low"}, "'low' is not a value of eu_ai_tier"),
        (("duties", 0, "trigger"), "deepfake", "A duty with a trigger is asked wherever that is"),
        (("duties", 0), SOMETIME, "Nothing says when this duty begins"),
        (("duties", 0), NOBODYS, "Nothing says whose duty this is"),
        (("duties", 0, "for"), ["Vendor"], "'Vendor' is not allowed here"),
        (("triggers", 1, "overrides", 0, "begins"), "never", "'never' is not a milestone of the law"),
    ],
)
def test_a_mistake_is_named_with_its_place(path, value, message):
    with pytest.raises(PackError) as refused:
        read_provisions(text_with(path, value), source="provisions.yaml")
    assert message in refused.value.message
    assert refused.value.line > 1
