"""No change of a pack that can bring another answer goes unsaid."""

import pytest

from policies.language.compare import compare_packs
from tests.policies.writing import check_of, packs_of, rule_of

LISTED = {"values": ["marketing.advertising", "analytics.reporting"], "type": "data_use", "source": "Ours"}
FACT = {"kind": "peers", "of": "use_case", "same": ["lifecycle_stage"]}
PARAM = {"type": "int", "default": 3, "min": 1, "max": 9}
PACK = {
    "jurisdictions": ["EU", "UK"],
    "lists": {"special": LISTED},
    "facts": {"alike": FACT},
    "params": {"most": PARAM},
}
RULE = rule_of(
    require=[
        check_of({"data_uses": {"is_a": {"list": "special"}}}, id="listed"),
        check_of({"facts.alike.size": {"lte": {"param": "most"}}}, id="alone"),
    ]
)


def diff(**changes):
    return compare_packs(packs_of(RULE, **PACK), packs_of(RULE, **PACK | changes))


def test_the_same_packs_do_not_differ():
    found = diff()
    assert not any(
        getattr(found, name) for name in ("packs", "params", "modes", "shared", "changed", "texts")
    )


@pytest.mark.parametrize(
    ("changes", "named", "part"),
    [
        (
            {"lists": {"special": LISTED | {"values": ["analytics.reporting"]}}},
            "list special",
            "a list or parameter",
        ),
        ({"jurisdictions": ["UK"]}, "jurisdictions", "jurisdictions"),
        ({"facts": {"alike": FACT | {"same": ["use_case_type"]}}}, "fact alike", "a fact that it reads"),
        (
            {"facts": {"alike": FACT | {"where": {"lifecycle_stage": "pilot"}}}},
            "fact alike",
            "a fact that it reads",
        ),
    ],
)
def test_what_a_pack_says_for_all_its_rules_is_named_and_so_are_the_rules_that_it_changes(
    changes, named, part
):
    found = diff(**changes)
    assert [one.name for one in found.shared] == [f"test: {named}"]
    assert [one.rule.id for one in found.changed] == ["TST-001"]
    assert found.changed[0].parts[0].startswith(part)
    assert any(line.startswith("-") for line in found.texts[0].lines)


def test_other_bounds_of_a_parameter_are_named():
    found = diff(params={"most": PARAM | {"max": 99}})
    (only,) = found.shared
    assert "max: 9" in only.before
    assert "max: 99" in only.after


def test_a_changed_rule_says_which_parts_differ():
    changed = RULE | {"gates": ["submit"], "severity": "low"}
    found = compare_packs(packs_of(RULE, **PACK), packs_of(changed, **PACK))
    assert found.changed[0].parts == ("gates", "severity")
