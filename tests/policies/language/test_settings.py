"""Settings of packs: read, held against what the packs allow, and worked into the rules."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policies import PackError, Settings, load_packs, load_settings, read_settings, tune
from tests.policies.writing import check_of, packs_of, report_on, rule_of

MOST = {"type": "int", "default": 24, "min": 1, "max": 60}
WITHIN = check_of({"retention_months": {"lte": {"param": "most"}}}, "No more than {param.most}.")
AGE = {"retired_on": {"after": {"ago": {"param": "age"}}}}


def packs(**rule: Any):
    return packs_of(rule_of(require=[WITHIN], **rule), params={"most": MOST})


def refusals(text: str, on: Any = None) -> list[PackError]:
    with pytest.raises(PackError) as refused:
        tune(on or packs(), read_settings(text, source="settings.yaml"))
    return [refused.value, *refused.value.others]


def test_an_override_reaches_the_rule_its_message_and_its_evidence():
    tuned = tune(packs(), Settings(params={"test": {"most": 6}}))
    (finding,) = report_on(tuned, {"retention_months": 12}).findings
    assert finding.message == "No more than 6."
    assert "6" in finding.pointers[0].expected
    assert not report_on(packs(), {"retention_months": 12}).findings


def test_an_override_reaches_durations_and_lists():
    rule = rule_of(require=[check_of(AGE)])
    aged = packs_of(rule, params={"age": {"type": "duration", "default": "P12M", "min": "P1D", "max": "P5Y"}})
    retired = {"retired_on": "2026-10-01"}
    assert report_on(aged, retired).verdict == "pass"
    assert report_on(tune(aged, Settings(params={"test": {"age": "P30D"}})), retired).verdict == "fail"

    that = {"member_states": {"subset": {"param": "ours"}}}
    listed = {"type": "list", "items": "country", "default": ["DE"]}
    local = packs_of(rule_of(require=[check_of(that)]), params={"ours": listed})
    tuned = tune(local, Settings(params={"test": {"ours": ["DE", "FR"]}}))
    assert report_on(local, {"member_states": ["FR"]}).verdict == "fail"
    assert report_on(tuned, {"member_states": ["FR"]}).verdict == "pass"


def test_tuning_again_starts_from_the_packs_and_not_from_the_last_settings():
    once = tune(packs(), Settings(params={"test": {"most": 6}}, modes={"TST-001": "warn"}))
    again = tune(once, Settings())
    assert again.digest == packs().digest
    assert again.rules == packs().rules


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (
            "params:\n  test:\n    most: 61",
            4,
            "test.most can't be 61: 61 is outside",
            "It takes a whole number from 1 to 60.",
        ),
        (
            "params:\n  test:\n    most: six",
            4,
            "test.most can't be 'six': 'six' does not fit",
            "from 1 to 60",
        ),
        ("params:\n  test:\n    most: 1.5", 4, "test.most can't be 1.5: 1.5 is not a whole", "from 1 to 60"),
        (
            "params:\n  test:\n    mots: 6",
            4,
            "The pack 'test' has no parameter 'mots'",
            "Did you mean most?",
        ),
        ("params:\n  tset: {most: 6}", 3, "There is no pack 'tset'", "Did you mean test?"),
        ("modes:\n  TST-002: warn", 3, "There is no rule 'TST-002'", "Did you mean TST-001?"),
        ("modes:\n  TST-001: wran", 3, "'wran' is not allowed here", "Did you mean warn?"),
        ("mods: {}", 2, "'mods' is not known here", "Did you mean modes?"),
    ],
)
def test_each_wrong_setting_is_told_with_its_line_its_bounds_and_a_way_out(text, line, message, hint):
    (refused,) = refusals(f"muster: settings/1\n{text}\n")
    assert (refused.source, refused.line) == ("settings.yaml", line)
    assert refused.column > 0
    assert refused.message.startswith(message)
    assert hint in refused.hint


def test_every_wrong_setting_is_told_at_once():
    text = "muster: settings/1\nparams: {test: {most: 0, other: 1}}\nmodes: {TST-009: warn}\n"
    assert len(refusals(text)) == 3


def test_a_parameter_without_bounds_is_not_the_organisations_to_set():
    rule = rule_of(require=[check_of(AGE)])
    unbounded = packs_of(rule, params={"age": {"type": "duration", "default": "P12M"}})
    (refused,) = refusals("muster: settings/1\nparams: {test: {age: P1D}}\n", unbounded)
    assert refused.message.startswith("test.age can't be set")


def test_bounds_of_durations_compare_months_with_days():
    bounds = {"type": "duration", "default": "P12M", "min": "P365D", "max": "P1Y"}
    rule = rule_of(require=[check_of(AGE)])
    assert packs_of(rule, params={"age": bounds}).rules
    with pytest.raises(PackError, match="outside this parameter's own bounds"):
        packs_of(rule, params={"age": bounds | {"default": "P11M"}})


def test_what_nobody_may_waive_nobody_may_switch_off_unless_its_pack_says_so():
    kept = {"waiver": {"allowed": False}}
    (refused,) = refusals("muster: settings/1\nmodes: {TST-001: warn}\n", packs(**kept))
    assert refused.message == "TST-001 can't be set to warn: its pack demands at least block"
    loose = packs(**kept, lowest_mode="warn")
    assert tune(loose, Settings(modes={"TST-001": "warn"})).rules[0].mode == "warn"
    with pytest.raises(PackError, match="demands at least warn"):
        tune(loose, Settings(modes={"TST-001": "observe"}))


RECORD = {"retention_months": 99}


def test_an_observed_rule_previews_what_it_finds_and_blocks_nothing():
    report = report_on(tune(packs(), Settings(modes={"TST-001": "observe"})), RECORD)
    (finding,) = report.findings
    assert (finding.disposition, finding.mode, finding.blocks) == ("preview", "observe", False)
    assert report.verdict == "pass"


def test_a_warning_rule_shows_what_it_finds_and_blocks_nothing():
    report = report_on(tune(packs(), Settings(modes={"TST-001": "warn"})), RECORD)
    (finding,) = report.findings
    assert (finding.disposition, finding.mode, finding.blocks) == ("open", "warn", False)
    assert report.verdict == "conditional"


@pytest.mark.parametrize("record", [{}, {"retention_months": "many"}], ids=["unknown", "error"])
@pytest.mark.parametrize("mode", ["observe", "warn"])
def test_neither_an_unknown_nor_an_error_blocks_below_block(mode, record):
    report = report_on(tune(packs(), Settings(modes={"TST-001": mode})), record)
    assert report.findings
    assert not [finding for finding in report.findings if finding.blocks]


def test_the_digest_covers_packs_and_settings_whatever_their_order():
    said = {"params": {"test": {"most": 6}}, "modes": {"TST-001": "warn"}}
    tuned = tune(packs(), read_settings(json.dumps({"muster": "settings/1"} | said), source="a"))
    other = tune(packs(), Settings(modes=said["modes"], params=said["params"]))
    assert tuned.digest == other.digest != packs().digest
    assert tune(packs(), Settings(params={"test": {"most": 7}})).digest != tuned.digest
    assert tune(packs(), Settings(params={"test": {}})).digest != tuned.digest
    assert report_on(tuned, RECORD).packs_digest == tuned.digest


def test_no_settings_leave_the_digest_of_the_packs():
    empty = read_settings("muster: settings/1\nparams: {test: {}}\nmodes: {}\n", source="x")
    assert tune(packs(), empty).digest == packs().digest


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(PackError, match="can't be read"):
        load_settings(tmp_path / "none.yaml")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
SHIPPED = load_packs()
PARAMS = [(pack.id, name) for pack in SHIPPED.packs for name in pack.names.params]


@settings(max_examples=50)
@given(st.sampled_from(PARAMS), JSON)
@example(("consent", "digital_age_of_consent"), 1e28)
def test_no_value_breaks_the_shipped_packs(name, value):
    pack, param = name
    try:
        tuned = tune(SHIPPED, Settings(params={pack: {param: value}}))
    except PackError as refused:
        assert f"{pack}.{param} can't be" in refused.message
    else:
        assert {one.id: one for one in tuned.packs}[pack].names.params[param].value == value


def test_no_setting_puts_large_scale_out_of_reach():
    assert tune(SHIPPED, Settings({"privacy": {"large_scale_subjects": 100_000}}, {}))
    with pytest.raises(PackError):
        tune(SHIPPED, Settings({"privacy": {"large_scale_subjects": 100_001}}, {}))
