"""Whatever a record follows from is in the stamp of its manifest."""

from random import Random

import pytest

from policies import PolicyError
from policies.record import KINDS, resolve
from registry.stamps import Stamps
from tests.manifests import random_manifests

ORG = {"jurisdictions": ["EU"]}
TEAM = {"key": "t", "name": "Team", "lead": "lead@example.org"}


def world(seed, number=40):
    """Manifests by kind and key, with a team beside them that all belong to."""
    manifests = random_manifests(seed, number, {"team": ["t"], "kpi": ["k"]})
    found = {(said["kind"], said["key"]): said for said in manifests}
    return found | {("team", "t"): TEAM}


def records_and_stamps(said, org=ORG):
    lookup = lambda kind, key: said.get((kind, key))  # noqa: E731 - as short as it gets
    stamps = Stamps(lookup, org)
    entries = {name: one for name, one in said.items() if name[0] in KINDS}
    return {name: (resolve(one, lookup, org=org), stamps.of(one)) for name, one in entries.items()}


def test_a_stamp_differs_wherever_something_changes_a_record():
    chance = Random(5)  # noqa: S311 - nothing secret
    moved = kept = 0
    for seed in range(12):
        said = world(seed)
        before = records_and_stamps(said)
        name = chance.choice(sorted(said))
        after = records_and_stamps(said | {name: said[name] | {"title": "Another", "name": "Another"}})
        for one, (record, stamp) in before.items():
            if after[one][0] != record:
                assert after[one][1] != stamp, (seed, name, one)
                moved += 1
            elif after[one][1] == stamp:
                kept += 1
    assert moved > 12
    assert kept > 200


def test_what_is_gone_or_not_registered_yet_is_in_a_stamp():
    said = world(3)
    before = records_and_stamps(said)
    for name in [name for name in said if name[0] not in ("use_case", "team")]:
        rest = {one: manifest for one, manifest in said.items() if one != name}
        after = records_and_stamps(rest)
        assert all(after[one][1] != before[one][1] for one in after if after[one][0] != before[one][0])


def test_the_organisation_is_in_every_stamp():
    said = world(1, 5)
    here, there = records_and_stamps(said), records_and_stamps(said, {"jurisdictions": ["UK"]})
    assert all(here[name][1] != there[name][1] for name in here)


def test_things_that_name_each_other_have_stamps():
    one, other = ({"kind": "tool", "key": key, "exchanges_data_with": [to]} for key, to in ("ab", "ba"))
    said = {("tool", "a"): one, ("tool", "b"): other}
    assert len({stamp for _, stamp in records_and_stamps(said).values()}) == 2


@pytest.mark.parametrize("odd", [2**60, "\ud800"])
def test_what_json_cant_say_has_none(odd):
    with pytest.raises(PolicyError, match="no canonical JSON form"):
        Stamps(lambda kind, key: None, ORG).of({"kind": "tool", "key": "a", "tags": [odd]})
