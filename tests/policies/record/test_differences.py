import json
from copy import deepcopy
from random import Random

import pytest

from policies.canonical import canonical_bytes
from policies.record import fields_of
from policies.record.differences import Difference, differences, without_moves
from policies.record.resolve import Resolver
from tests.manifests import random_manifests

KNOWN = {"team": ["crm", "data"], "kpi": ["nps"], "purpose": ["churn"], "vendor": ["Acme"]}


def applied(found, old):
    """The document that ``old`` becomes, by pointers alone: knows nothing of fields and kinds."""
    return _applied([(one.pointer.split("/")[1:], one) for one in found], deepcopy(old))


def _applied(changes, value):
    if any(not steps for steps, _ in changes):
        ((_, one),) = changes
        return one.new
    return _in_list(changes, value) if isinstance(value, list) else _in_mapping(changes, value)


def _in_mapping(changes, value):
    for step in dict.fromkeys(steps[0] for steps, _ in changes):
        name, inner = step.replace("~1", "/").replace("~0", "~"), _below(changes, step)
        value[name] = _applied(inner, value.get(name))
        if value[name] is None:
            del value[name]
    return value


def _in_list(changes, value):
    gone = {int(steps[0]) for steps, one in changes if len(steps) == 1 and one.new is None}
    rows = [row for index, row in enumerate(value) if index not in gone]
    ahead = [(steps, one) for steps, one in changes if len(steps) > 1 or one.new is not None]
    for steps, one in sorted(ahead, key=lambda change: int(change[0][0])):
        if len(steps) == 1 and one.old is None:
            rows.insert(int(steps[0]), one.new)
    for step in dict.fromkeys(steps[0] for steps, one in ahead if len(steps) > 1 or one.old is not None):
        rows[int(step)] = _applied(_below(ahead, step), rows[int(step)])
    return rows


def _below(changes, step):
    return [(steps[1:], one) for steps, one in changes if steps[0] == step]


def edit(chance, manifest, others):
    """A field is left out or taken from elsewhere, or rows of a list are moved, doubled, gone or changed."""
    names = [name for name in manifest if name not in {"muster", "kind", "key"}]
    name = chance.choice(names)
    value = manifest[name]
    donors = [other[name] for other in others if other["kind"] == manifest["kind"] and name in other]
    if isinstance(value, list) and value and chance.random() < 0.8:
        edit_rows(chance, manifest["kind"], name, value)
    elif donors and chance.random() < 0.7:
        manifest[name] = deepcopy(chance.choice(donors))
    elif name not in {"title", "owner_team"}:
        del manifest[name]


def edit_rows(chance, kind, name, rows):
    match chance.randrange(4):
        case 0:
            rows.insert(chance.randrange(len(rows) + 1), deepcopy(chance.choice(rows)))
        case 1:
            rows.pop(chance.randrange(len(rows)))
        case 2:
            chance.shuffle(rows)
    for row in rows:
        if fields_of(kind)[name].type == "parts" and chance.random() < 0.5:
            row.pop(chance.choice(list(row)))


def histories():
    """Five hundred histories of a few edits, each as the records of one use case with all it links to."""
    for seed in range(500):
        chance = Random(seed)  # noqa: S311 - chance that can be repeated is the point
        manifests = random_manifests(seed, 5, KNOWN)
        old = record_of(manifests)
        for _ in range(5):
            edit(chance, chance.choice([manifests[0], *manifests]), manifests)
        yield seed, old, record_of(manifests)


def record_of(manifests):
    found = {(one["kind"], one["key"]): one for one in manifests}
    resolver = Resolver(lambda kind, key: found.get((kind, key)), org={"name": "Northlight"})
    return json.loads(json.dumps(resolver.record(manifests[0])))


def test_the_differences_of_any_history_make_the_newer_record_of_the_older():
    for seed, first, last in histories():
        for old, new in ((first, last), (last, first)):
            found = differences(old, new)
            assert canonical_bytes(applied(found, old)) == canonical_bytes(new), seed
            assert len({(one.pointer, one.new is None) for one in found}) == len(found)


def record(**said):
    return {"kind": "use_case", "key": "churn"} | said


def source(key, *categories):
    return {"key": key, "data_categories": list(categories)}


def test_a_row_put_in_front_of_others_is_one_difference():
    crm, calls = {"data_source": source("crm")}, {"data_source": source("calls")}
    assert differences(record(data_links=[crm]), record(data_links=[calls, crm])) == (
        Difference("/data_links/0", None, calls),
    )


def test_what_changed_in_a_linked_entry_is_shown_at_its_own_field():
    before = record(data_links=[{"data_source": source("crm", "user.contact")}])
    after = record(data_links=[{"data_source": source("crm", "user.contact", "user.health_and_medical")}])
    assert differences(before, after) == (
        Difference(
            "/data_links/0/data_source/data_categories",
            ["user.contact"],
            ["user.contact", "user.health_and_medical"],
        ),
    )


def test_two_uses_of_one_source_are_each_held_against_their_own_row():
    train, run = (
        {"data_source": source("crm"), "usage": usage, "minimised": True}
        for usage in ("training", "inference")
    )
    changed = run | {"minimised": False}
    assert differences(record(data_links=[train, run]), record(data_links=[train, changed])) == (
        Difference("/data_links/1/minimised", True, False),
    )
    assert differences(record(data_links=[run, train]), record(data_links=[train])) == (
        Difference("/data_links/0", run, None),
    )


def test_a_row_that_only_moved_is_no_change_to_a_reader_and_one_that_changed_on_its_way_is():
    crm, calls = {"data_source": source("crm")}, {"data_source": source("calls"), "minimised": True}
    old = record(data_links=[crm, calls])
    moved = differences(old, record(data_links=[calls, crm]))
    assert moved
    assert not list(without_moves("use_case", moved))
    changed = differences(old, record(data_links=[calls | {"minimised": False}, crm]))
    (one,) = without_moves("use_case", changed)
    assert (one.pointer, one.old, one.new) == ("/data_links/0/minimised", True, False)


def test_another_entry_in_the_same_place_is_one_difference_and_not_one_for_each_of_its_fields():
    old, new = {"key": "gpt", "title": "GPT"}, {"key": "llama", "title": "Llama"}
    before, after = ({"kind": "ai_model", "key": "mine", "made_from": one} for one in (old, new))
    assert differences(before, after) == (Difference("/made_from", old, new),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"kind": "use_case", "title": None}, {"kind": "use_case"}),
        ({"kind": "use_case"}, {"kind": "tool"}),
        ({"title": "Not a record"}, {"title": "Of any kind"}),
    ],
)
def test_what_no_field_table_can_tell_apart_differs_as_a_whole(old, new):
    assert differences(old, new) == (Difference("", old, new),)


def test_numbers_and_truth_are_told_apart_as_json_does():
    assert differences(record(credit=[1]), record(credit=[True])) == (Difference("/credit", [1], [True]),)
    assert differences(record(credit=1), record(credit=1.0)) == ()


def test_names_are_escaped_in_pointers():
    assert differences(record(), record(**{"a/b~c": 1})) == (Difference("/a~1b~0c", None, 1),)
