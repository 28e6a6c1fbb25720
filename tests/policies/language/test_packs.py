"""What the loader of packs demands, and how it says what is wrong."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import PackError, PolicyError, load_packs
from policies.language.packs import read_pack, read_packs
from policies.limits import LIMITS, Limits
from tests.policies.writing import check_of, pack_text, packs_of, rule_of

SHIPPED = Path(__file__).resolve().parents[3] / "policies" / "packs"
THAT = {"rag_enabled": True}


def refusal(*rules, **changes) -> PackError:
    with pytest.raises(PackError) as refused:
        packs_of(*rules, **changes)
    assert refused.value.line > 1
    assert refused.value.column > 0
    return refused.value


def test_a_rule_is_kept_whole():
    rule = packs_of(rule_of(jurisdictions=["EU"], effective_from="2027-01-01", why="Because.")).rules[0]
    assert (rule.id, rule.pack, rule.why, rule.jurisdictions) == ("TST-001", "test", "Because.", ("EU",))
    assert rule.effective_from.isoformat() == "2027-01-01"
    assert (rule.source, rule.line) == ("test.yaml", 7)


@pytest.mark.parametrize(
    "name", ["unknown_as", "severity", "refs", "gates", "require", "examples", "version"]
)
def test_what_every_rule_has_to_say_is_demanded(name):
    assert refusal(rule_of(**{name: None})).message == f"'{name}' is missing"


def test_a_rule_can_begin_with_a_milestone_of_the_law():
    rule = packs_of(rule_of(effective_from={"milestone": "annex_iii"})).rules[0]
    assert rule.effective_from.milestone == "annex_iii"


@pytest.mark.parametrize("name", ["passes", "fails", "unknown"])
def test_examples_of_every_outcome_are_demanded(name):
    examples = {"passes": [{}], "fails": [{}], "unknown": [{}]}
    del examples[name]
    assert f"'{name}' is missing" in refusal(rule_of(examples=examples)).message


def test_a_rule_that_only_asks_what_was_said_has_no_unknown_example():
    always = [check_of({"title": {"exists": True}})]
    assert packs_of(rule_of(require=always, examples={"passes": [{}], "fails": [{}]})).rules
    assert "never unknown" in refusal(rule_of(require=always)).message


@pytest.mark.parametrize(
    ("changes", "message", "hint"),
    [
        ({"severty": "high"}, "'severty' is not known here", "Did you mean severity?"),
        ({"severity": "hgh"}, "'hgh' is not allowed here", "Did you mean high?"),
        ({"id": "prv-1"}, "'prv-1' has the wrong form", "Write it like PRV-001."),
        ({"refs": []}, "This is empty", ""),
        ({"version": "1"}, "'1' stands where a whole number is expected", ""),
        ({"gates": ["ci", "ci"]}, "A value is listed twice", ""),
        ({"effective_from": "2027-02-30"}, "'2027-02-30' is not a day of the calendar", "Write a date"),
        (
            {"effective_from": {"milestone": "annex_3"}},
            "'annex_3' is not a milestone of the law",
            "Did you mean annex_i?",
        ),
        ({"effective_from": {"on": "2027-01-01"}}, "'milestone' is missing", "Add `milestone:`."),
        ({"jurisdictions": ["EUU"]}, "'EUU' is not a jurisdiction", "Did you mean EU?"),
        ({"require": [check_of(THAT), check_of(THAT)]}, "The check id 'only' is taken", "Give each"),
        ({"require": [check_of(THAT, id="when")]}, "The check id 'when' is taken", "Give each"),
        (
            {"examples": {"passes": [{"rag": 1}], "fails": [{}], "unknown": [{}]}},
            "'rag' is not a field",
            "",
        ),
        ({"examples": {"passes": [{"tools": ["x"]}], "fails": [{}], "unknown": [{}]}}, "A mapping of", ""),
        (
            {"examples": {"passes": [{"org": {"x": 1}}], "fails": [{}], "unknown": [{}]}},
            "'x' is not a field",
            "",
        ),
        ({"examples": {"passes": [{"facts": {"x": 1}}], "fails": [{}], "unknown": [{}]}}, "'x' is not a", ""),
        (
            {"examples": {"passes": [{"eu_ai_tier": "x"}], "fails": [{}], "unknown": [{}]}},
            "'x' is not a value",
            "",
        ),
    ],
)
def test_mistakes_in_a_rule_are_named_with_a_way_out(changes, message, hint):
    refused = refusal(rule_of(**changes))
    assert refused.message.startswith(message)
    assert refused.hint.startswith(hint)


def test_every_mistake_of_a_file_is_told_in_order():
    refused = refusal(rule_of(severity="x"), rule_of(unknown_as="y"))
    assert [error.message for error in refused.others] == ["'y' is not allowed here"]
    assert refused.line < refused.others[0].line


def test_ids_are_never_used_twice():
    assert "TST-001 is already taken in test.yaml:" in refusal(rule_of(), rule_of()).message
    with pytest.raises(PackError, match="pack id 'test' is already taken"):
        read_packs([("a", pack_text(rule_of())), ("b", pack_text(rule_of(id="TST-002")))])


def test_a_rule_for_several_kinds_must_mean_the_same_for_each():
    that = [check_of({"processes_personal_data": True})]
    assert packs_of(rule_of(applies_to=["tool", "use_case"], require=that)).rules
    stage = [check_of({"version": "1"})]
    assert refusal(rule_of(applies_to=["ai_model", "tool"], require=stage)).message.startswith("'version'")


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("{nope}", "'nope' is not a field of use case"),
        ("{param.nope}", "{param.nope} is not a parameter of this pack"),
        ("{count} things", "{count} counts nothing here"),
        ("{missing} things", "{missing} names nothing here"),
        ("{tools}", "can't be put in a sentence"),
        ("{}", "'' is not a path"),
        ("{facts.nope.size}", "'nope' is not a field of the facts"),
    ],
)
def test_placeholders_must_be_there_to_be_filled(message, says):
    assert says in refusal(rule_of(require=[check_of(THAT, message)])).message


MOST = {"params": {"most": {"type": "duration", "default": "P12M"}}}


def test_titles_whys_and_fixes_say_what_a_parameter_is_set_to():
    said = "Look again within {param.most}."
    rule = packs_of(rule_of(title=said, why=said, require=[check_of(THAT, fix=said)]), **MOST).rules[0]
    assert {rule.title, rule.why, rule.require[0].fix} == {"Look again within 12 months."}
    assert packs_of(rule_of(title=said), **MOST).rules[0].why == "Look again within 12 months."


@pytest.mark.parametrize("place", ["title", "why", "fix"])
@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("{param.mots}", "{param.mots} is not a parameter of this pack"),
        ("{eu_ai_tier}", "{eu_ai_tier} is not filled in here"),
        ("{count} things", "{count} is not filled in here"),
    ],
)
def test_nothing_but_a_message_quotes_a_record(place, said, says):
    rule = rule_of(require=[check_of(THAT, fix=said)]) if place == "fix" else rule_of(**{place: said})
    refused = refusal(rule, **MOST)
    assert refused.message == says
    assert f'"{place}": "{said}"' in pack_text(rule, **MOST).splitlines()[refused.line - 1]


def test_a_message_of_no_record_says_parameters_and_leaves_quotes_open():
    that = {"some": {"in": "tools", "where": {"title": "a"}}}
    message = "{count} tools of {title} in {param.most}."
    rule = packs_of(rule_of(require=[check_of(that, message)]), **MOST).rules[0]
    assert rule.require[0].message.text == "… tools of … in 12 months."


def test_a_pack_of_too_many_rules_or_comparisons_is_refused_by_name(monkeypatch):
    monkeypatch.setattr("policies.language.packs.LIMITS", Limits(rules=1))
    assert "limit of 1" in refusal(rule_of(), rule_of(id="TST-002")).message
    many = [check_of({"all": [THAT] * 65})]
    assert f"limit of {LIMITS.leaves_a_rule}" in refusal(rule_of(require=many)).message


def test_files_folders_and_the_shipped_packs_load(tmp_path):
    (tmp_path / "a.yaml").write_text(pack_text(rule_of()))
    (tmp_path / "b.yaml").write_text(pack_text(rule_of(id="TST-002"), id="other"))
    assert len(load_packs([tmp_path]).rules) == 2
    assert load_packs([tmp_path / "a.yaml"]).packs[0].source.loaded.source.endswith("a.yaml")
    assert load_packs().digest == load_packs([SHIPPED]).digest
    for missing in (tmp_path / "gone.yaml", tmp_path / "gone"):
        with pytest.raises(PackError, match="can't be read"):
            load_packs([missing])
    with pytest.raises(PackError, match="no pack to check with"):
        load_packs([])


def test_the_digest_follows_what_is_said_and_not_how_it_is_laid_out():
    text = pack_text(rule_of())
    digests = {read_pack(one, source="x").digest for one in (text, json.dumps(json.loads(text)))}
    assert len(digests) == 1
    assert read_pack(pack_text(rule_of(title="Other")), source="x").digest not in digests


@given(st.text() | st.binary() | st.from_regex(r"(muster: pack/1\n)?(rules|facts|params): [\[{]?.{0,20}"))
def test_no_text_breaks_the_loader(text):
    with suppress(PolicyError):
        read_pack(text, source="x")
