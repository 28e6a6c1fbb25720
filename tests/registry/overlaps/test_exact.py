"""Whatever was saved in which order: stored pairs, lookups and an index in memory find the same."""

from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from policies.engine.overlaps import overlap_fact
from policies.overlap import Match
from registry.models import Entry
from registry.overlaps.lookup import Lookup
from registry.overlaps.names import names_in_force
from registry.overlaps.stored import StoredOverlaps
from registry.services import comparing
from registry.services.comparing import compare_everything, waiting
from tests.personas import make_team
from tests.registry.overlaps import registers


def documents() -> list[dict]:
    return [entry.document for entry in Entry.objects.order_by("pk")]


def found(source) -> dict[str, list[Match]]:
    return {said["key"]: source.matches(said) for said in documents()}


def stored(first: int, last: int) -> dict[str, dict]:
    """What is told where these were announced."""
    source = StoredOverlaps()
    source.announce(first, last)
    return told(found(source))


def told(matches: dict[str, list[Match]]) -> dict[str, dict]:
    return {key: overlap_fact(near, {}) for key, near in matches.items()}


class Histories(TestCase):
    @settings(max_examples=25)
    @given(
        seed=st.integers(0, 10_000),
        candidates=st.sampled_from([1, 2, 5, 40]),
        holders=st.sampled_from([3, 8, 500]),
        parts=st.lists(st.integers(1, 6), min_size=1, max_size=6),
        in_memory=st.booleans(),
        at_once=st.sampled_from([1, 4, 200]),
    )
    def test_stored_pairs_are_those_that_a_lookup_and_an_index_in_memory_find(
        self, seed, candidates, holders, parts, in_memory, at_once
    ):
        random = Random(seed)  # noqa: S311 - nothing secret
        make_team("marketing")
        with pytest.MonkeyPatch.context() as patch:
            registers.set_limits(patch, candidates, holders)
            patch.setattr(comparing, "MANY", 0 if in_memory else 1_000)
            patch.setattr(comparing, "_AT_ONCE", at_once)
            for size in parts:
                registers.save([registers.manifest(n, random) for n in random.sample(range(15), size)])
                assert compare_everything()
            assert not waiting().exists()
            self.compare_all_ways()

    def compare_all_ways(self):
        alone = registers.found_in_memory(documents())
        assert found(Lookup(names_in_force())) == alone
        pks = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
        for last in (pks[-1], pks[len(pks) // 2]):
            assert stored(pks[0], last) == told(alone)


@pytest.mark.django_db
@pytest.mark.parametrize("order", [*permutations(range(2)), *permutations(range(3)), (3, 1, 0, 2)])
def test_of_those_who_share_as_much_with_what_is_not_registered_the_first_by_their_keys_are_found(
    order, monkeypatch
):
    registers.set_limits(monkeypatch, 2, 500)
    make_team("marketing")
    said = registers.manifest(9, Random(1))  # noqa: S311 - nothing secret
    for number in order:
        registers.save([said | {"key": f"k{number:02}"}])
    assert [match.key for match in Lookup(names_in_force()).matches(said)] == ["k00", "k01"]
