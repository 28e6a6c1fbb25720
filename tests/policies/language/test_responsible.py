"""Who has to act, what facts are called, and what settles them: as packs say it."""

import pytest

from policies import PackError
from policies.language.responsible import WHO, who_label
from policies.language.schema import pack_schema
from tests.policies.writing import check_of, pack_text, packs_of, rule_of

THAT = {"rag_enabled": True}
NEAR = {"kind": "peers", "of": "use_case", "same": ["use_case_type"]}
READS_NEAR = [check_of({"facts.near.size": {"lte": 0}})]


def refusal(*rules, **changes) -> PackError:
    with pytest.raises(PackError) as refused:
        packs_of(*rules, **changes)
    return refused.value


def line_of(refused: PackError, text: str) -> str:
    return text.splitlines()[refused.line - 1]


def test_a_check_says_who_acts_and_else_its_rule_does():
    checks = [check_of(THAT), check_of(THAT, id="other", who="procurement")]
    rule = packs_of(rule_of(who="legal_counsel", require=checks)).rules[0]
    assert [check.who for check in rule.require] == ["legal_counsel", "procurement"]
    assert packs_of(rule_of()).rules[0].require[0].who == ""


def test_somebody_unheard_of_is_refused_at_its_place_with_the_nearest():
    rule = rule_of(require=[check_of(THAT, who="bussiness_owner")])
    refused = refusal(rule)
    assert refused.message == "'bussiness_owner' is not allowed here"
    assert refused.hint == "Did you mean business_owner?"
    assert '"who"' in line_of(refused, pack_text(rule)) and refused.column > 1


def test_the_schema_names_everybody_who_can_be_named():
    definitions = pack_schema()["$defs"]
    for place in ("rule", "check"):
        assert definitions[place]["properties"]["who"]["enum"] == list(WHO)
        assert "who" not in definitions[place]["required"]
    assert who_label("ai_council") == "AI council" and who_label("") == ""


def test_a_fact_is_called_as_the_pack_calls_it():
    facts = {"near": NEAR | {"label": "Use cases of the same type"}}
    path = packs_of(rule_of(require=READS_NEAR), facts=facts).rules[0].require[0].that.path
    assert path.slot.label == "Use cases of the same type"
    unnamed = packs_of(rule_of(require=READS_NEAR), facts={"near": NEAR}).rules[0].require[0].that.path
    assert unnamed.slot.label == "Near in the portfolio"


def test_what_settles_a_fact_may_name_parameters_and_nothing_else():
    params = {"days": {"type": "duration", "default": "P30D"}}
    said = NEAR | {"settled_by": "Wait {param.days}."}
    packs = packs_of(rule_of(require=READS_NEAR), facts={"near": said}, params=params)
    assert packs.facts["near"].settled_by == "Wait 30 days."
    refused = refusal(rule_of(require=READS_NEAR), facts={"near": NEAR | {"settled_by": "Ask {title}."}})
    assert refused.message == "{title} is not filled in here"


def test_two_packs_may_call_one_fact_by_different_names():
    from policies.language.packs import read_packs

    facts = [{"near": NEAR | {"label": label}} for label in ("This", "That")]
    texts = [
        (f"{id}.yaml", pack_text(rule_of(id=rule, require=READS_NEAR), id=id, facts=one))
        for id, rule, one in zip(("a", "b"), ("TST-001", "TST-002"), facts, strict=True)
    ]
    labels = [rule.require[0].that.path.slot.label for rule in read_packs(texts).rules]
    assert labels == ["This", "That"]


@pytest.mark.parametrize(
    ("message", "says", "hint"),
    [
        ("{count|thing}", "{count|thing} needs two forms", "Write the number"),
        ("{title|is|are}", "title is not a number, so no form follows from it", ""),
        ("{names}", "{names} names nothing here", "Neither this check nor `when` has a list."),
        ("{count|a|b}", "{count} counts nothing here", "Neither this check nor `when` has a list."),
    ],
)
def test_forms_and_names_need_something_to_follow(message, says, hint):
    refused = refusal(rule_of(require=[check_of(THAT, message)]))
    assert refused.message == says and refused.hint.startswith(hint)


def test_a_message_of_no_record_takes_the_form_for_many():
    that = {"some": {"in": "tools", "where": {"title": "a"}}}
    rule = packs_of(rule_of(require=[check_of(that, "{count} {count|tool|tools}: {names}")])).rules[0]
    assert rule.require[0].message.text == "… tools: …"
