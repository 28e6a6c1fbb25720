"""Packs as data: what comes back is what went in, down to the bytes of every report."""

import json
from dataclasses import replace

import pytest

from policies import apply_waivers, check, load_packs, tune
from policies.language.packs import Pack, Packs, shipped_texts
from policies.language.settings import Settings
from policies.language.stored import StoredError, decode_packs, encode_packs
from policies.reporters.junit import to_junit
from policies.reporters.oscal import to_oscal
from policies.reporters.report_json import to_json
from policies.reporters.run import Checked, Run
from policies.reporters.sarif import to_sarif
from policies.reporters.text import to_text
from tests.policies.random_rules import TODAY, RandomCase

TEXTS = dict(shipped_texts())
PACKS = load_packs()


def there_and_back(packs: Packs) -> Packs:
    return decode_packs(json.loads(json.dumps(encode_packs(packs))), TEXTS)


@pytest.fixture(scope="module")
def stored() -> Packs:
    return there_and_back(PACKS)


def reports(pack: Pack) -> list[str]:
    """The examples of every rule of a pack, checked by all of them, in every form."""
    packs, checked = Packs((pack,)), []
    for rule in pack.rules:
        for one in (*rule.examples.passes[:1], *rule.examples.fails[:1], *rule.examples.unknown[:1]):
            report = check(one.record, packs, as_of=one.as_of, facts=one.facts)
            checked.append(Checked(apply_waivers(report, (), packs, as_of=one.as_of), f"{rule.id}.yaml"))
    run = Run(TODAY, packs, tuple(checked), ())
    forms = [form(run) for form in (to_json, to_sarif, to_oscal)]
    return [*forms, to_junit(run, fail_level="high"), to_text(run, colour=False)]


def test_packs_come_back_as_they_were(stored):
    assert stored == PACKS
    assert stored.digest == PACKS.digest
    # What no comparison looks at, such as the holder of a field, is told by what would be stored again.
    assert encode_packs(stored) == encode_packs(PACKS)
    unread = there_and_back(PACKS).packs
    assert [(one.text, one.files) for one in unread] == [(one.text, one.files) for one in PACKS.packs]


def test_places_in_a_pack_are_found_again(stored):
    for ours, theirs in zip(stored.packs, PACKS.packs, strict=True):
        pointers = [f"/rules/{index}/require/0/that" for index in range(len(ours.rules))]
        places = [theirs.source.loaded.place(pointer) for pointer in pointers]
        assert [ours.source.loaded.place(pointer) for pointer in pointers] == places


@pytest.mark.parametrize("index", range(len(PACKS.packs)), ids=[one.id for one in PACKS.packs])
def test_reports_are_the_same_bytes(stored, index):
    assert reports(stored.packs[index]) == reports(PACKS.packs[index])


def test_settings_are_applied_to_packs_from_data_as_to_those_from_text(stored):
    settings = Settings(params={"privacy": {"large_scale_subjects": 500}}, modes={"VAL-008": "warn"})
    tuned = tune(stored, settings)
    assert tuned == tune(PACKS, settings)
    assert tuned.digest != PACKS.digest
    with pytest.raises(ValueError, match="without settings"):
        encode_packs(tuned)


@pytest.mark.parametrize("seed", range(20))
def test_random_rules_come_back_and_say_the_same(seed):
    case = RandomCase(seed)
    packs = Packs((replace(PACKS.packs[0], rules=case.rules(8)),))
    stored = there_and_back(packs)
    assert stored == packs
    assert encode_packs(stored) == encode_packs(packs)
    for record, facts in case.records(6):
        said = [check(record, one, as_of=TODAY, facts=facts).to_json() for one in (stored, packs)]
        assert json.dumps(said[0]) == json.dumps(said[1])


def test_no_other_class_is_ever_made():
    data = encode_packs(PACKS)
    data["rows"][0] = ["Popen", "id"]
    with pytest.raises(StoredError, match="Popen"):
        decode_packs(data, TEXTS)


@pytest.mark.parametrize("wrong", ["all", "rows", "a field too many", "a row that is not there", "a text"])
def test_what_is_no_pack_is_refused(wrong):
    data = encode_packs(PACKS)
    broken = {
        "all": [],
        "rows": data | {"rows": {}},
        "a field too many": data | {"rows": [[*data["rows"][0], 1], *data["rows"][1:]]},
        "a row that is not there": data | {"rows": data["rows"][:-9]},
        "a text": data | {"sources": ["elsewhere.yaml"] * len(data["sources"])},
    }
    with pytest.raises(StoredError):
        decode_packs(broken[wrong], TEXTS)


def test_what_is_no_part_of_a_pack_can_not_be_stored():
    odd = replace(PACKS.packs[0].rules[0], title=object())
    with pytest.raises(TypeError, match="object"):
        encode_packs(Packs((replace(PACKS.packs[0], rules=(odd,)),)))
