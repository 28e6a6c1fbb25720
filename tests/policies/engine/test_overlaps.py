"""Near duplicates where a host keeps them."""

from policies import FactIndex
from policies.overlap import Match
from tests.policies.test_facts import TODAY, packs


def test_a_host_that_keeps_near_duplicates_is_asked_for_them():
    class Kept:
        def matches(self, record, shows):
            return [Match("tool", "b", f"Like {record['key']}", 0.9, "duplicate", ())]

    one = {"kind": "tool", "key": "a", "title": "Lumora"}
    near = packs(near={"kind": "overlap", "of": "tool"})
    found = FactIndex([one], near, TODAY, overlaps=Kept()).for_record(one)["near"]
    assert (found["size"], found["keys"]) == (1, ["b"])
    assert found["items"][0]["title"] == "Like a"
